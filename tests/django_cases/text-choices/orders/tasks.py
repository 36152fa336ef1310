from celery import shared_task

from .models import Level, State

for state in State.values:

    @shared_task(name=f"orders.{state}")
    def handle():
        pass


if Level.HIGH.value == 2:

    @shared_task
    def high():
        pass


@shared_task(name=State.OPEN)
def opened():
    pass
