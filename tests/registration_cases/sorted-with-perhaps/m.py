import time

from celery import Celery

q = Celery("m")


class Plugin:
    def __init__(self, title, enabled):
        self.title = title
        self.enabled = enabled

    def get_title(self):
        return self.title.lower()


plugins = [Plugin("B", True), Plugin("a", True)]
if time.time() > 0:
    plugins.append(Plugin("c", False))

for plugin in sorted(plugins, key=lambda each: each.get_title()):
    if not plugin.enabled:
        continue

    @q.task(name=f"{plugin.title}-task")
    def task():
        return 1
