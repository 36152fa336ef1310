from proj.tasks import queue


def a(x=1):
    return x


renamed = queue.task(a)
