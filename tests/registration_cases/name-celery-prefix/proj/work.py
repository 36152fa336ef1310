from proj.tasks import queue


@queue.task(name="celery.home.a")
def a():
    return 1
