"""The prediction against Celery itself, on small apps that register tasks in every way Python allows.

The apps stand in texts: each begins with ``# app: <name>``; the app's module follows, behind the usual head,
then other files, each behind a line ``# file: <path>``.
"""

import re
from pathlib import Path

import pytest

from tests.celery_server import CeleryServer
from tests.properties.adversarial_apps import HEAD
from tests.properties.test_random_apps import SPEC, disagreement, predict_app, write_app

HERE = Path(__file__).parent

# What source does not say, or what is not followed: here the answer must be "unknown".
UNDECIDABLE = {
    "file-written-at-import",
    "random-name",
    "hostname-decides",
    "time-decides",
    "weekday-decides",
    "nothing-raised-by-outside-code",
    "a-flag-behind-outside-code",
    "a-flag-where-errors-are-suppressed",
}


def read_apps(path: Path) -> dict[str, dict[str, str]]:
    """Return the apps of a text, by name, each as path to text."""
    apps = {}
    for section in re.split(r"^# app: ", path.read_text(), flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        own, *others = re.split(r"^# file: (.*)\n", body, flags=re.MULTILINE)
        files = dict(zip(others[::2], others[1::2], strict=True))
        apps[name] = {"proj/__init__.py": "", "proj/tasks.py": HEAD + own, **files}
    return apps


APPS = {
    name: app for path in sorted(HERE.glob("misleading_apps*.txt")) for name, app in read_apps(path).items()
}


@pytest.mark.parametrize("name", sorted(APPS))
def test_no_claim_about_a_misleading_app_is_wrong(
    name: str, celery_server: CeleryServer, tmp_path: Path
) -> None:
    write_app(tmp_path, APPS[name])
    predicted = predict_app(tmp_path)
    truth = celery_server.ask(tmp_path, SPEC)
    assert not disagreement(predicted, truth)
    if predicted.error is None:
        assert {task.name for task in predicted.tasks} <= set(truth["names"])
    if name in UNDECIDABLE:
        assert predicted.unknown


def test_hardly_any_misleading_app_is_undecided(tmp_path: Path) -> None:
    unknown = []
    for name, app in APPS.items():
        write_app(tmp_path / name, app)
        if predict_app(tmp_path / name).unknown:
            unknown.append(name)
    assert len(set(unknown) - UNDECIDABLE) <= len(APPS) * 0.12, unknown
