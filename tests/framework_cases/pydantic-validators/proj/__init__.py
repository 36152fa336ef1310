from celery import Celery

from .config import Settings

app = Celery("proj")
settings = Settings()


@app.task(name=f"{settings.name}.{settings.folder.name}.{settings.size}")
def named():
    return 1
