from django.apps import AppConfig


class Only(AppConfig):
    name = "orders"
    default = False

    def ready(self):
        from . import first
