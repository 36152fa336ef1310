from celery import shared_task
from django.conf import settings

if settings.FEATURES["refunds"]:

    @shared_task
    def refund():
        pass


if settings.FEATURES.get("gifts"):

    @shared_task
    def gift():
        pass


if settings.DEBUG:

    @shared_task
    def debug():
        pass


if getattr(settings, "SHOP_NOTHING", None) is None:

    @shared_task
    def always():
        pass


for number in range(settings.SHOP_LIMIT):
    shared_task(name=f"orders.part{number}")(lambda: None) if False else None
