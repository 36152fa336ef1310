import subprocess

from celery import Celery

q = Celery("m")
try:
    VERSION = subprocess.check_output(["./no/such/git", "describe"], text=True)
except OSError:
    VERSION = "unknown"
LISTED = subprocess.run(["/bin/ls"], capture_output=True)


@q.task(name=f"a-{VERSION}")
def a():
    return 1
