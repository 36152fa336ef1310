SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
DJANGO_APPS = ["django.contrib.contenttypes"]
THIRD_PARTY_APPS = ()
LOCAL_APPS = ["orders.apps.OrdersConfig", "stock"]
INSTALLED_APPS = DJANGO_APPS + list(THIRD_PARTY_APPS) + LOCAL_APPS
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
