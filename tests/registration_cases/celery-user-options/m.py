from celery import Celery, Task, shared_task

q = Celery('m')


from click import Option

q.user_options['worker'].add(Option(('--x',)))


@q.task
def a():
    return 1
