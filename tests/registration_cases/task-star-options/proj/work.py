from proj.tasks import queue


OPTS = {"name": "opt.a", "bind": True}


@queue.task(**OPTS)
def a(self):
    return 1
