"""Small apps in a text, each with what a real worker did with it.

Each app begins with ``# app: <name>``. Behind ``# truth:`` stands how the worker was started and what it did;
the app's module follows, behind the usual head, then other files, each behind a line ``# file: <path>``.
``bare``: there is no such head, and all files are named. ``since`` and ``until``: with an older or a newer
Python it is, or may be, another answer. ``needs``: what the machine has to have.
``scripts/record_app_truth.py`` writes what the worker did.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.properties.adversarial_apps import HEAD

__all__ = ["RecordedApp", "read_recorded"]

_USUAL: dict[str, Any] = {"app": "proj.tasks:queue", "cwd": ".", "registered": [], "error": None}


@dataclass(frozen=True)
class RecordedApp:
    """The files of an app, and what a real worker of Celery 5.7 did with it."""

    files: dict[str, str]
    told: dict[str, Any]  # as it stands in the text

    @property
    def truth(self) -> dict[str, Any]:
        """How the worker is started, and what it did, as in the folders of ``registration_cases``."""
        told = {**_USUAL, **self.told}
        return {**told, "exit_code": 1 if told["error"] else 0}

    def lay_out(self, folder: Path) -> None:
        """Write the files."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (folder / self.truth["cwd"]).mkdir(parents=True, exist_ok=True)


def read_recorded(path: Path) -> dict[str, RecordedApp]:
    """Return the apps of a text, by name."""
    apps = {}
    for section in re.split(r"^# app: ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        told: dict[str, Any] = {}
        if body.startswith("# truth: "):
            line, _, body = body.removeprefix("# truth: ").partition("\n")
            told = json.loads(line)
        own, *others = re.split(r"^# file: (.*)\n", body, flags=re.MULTILINE)
        files = {} if told.get("bare") else {"proj/__init__.py": "", "proj/tasks.py": HEAD + own}
        apps[name] = RecordedApp({**files, **dict(zip(others[::2], others[1::2], strict=True))}, told)
    return apps
