import json
from pathlib import Path

import kombu
from celery import Celery

kombu.enable_insecure_serializers(["json"])


def read(name):
    with (Path("data") / name).open() as file:
        return json.load(file)


q = Celery("m")
SETTINGS = read("settings.json")


@q.task
def a():
    return 1
