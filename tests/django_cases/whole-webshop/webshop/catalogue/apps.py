from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "webshop.catalogue"

    def ready(self):
        from django.core.checks import register
        from . import receivers  # noqa
        register(check_prices, 'catalogue')


def check_prices(app_configs, **kwargs):
    from .pricing import check

    return check()
