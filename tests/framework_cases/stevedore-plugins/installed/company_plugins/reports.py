from celery import shared_task


@shared_task
def send_report():
    return 1
