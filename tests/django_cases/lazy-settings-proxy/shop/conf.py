from django.conf import settings as django_settings

DEFAULTS = {"MODULES": ["shop.jobs"], "LIMIT": 3}


class Settings:
    def __getattr__(self, name):
        user = getattr(django_settings, "SHOP", {})
        try:
            return user[name]
        except KeyError:
            return DEFAULTS[name]


settings = Settings()
