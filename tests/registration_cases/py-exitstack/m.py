from celery import Celery, Task, shared_task

q = Celery('m')


def f():
    return 1


from contextlib import ExitStack

with ExitStack() as st:
    st.callback(lambda: q.task(name='cb')(f))
