from django.contrib.auth.backends import ModelBackend

from .backend_jobs import log_login


class EmailBackend(ModelBackend):
    pass
