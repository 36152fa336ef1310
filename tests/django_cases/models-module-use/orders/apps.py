from django.apps import AppConfig
class C(AppConfig):
    name = "orders"
    def ready(self):
        from celery import shared_task
        if self.models_module is not None:
            @shared_task(name="has_models")
            def f(): pass
