from celery import Celery
from company_settings import MODULES

app = Celery("proj", include=[*MODULES])
app.config_from_object("company_settings.celery_defaults")
