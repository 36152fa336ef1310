from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "warehouse.orders"
    label = "stock_orders"
