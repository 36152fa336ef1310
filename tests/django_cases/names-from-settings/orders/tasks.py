from celery import shared_task
from django.conf import settings

for name, options in settings.PIPELINES.items():
    if not options["on"]:
        continue

    @shared_task(name=f"{settings.TASK_PREFIX}.{name}", queue=options["queue"])
    def run():
        pass


for name in getattr(settings, "MORE_PIPELINES", ["extra"]):

    @shared_task(name="more." + name)
    def other():
        pass


if hasattr(settings, "NOT_SET_AT_ALL"):

    @shared_task
    def never():
        pass
