from celery import shared_task

LEVEL = 3


@shared_task(name="common.clean")
def clean():
    return 1
