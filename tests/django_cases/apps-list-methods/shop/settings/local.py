from .base import *  # noqa

INSTALLED_APPS.remove("old")
INSTALLED_APPS.insert(0, "first")
INSTALLED_APPS.append("last")
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "stock"]
INSTALLED_APPS.extend(["more"])
