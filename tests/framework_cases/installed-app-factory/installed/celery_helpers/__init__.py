from celery import Celery, Task, current_app


class LoudTask(Task):
    abstract = True


def make_app(settings, name="helped"):
    app = Celery(name, broker="memory://", task_cls=LoudTask)
    app.conf.update({key.lower(): value for key, value in settings.items()})

    @app.task(name="helped.ping")
    def ping():
        return 1

    return app


def configured(flask_app):
    app = current_app
    app.config_from_object({"imports": flask_app.config["TASKS"], "broker_url": "memory://"})
    return app
