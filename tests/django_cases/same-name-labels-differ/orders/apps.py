from django.apps import AppConfig
class C(AppConfig):
    name = "orders"
class D(AppConfig):
    name = "orders"
    label = "other"
