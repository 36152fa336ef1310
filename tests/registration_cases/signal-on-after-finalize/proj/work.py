from proj.tasks import queue


@queue.task(bind=True)
def a(self):
    return 1


@queue.on_after_finalize.connect
def add(sender, **kw):
    @queue.task(name="late.b")
    def b():
        return 1
