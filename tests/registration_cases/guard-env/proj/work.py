import os
from proj.tasks import queue


if os.environ.get("ENABLE_A"):

    @queue.task
    def a():
        return 1


@queue.task
def b():
    return 1
