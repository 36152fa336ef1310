SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
import environ
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env(DEBUG=(bool, False))
environ.Env.read_env(BASE_DIR / ".env")
DEBUG = env("DEBUG")
if env.bool("WITH_STOCK", default=False):
    INSTALLED_APPS += ["stock"]
INSTALLED_APPS += env.list("EXTRA_APPS", default=[])
DATABASES = {"default": env.db("DATABASE_URL")}
