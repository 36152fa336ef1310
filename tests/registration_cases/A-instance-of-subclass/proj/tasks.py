from celery import Celery


class Mine(Celery):
    pass


queue = Mine('m')
queue.config_from_object('proj.celeryconfig')
