from django.conf import settings
from django.utils.module_loading import import_string
Backend = import_string(settings.PAYER['BACKEND'])
