from proj.tasks import queue


class A:
    @staticmethod
    @queue.task
    def a():
        return 1
