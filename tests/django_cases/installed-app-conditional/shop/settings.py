SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
try:
    import debug_toolbar_not_there

    INSTALLED_APPS += ["debug_toolbar_not_there"]
except ImportError:
    pass
INSTALLED_APPS = [*INSTALLED_APPS, "stock"]
