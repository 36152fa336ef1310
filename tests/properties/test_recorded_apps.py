"""The prediction on small apps whose start was seen in real workers, and is written down with them.

The apps stand in texts: each begins with ``# app: <name>``. Behind ``# truth:`` stands how the worker was
started and what it did; the app's module follows, behind the usual head, then other files, each behind a line
``# file: <path>``. ``bare``: there is no such head, and all files are named.
"""

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.functional.test_registration_cases import INSTALLED, Case
from tests.properties.adversarial_apps import HEAD
from tests.properties.test_random_apps import SPEC, write_app

HERE = Path(__file__).parent


@dataclass(frozen=True)
class RecordedApp:
    """The files of an app, and what a real worker of Celery 5.7 did with it."""

    files: dict[str, str]
    truth: dict[str, Any]

    def lay_out(self, folder: Path) -> Case:
        """Write the files and return the app as a case."""
        write_app(folder, self.files)
        return Case(folder, self.truth)


def read_recorded(path: Path) -> dict[str, RecordedApp]:
    """Return the apps of a text, by name."""
    apps = {}
    for section in re.split(r"^# app: ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        told, _, body = body.removeprefix("# truth: ").partition("\n")
        truth = {"app": SPEC, "cwd": ".", "registered": [], "error": None, **json.loads(told)}
        truth["exit_code"] = 1 if truth["error"] else 0
        own, *others = re.split(r"^# file: (.*)\n", body, flags=re.MULTILINE)
        files = {} if truth.get("bare") else {"proj/__init__.py": "", "proj/tasks.py": HEAD + own}
        apps[name] = RecordedApp({**files, **dict(zip(others[::2], others[1::2], strict=True))}, truth)
    return apps


APPS = {
    name: app
    for path in sorted(HERE.glob("recorded_apps_*.txt"))
    for name, app in read_recorded(path).items()
}


# The workers ran on Python 3.11, and one of these modules is new there.
KNOWN = [name for name, app in APPS.items() if sys.version_info >= (3, 11) or "tomllib" not in str(app.files)]


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_no_claim_about_a_recorded_app_is_wrong(name: str, tmp_path: Path) -> None:
    case = APPS[name].lay_out(tmp_path)
    assert case.wrong_claim(case.predict(INSTALLED)) == ""


def test_half_of_the_recorded_apps_are_decided(tmp_path: Path) -> None:
    unknown = []
    for name, app in APPS.items():
        case = app.lay_out(tmp_path / name)
        if case.predict(INSTALLED).unknown:
            unknown.append(name)
    assert len(unknown) <= len(APPS) / 2, unknown
