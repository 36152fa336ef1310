"""An app whose tasks come from installed packages: one declares them in its own ``__init__``."""

from celery import Celery
from helpers import shorten
from mailer import send

queue = Celery("proj", broker="memory://")
queue.conf.task_routes = {send.name: {"queue": shorten("mails")}}
