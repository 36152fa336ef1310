import helpers
from celery import Celery

app = Celery("proj", broker="memory://")
helpers.configure(tasks=True)

if helpers.option("tasks"):

    @app.task
    def optional():
        return 1


if helpers.level() == 0:

    @app.task
    def never():
        return 1
