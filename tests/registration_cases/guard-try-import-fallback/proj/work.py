from proj.tasks import queue


try:
    import not_installed_lib

    @queue.task
    def a():
        return 1
except ImportError:

    @queue.task
    def b():
        return 1
