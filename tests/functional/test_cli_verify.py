import gzip
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, Ran, clean_environ

Run = Callable[..., Ran]

DASHES = " --------------"
LOGS = REPOSITORY / "tests" / "worker_logs"
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
    tasks.write_text("import time\ntime.sleep(100_000)\n" + tasks.read_text())
    ran = run_cli("verify", "--timeout", "3", cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert "3" in ran.err.splitlines()[0]
    assert "Traceback" not in ran.err


def test_control_characters_of_a_log_never_reach_the_terminal(run_cli: Run, example: Path) -> None:
    log = _banner("evil\x07\x1b]0;title\x07name", "b\u202eidi")
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=log)
    assert ran.code == 1
    assert not any(c in ran.out + ran.err for c in "\x07\x1b\u202e")


def test_a_refused_message_is_a_finding_with_its_reason_and_callers(run_cli: Run, example: Path) -> None:
    log = (LOGS / "celery57-info.log").read_text()
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=log)
    assert ran.code == 1
    (line, verdict) = ran.out.splitlines()
    assert line.startswith(
        "missing: automappa.tasks.retired is not registered by the worker, which has thrown"
    )
    assert "the source defines no task of this name" in line
    assert verdict == "mismatch: 0 missing, 0 extra, 8 agree, 1 refused, says the worker (Celery 5.7.0)"
    caller = "from automappa.tasks import queue\n\n\ndef on_click() -> None:\n"
    (example / "automappa/clicks.py").write_text(f'{caller}    queue.send_task("automappa.tasks.retired")\n')
    document = json.loads(run_cli("verify", "--log", "-", "--format", "json", cwd=example, stdin=log).out)
    (refused,) = document["nodes"]["celery@golden"]["refused"]
    assert refused["callers"] == ["automappa/clicks.py:5"]
    assert "sent from automappa/clicks.py:5" in refused["reason"]
    assert (refused["count"], refused["code"], document["agree"]) == (1, "AMS501", False)


def test_a_refused_message_of_a_task_that_is_not_imported_ends_in_the_command_that_mends_it(
    run_cli: Run, example: Path
) -> None:
    log = (LOGS / "celery57-info.log").read_text().replace(f"  . {BADGE}\n", "")
    log = log.replace("automappa.tasks.retired", BADGE)
    (example / "automappa/pages/home/tasks/__init__.py").write_text('"""Tasks of the home page."""\n')
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=log)
    assert ran.code == 1
    assert (
        "[AMS501] Mend it with: automappa-scaffold add-task home set_badge_color --module status_badge"
        in ran.out
    )
    # What nobody sends is told too: worker and source agree, and the task is not there.
    agreed = log.partition("[2026-")[0]
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=agreed)
    assert ran.code == 0
    assert ran.out.startswith(f"not registered: {BADGE} (automappa/pages/home/tasks/status_badge.py:")
    assert "Mend it with: automappa-scaffold add-task home set_badge_color" in ran.out
    assert ran.out.endswith("registers 7 tasks, as predicted (1 defined but not registered)\n")


def test_a_log_without_a_list_says_why_in_json_too(run_cli: Run, example: Path) -> None:
    log = (LOGS / "warning.log").read_text()
    ran = run_cli("verify", "--log", "-", "--format", "json", cwd=example, stdin=log)
    document = json.loads(ran.out)
    assert ran.code == 2
    assert document["agree"] is False
    assert "its log level hides the list, or" in document["unknown"][0]["reason"]


def test_a_log_without_a_list_has_no_verdict_on_an_app_that_should_not_start(
    run_cli: Run, example: Path
) -> None:
    (example / "automappa/pages/home/tasks/status_badge.py").write_text("import nowhere_to_be_found\n")
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=(LOGS / "warning.log").read_text())
    assert (ran.code, ran.out) == (2, ""), ran


