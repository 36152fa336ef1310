from proj.tasks import queue as celery
