SECRET_KEY = "x"
USE_TZ = True
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = [
    "orders",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
import os
from dotenv import load_dotenv

load_dotenv()
if os.environ["WITH_STOCK"] == "1":
    INSTALLED_APPS += ["stock"]
