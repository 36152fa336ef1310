from celery import Celery


class Ext:
    def __init__(self):
        self.celery = None

    def init_app(self, modules):
        self.celery = Celery('proj')
        self.celery.conf.include = modules
        return self.celery


ext = Ext()
app = ext.init_app(['proj.a'])
