from django.apps import AppConfig
from django.core.checks import Error, register


@register()
def look(app_configs, **kwargs):
    raise ValueError("no")


class OrdersConfig(AppConfig):
    name = "orders"
