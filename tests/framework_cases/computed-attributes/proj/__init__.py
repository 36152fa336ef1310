from celery import Celery

from proj.models import Page, exported

app = Celery("proj", broker="memory://", include=["proj.tasks"] if exported else [])
exported.append(Page)
