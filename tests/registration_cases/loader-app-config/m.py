from celery import Celery

q = Celery('m', loader='app')
