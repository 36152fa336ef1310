from celery import Celery
from flask import Flask
from flask_things import Things

things = Things()


def create_app():
    app = Flask(__name__)
    things.init_app(app)
    app.limit = app.config["THINGS_LIMIT"]
    app.things = app.extensions["things"]
    return app


celery = Celery(create_app().name, broker="memory://")


@celery.task
def job():
    return 1
