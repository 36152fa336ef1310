import os

from celery import Celery
from flask import Flask


class Config:
    SECRET_KEY = os.environ.get("SHOP_KEY") or "none"
    CELERY_BROKER_URL = "memory://"


queue = Celery(__name__)


def create_app(config=Config):
    app = Flask(__name__)
    app.config.from_object(config)
    queue.conf.update(app.config)

    from shop.pages import pages

    app.register_blueprint(pages)
    return app
