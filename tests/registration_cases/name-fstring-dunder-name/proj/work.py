from proj.tasks import queue


@queue.task(name=f"{__name__}.renamed")
def a():
    return 1
