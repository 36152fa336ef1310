from celery import Celery, Task, shared_task

q = Celery('m')


class Job(Task):
    def run(self):
        return 1

    @property
    def name(self):
        return 'prop.' + type(self).__name__


q.register_task(Job())
