"""Writes automappa_scaffold/registry/celery_names.json: what Celery's own objects have, and what they take.

usage: python scripts/record_celery_names.py PYTHON...

Each PYTHON is an interpreter of an environment with Celery alone, one of each series that is supported.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "automappa_scaffold" / "registry" / "celery_names.json"
ASKED = ROOT / "tests" / "unit" / "celery_objects.py"


def main(pythons: list[str]) -> None:
    """Ask each interpreter, and write what they say."""
    answers = [json.loads(_run(python)) for python in pythons]
    objects = [answer["objects"] for answer in answers]
    made = {
        "objects": {path: _joined([told[path] for told in objects]) for path in objects[0]},
        "modules": {
            path: " ".join(sorted(set().union(*(answer["modules"][path] for answer in answers))))
            for path in sorted(answers[0]["modules"])
        },
        "files": " ".join(sorted(set().union(*(answer["files"] for answer in answers)))),
        "needs": {
            path: needed
            for path, needed in answers[-1]["needs"].items()
            if all(answer["needs"].get(path, needed) == needed for answer in answers)
        },
        "functions": {
            path: sorted({answer["functions"][path] for answer in answers})
            for path in sorted(set.intersection(*(set(answer["functions"]) for answer in answers)))
        },
        "settings": _settings([answer["settings"] for answer in answers]),
    }
    TARGET.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _run(python: str) -> str:
    asked = subprocess.run([python, str(ASKED)], check=True, capture_output=True, text=True, cwd="/")
    return asked.stdout


def _joined(told: list[dict[str, Any]]) -> dict[str, Any]:
    names = [set(one["names"]) for one in told]
    common, union = set.intersection(*names), set.union(*names)
    taken = [one["parameters"] for one in told]
    everywhere = set.intersection(*map(set, taken))
    return {
        "always": " ".join(sorted(common)),
        "sometimes": " ".join(sorted(union - common)),
        "of_class": " ".join(sorted(set.union(*(set(one["of_class"]) for one in told)))),
        "parameters": {name: sorted({one[name] for one in taken}) for name in sorted(everywhere)},
    }


def _settings(told: list[dict[str, list[Any]]]) -> dict[str, list[Any]]:
    """Return the settings, each with its default in a list: empty where that is not the same everywhere."""
    names = set.union(*map(set, told))
    return {
        name: told[0][name] if all(one.get(name) == told[0].get(name, []) for one in told) else []
        for name in names
    }


if __name__ == "__main__":
    main(sys.argv[1:])
