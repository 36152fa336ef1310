from celery import Celery
from flask import current_app

from proj.factory import create_app

if current_app:
    flask_app = current_app
else:
    flask_app = create_app()

celery = Celery(flask_app.import_name)
celery.conf.update(imports=flask_app.config["CELERY_IMPORTS"])
