from .settings_apps import EXTRA
INSTALLED_APPS = ["orders", *EXTRA]
