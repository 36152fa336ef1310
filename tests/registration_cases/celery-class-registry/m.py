from celery import Celery, Task, shared_task

q = Celery('m')


class Registry(dict):
    def add(self, fn=None, *, name=None):
        def deco(fn):
            self[name or fn.__name__] = fn
            return fn
        return deco(fn) if fn else deco

    def register(self, app):
        return [app.task(name=f'reg.{n}')(fn) for n, fn in self.items()]


R = Registry()


@R.add
def a():
    return 1


@R.add(name='bee')
def b():
    return 2


R.register(q)
