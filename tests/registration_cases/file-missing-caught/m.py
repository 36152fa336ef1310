import json

from celery import Celery

q = Celery("m")

try:
    NAMES = json.load(open("data/names.json"))
except FileNotFoundError:
    NAMES = ["b", "c"]

for name in NAMES:

    @q.task(name=name)
    def a():
        return 1
