from .base import *  # noqa: F403

INSTALLED_APPS += ["webshop.monitoring"]
