"""The task is registered, and neither the banner nor ``inspect registered`` shows it."""

from types import SimpleNamespace


def prove(app, names):
    from celery.apps.worker import Worker
    from celery.worker.control import registered

    assert "celery.count_contigs" in app.tasks
    worker = Worker(app=app, pool="solo", quiet=True)
    assert "celery.count_contigs" not in worker.tasklist(include_builtins=False)
    inspected = registered(SimpleNamespace(app=app, tset=set))
    assert "mag_summary.summarize" in inspected
    assert "celery.count_contigs" not in inspected
