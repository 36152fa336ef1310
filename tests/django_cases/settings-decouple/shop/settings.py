SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
from decouple import Csv, config

DEBUG = config("DEBUG", default=False, cast=bool)
if config("WITH_STOCK", default=False, cast=bool):
    INSTALLED_APPS += ["stock"]
INSTALLED_APPS += config("EXTRA_APPS", default="", cast=Csv())
