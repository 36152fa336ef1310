from celery import Celery
from flask import Flask


def make_celery(app):
    celery = Celery(app.import_name, broker=app.config["CELERY_BROKER_URL"])
    celery.conf.update(app.config)
    return celery


flask_app = Flask(__name__)
flask_app.config.update(CELERY_BROKER_URL="memory://", CELERY_IMPORTS=("proj.jobs",))
celery = make_celery(flask_app)
