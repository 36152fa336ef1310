from .base import *  # noqa

INSTALLED_APPS = INSTALLED_APPS + ["stock"]
