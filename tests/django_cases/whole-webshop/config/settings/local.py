from .base import *  # noqa: F403
from .base import INSTALLED_APPS

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
INSTALLED_APPS = ["webshop.devtools", *INSTALLED_APPS]

CELERY_TASK_EAGER_PROPAGATES = True
