import json
import os

from celery import Celery

q = Celery("m")


def read(name):
    try:
        return json.loads(os.environ.get(name))
    except TypeError:
        return []


for name in ("a", "b", *read("M_NAMES")):

    @q.task(name=name)
    def a():
        return 1


q.conf.imports = json.loads(os.environ.get("M_IMPORTS"))
