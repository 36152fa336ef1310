"""The files at the root say the same thing where two of them say it."""

import re
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def read_project(folder: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    return project


TOOL = read_project(REPOSITORY)
EXAMPLE = read_project(REPOSITORY / "example_app")


def test_extra_for_the_example_asks_for_what_the_example_asks_for() -> None:
    extras = TOOL["optional-dependencies"]
    assert extras["example"] == EXAMPLE["dependencies"]
    assert extras["prod"] == EXAMPLE["optional-dependencies"]["prod"]
    assert extras["umap"] == EXAMPLE["optional-dependencies"]["umap"]


def test_core_needs_neither_celery_nor_the_examples_libraries() -> None:
    core = {re.split(r"[<>=!~;\[ ]", line)[0] for line in TOOL["dependencies"]}
    others = {re.split(r"[<>=!~;\[ ]", line)[0] for line in EXAMPLE["dependencies"]}
    assert "celery" in others
    assert not core & (others | {"pytest", "kombu"})


def test_every_declared_python_is_one_that_ci_or_the_lock_knows() -> None:
    lowest = TOOL["requires-python"].removeprefix(">=")
    named = [line.rpartition(" ")[2] for line in TOOL["classifiers"] if ":: 3." in line]
    assert lowest in named
    ran = (REPOSITORY / ".ci" / "run").read_text("utf-8")
    for version in (named[0], named[-1]):
        assert re.search(rf"^test_python {re.escape(version)}$", ran, re.MULTILINE)


def test_lock_names_versions_alone() -> None:
    lines = (REPOSITORY / "requirements.lock").read_text("utf-8").splitlines()
    assert len(lines) > 50
    for line in lines:
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+]*( ; [^/]+)?", line), line


def test_lock_has_every_package_that_is_asked_for() -> None:
    locked = {line.partition("==")[0] for line in (REPOSITORY / "requirements.lock").read_text().splitlines()}
    asked = list(TOOL["dependencies"])
    for extra in TOOL["optional-dependencies"].values():
        asked += extra
    names = {re.split(r"[<>=!~;\[ ]", line)[0] for line in asked} - {TOOL["name"]}
    assert names <= locked
