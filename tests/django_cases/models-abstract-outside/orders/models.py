from common.models import Named


class Order(Named):
    pass
