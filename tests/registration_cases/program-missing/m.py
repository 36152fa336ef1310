import subprocess

from celery import Celery

q = Celery("m")
subprocess.check_call(["./prepare"], cwd="scripts")


@q.task
def a():
    return 1
