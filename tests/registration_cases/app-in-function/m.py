from celery import Celery, Task, shared_task

q = Celery('m')


def make():
    app = Celery('inner')

    @app.task
    def g():
        return 1
    return app


make()
