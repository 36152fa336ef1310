from shop.base import BaseConfig


class OrdersConfig(BaseConfig):
    name = "orders"
    modules = ["jobs"]
