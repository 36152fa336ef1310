from celery import Celery


class Box:
    app = Celery('box')
