from django.conf import settings
from django.utils.module_loading import import_string

STRATEGY = settings.THUMBS_STRATEGY
Backend = import_string(settings.THUMBS_BACKEND)


class Spec:
    pass
