from proj.tasks import queue


NAME = "home.summarize"


@queue.task(name=NAME)
def a():
    return 1
