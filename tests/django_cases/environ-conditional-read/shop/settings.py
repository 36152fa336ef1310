SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
from pathlib import Path
import environ

BASE_DIR = Path(__file__).resolve(strict=True).parent.parent
env = environ.Env()
READ_DOT_ENV_FILE = env.bool("DJANGO_READ_DOT_ENV_FILE", default=True)
if READ_DOT_ENV_FILE:
    env.read_env(str(BASE_DIR / ".env"))
if env("STAGE", default="dev") == "dev":
    INSTALLED_APPS = ["stock"] + INSTALLED_APPS
ADMINS = env.list("ADMINS", default=[])
TIMEOUT = env.int("TIMEOUT", default=3) + 1
