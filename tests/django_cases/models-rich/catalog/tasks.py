from celery import shared_task, Task
from django.db import transaction
from catalog import models

class Base(Task):
    abstract = True
    autoretry_for = (ConnectionError,)
    def on_failure(self, exc, task_id, args, kwargs, einfo):
        pass

@shared_task(base=Base, bind=True)
def index(self, pk):
    with transaction.atomic():
        models.Product.objects.select_for_update().get(pk=pk)

@shared_task
@transaction.atomic
def reindex():
    for p in models.Product.objects.all(): index.delay(p.pk)
