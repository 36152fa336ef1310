from celery import Task


class Base(Task):
    abstract = True
