from celery import Celery, Task, shared_task

q = Celery('m')


class K:
    def m(self):
        return 1


a = q.task(K().m)
