SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
from django.core.exceptions import ImproperlyConfigured
import os
if not os.environ.get("SHOP_KEY"):
    raise ImproperlyConfigured("SHOP_KEY is needed")
