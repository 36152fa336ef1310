from proj.tasks import queue


class A:
    @queue.task
    @staticmethod
    def a():
        return 1
