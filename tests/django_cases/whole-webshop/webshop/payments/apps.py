from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class PaymentsConfig(AppConfig):
    name = "webshop.payments"

    def ready(self):
        for provider in settings.PAYMENT_PROVIDERS:
            import_module(f"{self.name}.providers.{provider}")
