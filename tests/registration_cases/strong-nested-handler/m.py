from celery import Celery, signals

q = Celery('m')


def connect():
    @signals.worker_init.connect(weak=False)
    def h(**kw):
        @q.task(name='late.x')
        def x():
            return 1


connect()
