from django.core.checks import Tags, register


@register(Tags.models)
def check_orders(app_configs, **kwargs):
    from . import jobs

    return []


@register(Tags.security, deploy=True)
def check_deployment(app_configs, **kwargs):
    from . import other

    return []
