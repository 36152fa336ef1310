from celery import Task, shared_task


class Base(Task):
    abstract = True


@shared_task
def from_bases():
    return 1
