from celery import Celery, Task, shared_task

q = Celery('m')


from celery.utils.log import get_task_logger

logger = get_task_logger(__name__)


@q.task
def a():
    logger.info('x')
