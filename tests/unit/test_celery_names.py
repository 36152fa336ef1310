"""What ``celery_names.json`` says of Celery's objects, against the Celery that is installed here."""

import pytest

from automappa_scaffold.registry.celery_objects import celery_settings, names_of
from tests.unit import celery_objects

pytest.importorskip("celery")
TOLD = celery_objects.describe()


@pytest.mark.parametrize("path", sorted(TOLD))
def test_an_object_has_the_names_that_every_celery_has_and_no_others_than_some_celery_has(path: str) -> None:
    always, sometimes = names_of(path)
    # Names with underscores on both sides come with the version of Python.
    names = {name for name in TOLD[path]["names"] if not name.startswith("__")}
    assert {name for name in always if not name.startswith("__")} <= names
    assert names <= always | sometimes


def test_the_settings_are_those_of_celery() -> None:
    known = celery_settings()
    for name, default in celery_objects.settings().items():
        assert known[name] in (default, []), name
