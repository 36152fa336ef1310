from celery import Celery, Task, shared_task

q = Celery('m')


@q.task
def make():
    @q.task(name='made.at.import')
    def t():
        return 1
    return 1


make.apply()
