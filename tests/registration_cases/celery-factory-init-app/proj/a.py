from celery import shared_task
from proj.app import ext


@shared_task
def s():
    return 1


@ext.celery.task(name='ext.t')
def t():
    return 1
