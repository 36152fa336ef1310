from celery import Celery, Task, shared_task

q = Celery('m')


from kombu import Exchange, Queue

q.conf.task_queues = [Queue('a', Exchange('a'), routing_key='a')]


@q.task(queue='a')
def a():
    return 1
