from proj import celery
from proj.database import sessions


@celery.task
def count():
    return sessions
