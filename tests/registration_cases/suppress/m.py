from celery import Celery, Task, shared_task

q = Celery('m')


from contextlib import suppress

with suppress(ImportError):
    import nothing_here

    @q.task
    def a():
        return 1


@q.task
def b():
    return 1
