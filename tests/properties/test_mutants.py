"""What is said of mutants of apps that start, against Celery itself.

``AUTOMAPPA_SCAFFOLD_MUTANTS`` sets how many are tried, ``AUTOMAPPA_SCAFFOLD_RANDOM_SEED`` the first; a long
run takes thousands.
"""

import ast
import importlib.metadata
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.errors import ConfigError
from automappa_scaffold.operations.check import CheckResult, check
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.registry.values import Registry
from tests.celery_server import CeleryServer
from tests.properties.mutant_apps import read_apps
from tests.properties.mutant_grafts import make_graft_mutant
from tests.properties.mutant_trees import make_tree_mutant
from tests.properties.mutants import Mutant, make_mutant, write_files

COUNT = int(os.environ.get("AUTOMAPPA_SCAFFOLD_MUTANTS", "30"))
SEED = int(os.environ.get("AUTOMAPPA_SCAFFOLD_RANDOM_SEED", "0"))

# Told where a claim rests on it; the Celery that is asked may be an older one.
ASSUMED_OF_CELERY = "the worker runs Celery 5.7 or newer, "
IS_OLDER = tuple(map(int, importlib.metadata.version("celery").split(".")[:2])) < (5, 7)


@pytest.mark.parametrize(
    "make", [make_mutant, make_tree_mutant, make_graft_mutant], ids=["texts", "trees", "grafts"]
)
def test_what_is_said_of_a_mutant_is_what_celery_does(
    make: Callable[[int], Mutant], celery_server: CeleryServer, tmp_path: Path
) -> None:
    pytest.importorskip("pydantic_settings")
    wrong: list[str] = []
    claimed = 0
    for seed in range(SEED, SEED + COUNT):
        mutant = make(seed)
        folder = tmp_path / f"mutant{seed}"
        write_files(folder, mutant.files)
        truth = celery_server.ask(folder, mutant.app.spec, environ=mutant.app.environ)
        try:
            found = check(open_workspace(folder, app=mutant.app.spec, use_cache=False))
        except ConfigError:
            continue  # a broken pyproject.toml
        claimed += not found.prediction.registry.unknown
        problems = [_disagreement(found.prediction.registry, truth), _misjudged(mutant, found, truth)]
        wrong += [f"seed {seed}, {mutant.done}: {text}" for text in problems if text]
        shutil.rmtree(folder)
    assert not wrong, "\n".join(wrong)
    # An answer that is always "unknown" would be worthless.
    assert claimed >= COUNT * 0.85


@pytest.mark.parametrize("name", sorted(read_apps()))
def test_the_apps_without_mistakes_have_no_findings(
    name: str, celery_server: CeleryServer, tmp_path: Path
) -> None:
    pytest.importorskip("pydantic_settings")
    app = read_apps()[name]
    write_files(tmp_path, app.files)
    truth = celery_server.ask(tmp_path, app.spec, environ=app.environ)
    found = check(open_workspace(tmp_path, app=app.spec, use_cache=False))
    assert (truth["error"], found.findings) == (None, ())
    assert sorted(found.prediction.registry.names) == truth["names"]


def _disagreement(predicted: Registry, truth: dict[str, object]) -> str:
    """Return what is claimed wrongly, or an empty text: "unknown" and what is assumed are no claims."""
    names = sorted(predicted.names)
    if IS_OLDER and any(note.startswith(ASSUMED_OF_CELERY) for note in predicted.assumptions):
        return ""
    if predicted.error is not None:
        return "" if truth["error"] else f"predicted {predicted.error.message}, Celery starts"
    if predicted.unknown:
        return ""
    if not truth["error"]:
        return "" if names == truth["names"] else f"predicted {names}, Celery has {truth['names']}"
    error = str(truth["error"])
    told = (
        "pydantic.* taken to succeed" if re.search("pydantic|validation error", error, re.IGNORECASE) else ""
    )
    told = told or "taken to (be in|be importable|come with)"
    return "" if any(re.search(told, a) for a in predicted.assumptions) else f"Celery fails: {error}"


def _misjudged(mutant: Mutant, found: CheckResult, truth: dict[str, object]) -> str:
    """Return what is wrong with the findings, or an empty text."""
    if found.prediction.registry.error is not None and not found.findings:
        return "the worker does not start, and there is no finding"
    if _is_unchanged(mutant) and found.findings:
        return f"nothing is changed, and there are findings: {found.findings}"
    return ""


def _is_unchanged(mutant: Mutant) -> bool:
    if mutant.files.keys() != mutant.app.files.keys():
        return False
    changed = [name for name, text in mutant.files.items() if text != mutant.app.files[name]]
    try:
        return all(
            name.endswith(".py")
            and ast.dump(ast.parse(mutant.files[name].encode("utf-8", "surrogateescape")))
            == ast.dump(ast.parse(mutant.app.files[name]))
            for name in changed
        )
    except (SyntaxError, ValueError):
        return False
