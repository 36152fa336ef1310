from collections import OrderedDict

from celery import Celery

app = Celery("proj", broker="memory://")


class Ordered(type):
    @classmethod
    def __prepare__(cls, name, bases):
        return OrderedDict()

    def __new__(cls, name, parents, body):
        body["names"] = [key for key in body if key.isupper()]
        return super().__new__(cls, name, parents, body)


class Kinds(metaclass=Ordered):
    ONE = 1
    TWO = 2


for kind in Kinds.names:

    @app.task(name=kind.lower())
    def task():
        return 1
