"""The old name is read, and one setting in lower case beside it stops the worker."""

import pytest


def prove(app, names):
    from celery.exceptions import ImproperlyConfigured

    assert "mag_summary.summarize" in names
    mixed = type(app)("mixed")
    mixed.config_from_object(
        {"CELERY_IMPORTS": (), "imports_": 1, "broker_url": "memory://", "task_serializer": "json"}
    )
    with pytest.raises(ImproperlyConfigured, match="CELERY_IMPORTS"):
        mixed.loader.import_default_modules()
