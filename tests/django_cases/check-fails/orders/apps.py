from django.apps import AppConfig
from django.core.checks import Error, register


@register()
def look(app_configs, **kwargs):
    return [Error("wrong", id="orders.E001")]


class OrdersConfig(AppConfig):
    name = "orders"
