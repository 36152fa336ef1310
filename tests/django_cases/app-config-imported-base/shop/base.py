from importlib import import_module

from django.apps import AppConfig


class BaseConfig(AppConfig):
    modules = []
    default = False

    def ready(self):
        for name in self.modules:
            import_module(f"{self.name}.{name}")
