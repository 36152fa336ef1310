from celery import Celery

queue = Celery("proj.tasks")
queue.config_from_object("proj.celeryconfig")


@queue.task(bind=True)
def ping(self):
    return "pong"


if __name__ == "__main__":
    queue.start()
