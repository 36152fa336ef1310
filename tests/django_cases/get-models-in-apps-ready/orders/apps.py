from django.apps import AppConfig, apps
from celery import shared_task
class C(AppConfig):
    name = "orders"
    def ready(self):
        for model in apps.get_models():
            @shared_task(name=f"clean.{model._meta.label_lower}")
            def f(): pass
        for model in self.get_models():
            @shared_task(name=f"own.{model.__name__}")
            def f(): pass
