from django.apps import AppConfig
class C(AppConfig):
    name = "orders"
    label = "my-orders"
