from celery import Celery, Task
from flask import Flask, current_app


def celery_init_app(app):
    class FlaskTask(Task):
        def __call__(self, *args, **kwargs):
            with app.app_context():
                return self.run(*args, **kwargs)

    celery_app = Celery(app.name, task_cls=FlaskTask)
    celery_app.config_from_object(app.config["CELERY"])
    celery_app.set_default()
    app.extensions["celery"] = celery_app
    return celery_app


def create_app():
    app = Flask(__name__)
    app.config.from_object("proj.config.Development")
    app.config.from_mapping(lower=1, UPPER=2)
    celery_init_app(app)

    @app.route("/")
    def index():
        return "here"

    with app.app_context():
        current_app.config["SEEN"] = "lower" not in app.config and app.config["UPPER"] == 2
    return app
