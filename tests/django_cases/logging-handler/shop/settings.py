SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
LOGGING = {
    "version": 1,
    "filters": {"quiet": {"()": "shop.filters.Quiet"}},
    "formatters": {"plain": {"format": "%(message)s"}, "own": {"()": "shop.formatters.Own", "width": 3}},
    "handlers": {"queue": {"class": "shop.handlers.QueueHandler", "filters": ["quiet"], "formatter": "own"}},
    "root": {"handlers": ["queue"]},
}
