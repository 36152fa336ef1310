"""``verify`` and what it is made of, on a copy of the example app with its real worker."""

import shutil
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.operations.verify import report_log, report_worker, verify_log, verify_worker
from automappa_scaffold.operations.workspace import Workspace, open_workspace

ROOT = Path(__file__).parents[2]
LOGS = ROOT / "tests" / "worker_logs"
BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"
EIGHT = frozenset(
    {
        BADGE,
        "automappa.tasks.aggregate_embeddings",
        "automappa.tasks.count_kmer",
        "automappa.tasks.embed_kmer",
        "automappa.tasks.get_embedding_traces_df",
        "automappa.tasks.normalize_kmer",
        "automappa.tasks.preprocess_clusters_geom_medians",
        "automappa.tasks.preprocess_marker_symbols",
    }
)
CONFIG = PurePosixPath("automappa/conf/celeryconfig.py")
BADGE_INIT = PurePosixPath("automappa/pages/home/tasks/__init__.py")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    pytest.importorskip("sqlalchemy", reason="the example app's libraries are an extra")
    pytest.importorskip("pydantic_settings", reason="the example app's libraries are an extra")
    root = tmp_path / "example_app"
    shutil.copytree(
        ROOT / "example_app", root, ignore=shutil.ignore_patterns("__pycache__", ".automappa", "tests")
    )
    monkeypatch.setenv("AUTOMAPPA_STATE_DIR", str(tmp_path / "state"))
    return open_workspace(root)


def change(workspace: Workspace, path: PurePosixPath, old: str, new: str) -> Workspace:
    file = workspace.project.root / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))
    return open_workspace(workspace.project.root)


def test_the_examples_worker_reports_exactly_its_eight_tasks(example: Workspace) -> None:
    registry = report_worker(example)
    assert registry.error is None
    assert registry.names == EIGHT
    badge = next(task for task in registry.tasks if task.name == BADGE)
    assert badge.path == PurePosixPath("automappa/pages/home/tasks/status_badge.py")
    assert (badge.bind, badge.parameters) == (True, "(color: str)")
    source = (example.project.root / badge.path).read_text().splitlines()
    assert badge.line is not None
    assert source[badge.line - 1].startswith("def set_badge_color")


def test_prediction_and_worker_agree_on_the_example(example: Workspace) -> None:
    verification = verify_worker(example)
    assert verification.comparison.agree
    assert verification.predicted.names == verification.reported.names == EIGHT
    assert [len(node.names) for node in verification.fleet.nodes] == [8]


def test_both_see_that_a_page_is_missing_from_imports(example: Workspace) -> None:
    changed = change(example, CONFIG, '"automappa.pages.home.tasks", ', "")
    verification = verify_worker(changed)
    assert verification.comparison.agree
    assert verification.reported.names == EIGHT - {BADGE}


FROM_A_PROGRAM = """
import subprocess

def extra() -> int:
    return 1


for name in subprocess.check_output(["echo", "extra.task", "background_callback_1"], text=True).split():
    queue.task(name=name)(extra)
"""


def test_what_source_cannot_decide_the_worker_decides(example: Workspace) -> None:
    folder = example.project.root / "automappa"
    tasks = folder / "tasks.py"
    tasks.write_text(tasks.read_text() + FROM_A_PROGRAM)
    comparison = verify_worker(open_workspace(example.project.root)).comparison
    assert [task.name for entry in comparison.decided for task in entry.tasks] == ["extra.task"]
    assert [task.name for task in comparison.ignored] == ["background_callback_1"]
    assert comparison.extra == ()
    assert comparison.agree


def test_prediction_and_worker_see_the_same_environment(
    example: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CELERY_WITH_BADGE", "yes")  # of the caller's shell: neither side may see it
    old = 'imports = ("automappa.pages.home.tasks", "automappa.tasks")'
    new = """import os

imports = ("automappa.tasks",)
if os.environ.get("CELERY_WITH_BADGE"):
    imports += ("automappa.pages.home.tasks",)
"""
    changed = change(example, CONFIG, old, new)
    assert verify_worker(changed).predicted.names == EIGHT - {BADGE}
    (changed.project.root / "worker.env").write_text("CELERY_WITH_BADGE=yes\n")
    verification = verify_worker(open_workspace(changed.project.root, flags={"env_file": "worker.env"}))
    assert verification.predicted.names == verification.reported.names == EIGHT


def test_a_worker_that_does_not_start_is_an_answer_with_its_first_cause(example: Workspace) -> None:
    changed = change(example, BADGE_INIT, ".status_badge", ".status_bage")
    verification = verify_worker(changed)
    error = verification.comparison.reported_error
    assert error is not None
    assert error.message == ("ModuleNotFoundError: No module named 'automappa.pages.home.tasks.status_bage'")
    assert error.path == BADGE_INIT
    assert verification.comparison.missing == ()


def test_a_log_of_the_examples_worker_agrees_with_the_prediction(example: Workspace) -> None:
    with (LOGS / "compose.log").open("rb") as lines:
        verification = verify_log(example, lines)
    assert verification.comparison.agree
    assert [node.name for node in verification.fleet.nodes] == ["celery@4bbb963e90ec"]


def test_a_log_of_a_stale_worker_misses_the_new_task(example: Workspace) -> None:
    lines = ["[tasks]", *(f"  . {name}" for name in sorted(EIGHT - {BADGE}) if name), "  . old.task", "", ""]
    verification = verify_log(example, ["\n".join(lines).encode()])
    assert [task.name for task in verification.comparison.missing] == [BADGE]
    assert [task.name for task in verification.comparison.extra] == ["old.task"]
    assert not verification.comparison.agree


def test_a_log_alone_gives_a_registry_and_none_without_a_list(example: Workspace) -> None:
    with (LOGS / "debug.log").open("rb") as lines:
        assert report_log(example, lines).names == EIGHT
    with pytest.raises(WorkerError):
        report_log(example, [b"nothing"])
