from celery import Celery
from proj.conf import Config

app = Celery('proj')
app.config_from_object(Config())
