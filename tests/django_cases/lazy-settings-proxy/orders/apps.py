from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self):
        from importlib import import_module
        from shop.conf import settings
        for name in settings.MODULES:
            import_module(name)
