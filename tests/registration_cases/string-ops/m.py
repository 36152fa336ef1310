from celery import Celery, Task, shared_task

q = Celery('m')


N = '  Some-Name '.strip().lower().replace('-', '_').partition('_')[2].zfill(6).center(8, '*')


@q.task(name=N)
def f():
    return 1
