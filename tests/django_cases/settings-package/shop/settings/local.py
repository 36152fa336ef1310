from .base import *

INSTALLED_APPS += ["stock"]
DEBUG = True
