from proj.tasks import queue


@queue.task(name="home.a")
def b():
    return 1
