"""A task of the example app that is renamed or loses a parameter: each caller that is stale then is found."""

import re
import shutil
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.rules import Finding
from tests.conftest import REPOSITORY

TASKS = "automappa/tasks.py"
PIPELINE = "automappa/pipeline.py"
SOURCE = (REPOSITORY / "example_app" / TASKS).read_text(encoding="utf-8")
NAMES = re.findall(r"@queue\.task\ndef (\w+)\(", SOURCE)
# A button of the home page, as it would be written; the worker never imports it.
BUTTON = """
from celery import chain

from automappa import tasks
from automappa.pages.home.tasks import set_badge_color


def on_click(color: str, metagenome_id: int) -> str:
    from automappa.tasks import NAME

    assert NAME is not None
    counts = tasks.count_kmer.si(metagenome_id, 5)
    chain(counts, tasks.normalize_kmer.s("clr"), tasks.embed_kmer.s("pca")).delay()
    return str(set_badge_color.delay(color).id)
"""


def check_changed(folder: Path, name: str, old: str, new: str) -> list[Finding]:
    """Return the findings after a change of the tasks."""
    shutil.copytree(
        REPOSITORY / "example_app", folder, ignore=shutil.ignore_patterns("__pycache__", ".*_cache")
    )
    (folder / "automappa/pages/home/button.py").write_text(BUTTON.replace("NAME", name), encoding="utf-8")
    path = folder / TASKS
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return list(check(open_workspace(folder, use_cache=False)).findings)


def lines_with(folder: Path, path: str, word: str) -> set[tuple[str, int]]:
    lines = (folder / path).read_text(encoding="utf-8").splitlines()
    return {(path, number) for number, line in enumerate(lines, 1) if re.search(word, line)}


@pytest.mark.parametrize("name", NAMES)
def test_every_caller_of_a_renamed_task_is_found(name: str, tmp_path: Path) -> None:
    found = check_changed(tmp_path / "app", name, f"def {name}(", f"def {name}_anew(")
    stale = lines_with(tmp_path / "app", PIPELINE, rf"tasks\.{name}\b")
    stale |= lines_with(
        tmp_path / "app", "automappa/pages/home/button.py", rf"import {name}\b|tasks\.{name}\b"
    )
    callers = {(str(f.place.path), f.place.line) for f in found if f.code == "AMS401"}
    assert callers == stale
    # What else names it: the route in the settings.
    assert {f.code for f in found} <= {"AMS401", "AMS404"}


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("preprocess_marker_symbols", "metagenome_id: int"),
        ("count_kmer", ", k: int | None = None"),
        ("normalize_kmer", ", method: str | None = None"),
        ("embed_kmer", ', method: str = "pca"'),
        ("aggregate_embeddings", "embedding_ids: list[int] | int"),
        ("preprocess_clusters_geom_medians", "aggregate_id: int"),
        ("get_embedding_traces_df", "aggregate_id: int"),
    ],
)
def test_every_caller_of_a_task_that_lost_a_parameter_is_found(
    name: str, parameter: str, tmp_path: Path
) -> None:
    head = re.search(rf"def {name}\(.*\n", SOURCE)
    assert head
    found = check_changed(tmp_path / "app", name, head.group(), head.group().replace(parameter, ""))
    stale = lines_with(tmp_path / "app", PIPELINE, rf"tasks\.{name}\b")
    stale |= lines_with(tmp_path / "app", "automappa/pages/home/button.py", rf"tasks\.{name}\.")
    assert {(str(f.place.path), f.place.line) for f in found} == stale
    assert {f.code for f in found} == {"AMS402"}


def test_a_task_that_gained_a_parameter_without_default_is_found_where_nothing_more_can_come(
    tmp_path: Path,
) -> None:
    found = check_changed(
        tmp_path / "app",
        "count_kmer",
        "def normalize_kmer(counts_id: int,",
        "def normalize_kmer(a: int, b: int, c: int,",
    )
    assert {f.code for f in found} == {"AMS402"}
    assert {str(f.place.path) for f in found} == {PIPELINE, "automappa/pages/home/button.py"}
