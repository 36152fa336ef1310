import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

class ShopCelery(Celery):
    def gen_task_name(self, name, module):
        if module.endswith(".tasks"):
            module = module[:-6]
        return super().gen_task_name(name, module)


app = ShopCelery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
