"""The worker starts with Celery's defaults."""


def prove(app, names):
    assert names == ["automappa.tasks.ping"]
    assert app.conf.broker_url is None
