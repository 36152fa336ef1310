from proj.tasks import queue


def make(name):
    @queue.task(name='made.' + name)
    def t():
        return 1
    return t
