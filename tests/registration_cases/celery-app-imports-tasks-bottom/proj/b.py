from .app import app as _a


@_a.task
def b():
    return 1
