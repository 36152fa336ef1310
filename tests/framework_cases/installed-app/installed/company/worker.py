from celery import Celery
from company.tools.config import read
from company.tools.names import TASKS

CONFIG = read("no-such-file", {"modules": ("list", ["proj.jobs"]), "size": ("int", 3)})


def build(config):
    app = Celery(TASKS, broker="memory://")
    app.add_defaults({"imports": config["modules"]})
    return app


app = build(CONFIG)
