"""The worker starts with Celery's defaults and says nothing."""


def prove(app, names):
    assert names == ["automappa.tasks.ping"]
    assert tuple(app.conf.imports) == ()
