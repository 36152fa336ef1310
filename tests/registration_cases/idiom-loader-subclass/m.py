from celery import Celery, Task, shared_task, signals

q = Celery('m')


from celery.loaders.app import AppLoader


class L(AppLoader):
    def on_worker_init(self):
        import late


z = Celery('z', loader=L)
