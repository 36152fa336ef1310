from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self):
        from celery import shared_task

        @shared_task
        def inner():
            pass
