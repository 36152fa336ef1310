from celery import Celery

app = Celery('proj')

from proj import a, b  # noqa: E402, F401
