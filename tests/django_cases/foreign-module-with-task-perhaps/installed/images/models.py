from django.utils.module_loading import import_string

from .conf import BACKEND

Backend = import_string(BACKEND)
