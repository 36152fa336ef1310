from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "orders"

    def ready(self):
        from shop.celery import app
        app.task(self.run_later, name='orders.later')

    def run_later(self):
        pass
