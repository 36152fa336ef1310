import celery
from proj.tasks import queue


if celery.VERSION[0] >= 5:

    @queue.task
    def new():
        return 1
