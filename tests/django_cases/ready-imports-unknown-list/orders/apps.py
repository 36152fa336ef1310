from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self):
        found = [import_string(path) for path in settings.HANDLERS]
