from proj.tasks import queue


@queue.task(name="home.a")
def a():
    return 1
