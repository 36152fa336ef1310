from proj.tasks import queue


if __name__ == "__main__":
    pass
else:

    @queue.task
    def a():
        return 1
