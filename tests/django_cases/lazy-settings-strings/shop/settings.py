SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
WSGI_APPLICATION = "shop.wsgi.application"
ASGI_APPLICATION = "shop.asgi.application"
EMAIL_BACKEND = "shop.mail.Backend"
SESSION_ENGINE = "shop.sessions"
TEST_RUNNER = "shop.runner.Runner"
MESSAGE_STORAGE = "shop.messages.Storage"
