from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


class G:
    def __getattr__(self, k):
        return 'dyn.' + k


q.task(name=G().hello)(f)
