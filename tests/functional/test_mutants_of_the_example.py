"""Random mutants of the example app: what is claimed of each is what Celery does, or rests on an assumption.

``AUTOMAPPA_SCAFFOLD_MUTANTS`` sets how many are tried, ``AUTOMAPPA_SCAFFOLD_RANDOM_SEED`` the first.
"""

import os
import re
import shutil
from pathlib import Path
from random import Random

import pytest

from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.registry.values import Registry
from tests.celery_server import CeleryServer
from tests.conftest import REPOSITORY

APP = "automappa.tasks:queue"
COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_MUTANTS", "60"))
SEED = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_SEED", "0"))
FILES = (
    "automappa/tasks.py",
    "automappa/conf/celeryconfig.py",
    "automappa/pages/home/tasks/__init__.py",
    "automappa/pages/home/tasks/status_badge.py",
    "automappa/settings.py",
    "automappa/pages/__init__.py",
)


def mutate(text: str, random: Random) -> str:
    """Return the text with one line changed as a slip of the keyboard changes it."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    line = lines[at]
    kind = random.choice(["delete", "repeat", "swap", "word", "quote", "comma", "letter"])
    if kind == "delete":
        del lines[at]
    elif kind == "repeat":
        lines.insert(at, line)
    elif kind == "swap" and at + 1 < len(lines):
        lines[at], lines[at + 1] = lines[at + 1], line
    elif kind == "word" and (words := re.findall(r"\w+", line)):
        other = random.choice([*words, "automappa", "queue", "task", "None"])
        lines[at] = line.replace(random.choice(words), other, 1)
    elif kind == "quote":
        lines[at] = line.replace('"', "", 1)
    elif kind == "comma":
        lines[at] = line.replace(",", "", 1)
    elif kind == "letter" and line:
        letter = random.randrange(len(line))
        lines[at] = line[:letter] + line[letter + 1 :]
    return "\n".join(lines)


def is_right(predicted: Registry, truth: dict[str, object]) -> bool:
    if predicted.error is not None:
        return bool(truth["error"])
    return bool(predicted.unknown) or is_covered(predicted, truth)


def is_covered(predicted: Registry, truth: dict[str, object]) -> bool:
    """Return whether the names are Celery's, or what stopped Celery is what is told to be assumed."""
    if not truth["error"]:
        return [task.name for task in predicted.tasks] == truth["names"]
    error = str(truth["error"])
    if "pydantic" in error.lower() or "validation error" in error:
        return any("pydantic" in text and "taken to succeed" in text for text in predicted.assumptions)
    return any(re.search(r"taken to (be in|be importable|come with)", text) for text in predicted.assumptions)


def test_what_is_claimed_of_a_mutant_is_what_celery_does(celery_server: CeleryServer, tmp_path: Path) -> None:
    pytest.importorskip("pydantic_settings")
    wrong = []
    claimed = 0
    for seed in range(SEED, SEED + COUNT):
        random = Random(seed)
        folder = tmp_path / f"mutant{seed}"
        ignored = shutil.ignore_patterns("tests", "__pycache__", ".*")
        shutil.copytree(REPOSITORY / "example_app", folder, ignore=ignored)
        path = folder / random.choice(FILES)
        path.write_text(mutate(path.read_text(), random))
        predicted = open_workspace(folder, app=APP).predict().registry
        truth = celery_server.ask(folder, APP)
        if not is_right(predicted, truth):
            wrong.append(f"seed {seed}, {path.name}: {predicted.error} {predicted.names} {truth}")
        claimed += not predicted.unknown
        shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)
    # An answer that is always "unknown" would be worthless.
    assert claimed >= COUNT * 0.9
