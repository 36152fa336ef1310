from celery import shared_task


@shared_task
def mail_export():
    pass


class OrderExport:
    pass
