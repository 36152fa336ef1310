from proj.tasks import queue


class Job:
    __name__ = "job"
    __module__ = "x"

    def __call__(self):
        return 1


a = queue.task(Job())
