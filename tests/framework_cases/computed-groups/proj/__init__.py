import socket

from celery import Celery

app = Celery("proj", broker="memory://")
groups = {}

for number in range(40):
    key = f"{socket.gethostname()}{number}"
    groups[key] = groups[key] if key in groups else set()
    groups[key].add(number)


@app.task
def count():
    return len(groups)
