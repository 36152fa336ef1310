from proj.tasks import queue


class A:
    @queue.task
    def method(self):
        return 1


class B:
    @queue.task
    def method(self):
        return 2
