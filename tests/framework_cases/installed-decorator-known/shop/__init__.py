from celery import Celery

queue = Celery("shop", include=["shop.jobs"])
