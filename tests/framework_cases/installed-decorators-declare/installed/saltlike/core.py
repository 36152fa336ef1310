import weakref

from celery import shared_task

_handlers = weakref.WeakValueDictionary()


def _register(topic, fun, **options):
    _handlers[topic] = fun
    return shared_task(name=f"saltlike.{topic}.{fun.__name__}", **options)(fun)


def subscribe(topic, **options):
    def decorate(fun):
        return _register(topic, fun, **options)

    return decorate


def quiet(topic):
    def decorate(fun):
        _handlers[topic] = fun
        return fun

    return decorate
