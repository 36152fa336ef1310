SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
import django

if django.VERSION >= (3, 0):
    INSTALLED_APPS += ["stock"]
if django.VERSION[0] < 3:
    INSTALLED_APPS += ["gone"]
if django.get_version().startswith("2."):
    INSTALLED_APPS += ["gone"]
