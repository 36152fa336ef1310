import os

from celery import Celery
from flask import Flask


class App(Flask):
    default_name = "proj"


app = App(App.default_name)
app.config.from_pyfile("settings.cfg")
app.config.from_pyfile("not_there.cfg", silent=True)
app.config.from_envvar("PROJ_SETTINGS", silent=True)
app.config.from_prefixed_env("PROJ")
celery = Celery(app.name, broker="memory://", include=app.config["TASK_MODULES"])
celery.conf.update(app.config.get_namespace("CELERY_CONF_"))

if app.config["NUMBER"] == 3 and "DEPTH" in app.config and app.config["DEPTH"]["A"]["B"] is True:

    @celery.task
    def numbered():
        return 1
