from proj.tasks import queue


def outer():
    class K:
        @queue.task
        def deep(self):
            return 1
    return K


outer()