def test_several_workers_of_one_log_are_each_held_against_the_source(run_cli: Run, example: Path) -> None:
    names = _names(run_cli, example)
    lines = [
        (f"queue-{1 + (n >= len(names))}  | ", f"  . {name}") for n, name in enumerate([*names, *names[1:]])
    ]
    heads = [
        (f"queue-{n}  | ", text) for n in (1, 2) for text in (f"{DASHES} celery@c{n} v5.7.0 (x)", "[tasks]")
    ]
    log = "".join(
        f"{prefix}{text}\n" for prefix, text in [*heads, *lines, ("queue-1  | ", ""), ("queue-2  | ", "")]
    )
    ran = run_cli("verify", "--log", "-", cwd=example, stdin=log)
    assert ran.code == 1
    said = ran.out.splitlines()
    assert said[0].startswith(f"missing: {BADGE} (")
    assert "but celery@c2 does not register it" in said[0]
    assert said[0].endswith("Mend it with: docker compose up -d --build queue")
    assert said[1].startswith("differ: celery@c2 runs another release")
    assert said[-1] == "mismatch: 1 missing, 0 extra, 7 agree, says the 2 workers (Celery 5.7.0)"


@pytest.mark.parametrize(
    "options",
    [("--nodes", "3"), ("--wait",), ("--watch",), ("--live", "--log", "-"), ("--launch", "x", "--log", "-")],
)
def test_options_that_do_not_go_together_are_told(
    run_cli: Run, example: Path, options: tuple[str, ...]
) -> None:
    ran = run_cli("verify", *options, cwd=example)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("way", ["gzip", "utf-16", "docker"])
def test_logs_are_read_as_tools_keep_them(run_cli: Run, example: Path, tmp_path: Path, way: str) -> None:
    data = (LOGS / "celery57-terminal.log").read_bytes()
    data = data.partition(b"\x1b[1;31m")[0]
    if way == "gzip":
        data = gzip.compress(data[:700]) + gzip.compress(data[700:])
    elif way == "utf-16":
        data = data.decode().encode("utf-16")
    else:
        lines = data.decode().splitlines(keepends=True)
        data = "".join(
            json.dumps({"log": line, "stream": "stdout"}, separators=(",", ":")) + "\n" for line in lines
        ).encode()
    (tmp_path / "worker.log").write_bytes(data)
    ran = run_cli("verify", "--log", str(tmp_path / "worker.log"), cwd=example)
    assert (ran.code, ran.out) == (0, "agree: the worker (Celery 5.7.0) registers 8 tasks, as predicted\n")


def test_a_list_that_may_have_been_cut_is_no_ground_for_missing_tasks(run_cli: Run, example: Path) -> None:
    names = _names(run_cli, example)
    whole = "[tasks]\n" + "".join(f"  . {name}\n" for name in names)
    for cut in (whole[:-10], whole.partition(f"  . {names[-1]}")[0]):
        ran = run_cli("verify", "--log", "-", cwd=example, stdin=cut)
        assert (ran.code, ran.out) == (2, ""), ran
        assert "may have been cut" in ran.err
    assert run_cli("verify", "--log", "-", cwd=example, stdin=whole).code == 0
    # What stands before the end is not cut off, nor is a list that something follows.
    for lacking in (whole.replace(f"  . {names[0]}\n", ""), whole.replace(f"  . {names[-1]}\n", "\n")):
        assert run_cli("verify", "--log", "-", cwd=example, stdin=lacking).code == 1


def test_a_worker_whose_list_is_hidden_is_unknown_beside_one_that_agrees(run_cli: Run, example: Path) -> None:
    log = [f"queue-1  | {line}" for line in (LOGS / "info.log").read_text().splitlines()]
    log += [f"heavy-1  | {line}" for line in (LOGS / "warning.log").read_text().splitlines()]
    ran = run_cli("verify", "--log", "-", cwd=example, stdin="\n".join(log))
    assert ran.code == 1
    assert ran.out.splitlines()[-1].startswith(
        "unknown: the 2 workers (Celery 5.7.0) register 8 tasks, as predicted"
    )
    document = json.loads(
        run_cli("verify", "--log", "-", "--format", "json", cwd=example, stdin="\n".join(log)).out
    )
    assert document["agree"] is False
    assert "there is no [tasks] list of" in document["unknown"][0]["reason"]


