from celery import Celery
from celery_helpers import configured
from flask import Flask

flask_app = Flask("proj")
flask_app.config["TASKS"] = ["proj.jobs"]
own = Celery("proj")
celery = configured(flask_app)
