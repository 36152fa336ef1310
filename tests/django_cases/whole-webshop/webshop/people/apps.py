from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "webshop.people"
    verbose_name = _("People")

    def ready(self):
        try:
            import webshop.people.signals  # noqa: F401
        except ImportError:
            pass
