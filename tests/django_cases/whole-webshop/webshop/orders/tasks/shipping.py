from celery import chain, group, shared_task
from celery.utils.log import get_task_logger

from ..models import Order

logger = get_task_logger(__name__)


@shared_task(queue="shipping", rate_limit="10/m")
def ship(pk):
    logger.info("shipping %s", pk)


@shared_task
def track(pk):
    return chain(ship.s(pk), group(track.si(pk) for _ in range(2)))()
