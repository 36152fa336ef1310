from django.apps import AppConfig


class First(AppConfig):
    name = "orders"

    def ready(self):
        from . import first


class Second(AppConfig):
    name = "orders"
    default = True

    def ready(self):
        from . import second
