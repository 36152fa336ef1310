from celery import Celery, Task, shared_task

q = Celery('m')


from celery.schedules import crontab


@q.task
def a():
    return 1


q.conf.beat_schedule = {'x': {'task': a.name, 'schedule': crontab(minute='*/5')}}
