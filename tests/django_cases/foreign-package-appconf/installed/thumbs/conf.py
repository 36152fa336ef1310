from appconf import AppConf
from django.conf import settings


class ThumbsConf(AppConf):
    STRATEGY = "thumbs.strategies.Lazy"
    BACKEND = "thumbs.backends.Simple"
    PREFIX = ""

    class Meta:
        prefix = "thumbs"

    def configure_prefix(self, value):
        return value or "made-" + settings.SECRET_KEY
