SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
import environ

env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
if env.bool("WITH_STOCK", default=False):
    INSTALLED_APPS += ["stock"]
if DEBUG:
    INSTALLED_APPS += ["debugging"]
INSTALLED_APPS += env.list("EXTRA_APPS", default=[])