def test_verify_imports_nothing_slow_beyond_the_command_line_library(example: Path) -> None:
    code = """if True:
        import sys, typer, typer.rich_utils
        before = set(sys.modules)
        from automappa_scaffold.cli.app import main
        assert main(["verify"]) == 0
        print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before}), file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=example,
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stderr.splitlines()[-1].split())
    assert "automappa_scaffold" in imported
    # Nor PyYAML, though the example has compose files: which app is started is not left open.
    assert not imported & {"celery", "libcst", "copier", "rich", "pydantic", "yaml", "jinja2", "asyncio"}


def test_the_worker_is_started_before_what_predicts_and_judges_is_imported() -> None:
    code = """if True:
        import sys, automappa_scaffold.operations.start_up
        print(*sorted(name for name in sys.modules if name.startswith("automappa_scaffold.")))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    layers = {name.split(".")[1] for name in done.stdout.split()}
    assert "worker" in layers
    assert not layers & {"interpreter", "rules", "reporting", "cli"}


def test_an_assumption_that_a_start_breaks_is_told(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "shop"\ndependencies = ["no-such-lib"]\n')
    code = 'import no_such_lib\nfrom celery import Celery\n\nqueue = Celery("shop")\n'
    (tmp_path / "shop.py").write_text(code)
    ran = run_cli("verify", "-A", "shop:queue", cwd=tmp_path)
    assert ran.code == 2
    assert "assumed: no_such_lib is declared as a dependency" in ran.err


def test_a_start_that_source_leaves_open_is_decided_by_the_worker(run_cli: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "shop.py").write_text(
        "import platform\nfrom celery import Celery\n\nqueue = Celery('shop')\n\n\n"
        "@queue.task(name=platform.node() + '.one')\ndef one():\n    return 1\n\n\n"
        "if platform.node():\n    raise RuntimeError('nowhere')\n"
    )
    ran = run_cli("verify", "-A", "shop:queue", cwd=tmp_path)
    assert ran.code == 2
    assert "RuntimeError: nowhere (shop.py:13)" in ran.err
    assert ran.out.splitlines()[-1] == "decided: the worker does not start, which source leaves open"


@pytest.mark.parametrize(
    ("value", "complaint"),
    [("many", "'many' is not a"), ("1.5", "'1.5' is not"), ("-1", "-1 is not in the range")],
)
def test_a_number_of_nodes_that_cannot_be_is_told(
    run_cli: Run, example: Path, value: str, complaint: str
) -> None:
    ran = run_cli("verify", "--live", "--nodes", value, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err


SMALL = Path(__file__).parents[1] / "rules" / "base"
REFRESH = "from automappa.tasks import queue\n\n\n@queue.task\ndef refresh():\n    return 1\n"
BY_CALL = "from automappa.tasks import queue\n\n\ndef work():\n    return 1\n\n\nrefresh = queue.task(work)\n"
BY_CLASS = (
    "from celery import Task\n\nfrom automappa.tasks import queue\n\n\nclass Refresh(Task):\n"
    "    name = 'refresh'\n\n    def run(self):\n        return 1\n\n\nqueue.register_task(Refresh())\n"
)
LISTED = 'imports = ("automappa.pages.home.tasks", "automappa.tasks")\nbroker_url = "memory://"\n'
COMPUTED = 'imports = tuple(f"automappa.pages.{page}.tasks" for page in ["home"])\nbroker_url = "memory://"\n'


@pytest.mark.parametrize(
    ("path", "text", "command"),
    [
        ("automappa/pages/home/tasks/refresh.py", REFRESH, "add-task home refresh"),
        ("automappa/pages/home/tasks/buttons.py", REFRESH, "add-task home refresh --module buttons"),
        ("automappa/pages/home/tasks/buttons.py", BY_CALL, "check --fix --select AMS201"),
        ("automappa/pages/home/tasks/buttons.py", BY_CLASS, "check --fix --select AMS201"),
        ("automappa/conf/celeryconfig.py", LISTED, "add-task mag_summary summarize --module quality"),
        ("automappa/conf/celeryconfig.py", COMPUTED, ""),
    ],
)
def test_a_command_that_is_told_mends_it_and_none_is_told_that_would_not(
    path: str, text: str, command: str, run_cli: Run, tmp_path: Path
) -> None:
    pytest.importorskip("celery")
    root = tmp_path / "app"
    shutil.copytree(SMALL, root, ignore=shutil.ignore_patterns("__pycache__"))
    (root / path).write_text(text)
    told = re.findall(r"Mend it with: automappa-scaffold (.+)", run_cli("verify", cwd=root).out)
    assert command in told if command else not told
    for line in told:
        assert run_cli(*shlex.split(line), cwd=root).code == 0
    assert ("as predicted:" in run_cli("verify", cwd=root).out) is (command == "")
