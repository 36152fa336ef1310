from proj.tasks import queue


@queue.task
class A:
    def run(self):
        return 1
