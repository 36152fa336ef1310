from .factory import create_app

flask_app = create_app()
celery_app = flask_app.extensions["celery"]

if flask_app.config["SEEN"] and flask_app.debug and not flask_app.testing:

    @celery_app.task
    def here():
        return 1
