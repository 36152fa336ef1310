from celery import Celery

main = Celery('p', include=['proj.jobs'])
