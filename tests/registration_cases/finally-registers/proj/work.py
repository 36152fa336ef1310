from proj.tasks import queue


try:
    pass
finally:

    @queue.task
    def b():
        return 1
