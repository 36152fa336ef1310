import os

from celery import Celery
from flask import Flask


def make_app(name):
    app = Flask(name, instance_relative_config=True)
    app.config.from_pyfile("settings.py", silent=True)
    app.config.from_pyfile("local.py", silent=True)
    os.makedirs(app.instance_path, exist_ok=True)
    return app


package = make_app(__name__)
module = make_app("proj")
celery = Celery(package.import_name, broker="memory://", include=package.config["TASK_MODULES"])

if os.path.relpath(module.instance_path, os.path.dirname(__file__)) == os.path.join("..", "instance"):

    @celery.task
    def beside_the_package():
        return 1
