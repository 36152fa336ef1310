from django.apps import AppConfig


class OrdersConfig(AppConfig):
    pass
