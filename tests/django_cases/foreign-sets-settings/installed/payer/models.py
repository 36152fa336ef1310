from django.conf import settings
settings.PAYER_LIMIT = 3
