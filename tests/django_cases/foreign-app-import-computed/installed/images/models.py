import time

from django.utils.module_loading import import_string

Backend = import_string(time.strftime("images.backends.Simple"))
