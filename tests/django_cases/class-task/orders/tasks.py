from celery import Task

from shop.celery import app


class Close(Task):
    name = "orders.close"

    def run(self):
        pass


class Forgotten(Task):
    name = "orders.forgotten"


close = app.register_task(Close())
