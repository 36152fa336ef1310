from celery import Celery, Task, shared_task

q = Celery('m')


class App(Celery):
    def task(self, *args, **opts):
        if len(args) == 1 and callable(args[0]):
            return super().task(name='pre.' + args[0].__name__)(args[0])
        return super().task(*args, **opts)


z = App('z')


@z.task
def one():
    return 1


@z.task(name='n.two')
def two():
    return 2
