from celery import Celery

from .config import settings

app = Celery("proj", broker=settings.broker, include=settings.listed)

if settings.debug and settings.workers == 3 and settings.kind == "settings":

    @app.task(name=f"{settings.from_file}.{settings.named}.{settings.required}")
    def named():
        return 1


if settings.maybe is None:

    @app.task
    def other():
        return 1
