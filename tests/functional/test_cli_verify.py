import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"


def _banner(*names: str) -> str:
    return "[tasks]\n" + "".join(f"  . {name}\n" for name in names) + "\nready\n"


def _names(run_cli: Run, example: Path) -> list[str]:
    return run_cli("tasks", "--format", "names", cwd=example).out.split()


def test_the_examples_worker_agrees_with_the_prediction(run_cli: Run, example: Path) -> None:
    ran = run_cli("verify", cwd=example)
    assert ran.code == 0
    assert ran.out.startswith("agree: the worker (Celery 5.")
    assert "registers 8 tasks, as predicted" in ran.out


def test_json_tells_agreement_source_and_nodes(run_cli: Run, example: Path) -> None:
    ran = run_cli("verify", "--format", "json", cwd=example)
    document = json.loads(ran.out)
    nodes = document.pop("nodes")
    assert ran.code == 0
    assert document == {
        "schema": 1,
        "source": "worker",
        "agree": True,
        "missing": [],
        "extra": [],
        "unknown": [],
        "error": None,
    }
    assert isinstance(nodes, dict)


@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_log_that_differs_is_told_both_ways(run_cli: Run, example: Path, tmp_path: Path, way: str) -> None:
    log = _banner(*_names(run_cli, example)[1:], "automappa.tasks.retired")
    (tmp_path / "worker.log").write_text(log)
    name = str(tmp_path / "worker.log") if way == "file" else "-"
    ran = run_cli("verify", "--log", name, cwd=example, stdin=log if way == "stdin" else "")
    assert ran.code == 1
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"missing: {BADGE} (automappa/pages/home/tasks/status_badge.py:")
    assert lines[1].startswith("extra: automappa.tasks.retired is registered by the worker")
    assert lines[-1] == "mismatch: 1 missing, 1 extra, 7 agree, says the worker"


def test_a_log_that_agrees_ends_with_0(run_cli: Run, example: Path) -> None:
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=_banner(*_names(run_cli, example)))
    assert (ran.code, ran.out) == (0, "agree: the worker registers 8 tasks, as predicted\n")


def test_a_log_without_a_task_list_is_not_an_empty_one(run_cli: Run, example: Path) -> None:
    ran = run_cli("verify", "--log", "-", cwd=example, stdin="nothing here\n")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")


def test_an_app_that_does_not_import_is_told_by_its_first_cause(run_cli: Run, example: Path) -> None:
    (example / "automappa/pages/home/tasks/status_badge.py").write_text("import automappa.nowhere\n")
    ran = run_cli("verify", cwd=example)
    assert ran.code == 2
    assert "No module named 'automappa.nowhere'" in ran.err
    assert "automappa/pages/home/tasks/status_badge.py:1" in ran.err
    assert "Traceback" not in ran.err
    document = json.loads(run_cli("verify", "--format", "json", cwd=example).out)
    assert "automappa.nowhere" in document["error"]["message"]


def test_a_worker_that_hangs_is_ended_at_the_time_limit(run_cli: Run, example: Path) -> None:
    tasks = example / "automappa" / "tasks.py"
    tasks.write_text("import time\ntime.sleep(600)\n" + tasks.read_text())
    ran = run_cli("verify", "--timeout", "3", cwd=example, timeout_s=60)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert "3" in ran.err.splitlines()[0]
    assert "Traceback" not in ran.err


def test_control_characters_of_a_log_never_reach_the_terminal(run_cli: Run, example: Path) -> None:
    log = _banner("evil\x07\x1b]0;title\x07name", "b\u202eidi")
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=log)
    assert ran.code == 1
    assert not any(c in ran.out + ran.err for c in "\x07\x1b\u202e")
