SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
import sys

TESTING = "test" in sys.argv or "pytest" in sys.modules
if TESTING:
    INSTALLED_APPS += ["stock"]
if len(sys.argv) > 1 and sys.argv[1] == "runserver":
    INSTALLED_APPS += ["stock"]
