"""Two tasks are registered, and one of them is hidden from the banner."""


def prove(app, names):
    assert "celery.local.count_contigs" in app.tasks
    assert "automappa.pages.mag_summary.tasks.cover.count_contigs" in names
    from celery.apps.worker import Worker

    worker = Worker(app=app, pool="solo", quiet=True)
    shown = worker.tasklist(include_builtins=False)
    assert "automappa.pages.mag_summary.tasks.cover.count_contigs" in shown
    assert "celery.local.count_contigs" not in shown
