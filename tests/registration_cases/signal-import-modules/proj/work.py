from proj.tasks import queue


@queue.task(bind=True)
def a(self):
    return 1


from celery import signals  # noqa: E402


@signals.import_modules.connect(weak=False)
def add(**kw):
    @queue.task(name="late.b")
    def b():
        return 1
