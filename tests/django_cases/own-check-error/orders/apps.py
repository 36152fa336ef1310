from django.apps import AppConfig
from django.core.checks import Critical, register
@register
def c(app_configs, **kwargs):
    return [Critical("all is lost", id="x.E1")]
class C(AppConfig):
    name = "orders"
