import random

from celery import Celery

modules = {"first": [], "second": []}
modules[random.choice(["first", "second"])].append("proj.tasks")

routes = [{}, {}, {}, {}, {}]
random.choice(routes)["more"] = "proj.more"
named = [each.get("more") for each in routes]


class Settings:
    pass


settings = Settings()
settings.first, settings.second = [], []
getattr(settings, random.choice(["first", "second"])).append("proj.other")

app = Celery("proj", broker="memory://")
app.conf.include = modules["first"] + modules["second"]
app.conf.include += [name for name in named if name] + settings.first + settings.second
