from celery.task import task


@task
def a():
    return 1
