from proj.tasks import queue


def make(n):
    @queue.task(name="d." + n)
    def t():
        return n
    return t


T = {n: make(n) for n in ("x", "y")}
