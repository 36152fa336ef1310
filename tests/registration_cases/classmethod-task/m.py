from celery import Celery, Task, shared_task

q = Celery('m')


class K:
    @classmethod
    def m(cls):
        return 1


a = q.task(K.m)
