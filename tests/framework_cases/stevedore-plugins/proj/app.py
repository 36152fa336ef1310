from celery import Celery

from proj.plugins import backend, named, task_modules

app = Celery("proj")
app.conf.update(include=task_modules(app) + named())


@app.task(name=backend().task_name)
def of_backend():
    return 1
