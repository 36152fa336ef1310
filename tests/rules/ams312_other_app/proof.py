"""The task is in the worker's registry, and sends with the settings of the other app."""


def prove(app, names):
    from automappa.pages.mag_summary.tasks.cover import count_contigs, queue

    assert "automappa.pages.mag_summary.tasks.cover.count_contigs" in names
    assert count_contigs.app is queue is not app
    assert count_contigs.app.conf.broker_url == "memory://cover" != app.conf.broker_url
