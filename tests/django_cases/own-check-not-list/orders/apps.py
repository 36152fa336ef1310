from django.apps import AppConfig
from django.core.checks import register
@register
def c(app_configs, **kwargs):
    return None
class C(AppConfig):
    name = "orders"
