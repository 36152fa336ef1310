from celery import shared_task


@shared_task(name='s.a')
def a():
    return 1
