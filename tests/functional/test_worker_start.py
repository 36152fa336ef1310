"""The start-up check against real workers: what apps register, and what apps can do to it."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import venv
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.operations.verify import report_worker
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from automappa_scaffold.registry.values import Registry, Task
from automappa_scaffold.templating.scratch import scratch_folder
from automappa_scaffold.worker.launch import WorkerReport, report_from_worker

CASES = Path(__file__).parents[1] / "worker_cases"

APP = """\
from celery import Celery

queue = Celery("proj")
"""
TASK = """

@queue.task(name="a.task")
def task():
    return 1
"""
# Leaves a child behind that cannot be asked to end.
FORK = """
import os, signal, time
if os.fork() == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with open("child.pid.part", "w") as file:
        file.write(str(os.getpid()))
    os.rename("child.pid.part", "child.pid")
    time.sleep(100_000)
    os._exit(0)
while not os.path.exists("child.pid"):
    time.sleep(0.01)
"""


# Tells that the worker has come to the app.
REACHED = "open('reached', 'w').close()\n"


@pytest.fixture(autouse=True)
def scratch(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own, empty again after each start."""
    folder = tmp_path_factory.mktemp("scratch")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def open_app(root: Path, code: str, *, settings: str = "") -> Workspace:
    (root / "proj").mkdir()
    (root / "proj" / "__init__.py").touch()
    (root / "proj" / "tasks.py").write_text(code)
    (root / "pyproject.toml").write_text(f"[tool.automappa-scaffold]\n{settings}\n")
    return open_workspace(root)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not status.exists() or "State:\tZ" not in status.read_text()


def reach_the_limit(workspace: Workspace) -> str:
    """Return what is said of a start that never ends; a slow machine gets more time to come to the app."""
    for limit_s in (4, 16, 64, 256):
        with pytest.raises(WorkerError) as error:
            report_worker(workspace, timeout_s=limit_s)
        if (workspace.project.root / "reached").exists():
            break
    return str(error.value)


def ends_soon(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def open_case(case: Path, truth: dict[str, Any]) -> WorkerReport:
    flags = {"env_file": truth["env_file"]} if "env_file" in truth else {}
    workspace = open_workspace(case, app=truth["app"], workdir=case / truth.get("cwd", "."), flags=flags)
    more = tuple(str(case / folder) for folder in truth.get("pythonpath", ()))
    start = replace(
        workspace.start,
        sys_path=(*workspace.start.sys_path, *more),
        include=tuple(truth.get("include", ())),
    )
    return report_from_worker(workspace.project, start, os.environ, timeout_s=300)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_the_report_is_what_a_full_worker_start_shows(case: Path, scratch: Path) -> None:
    truth = json.loads((case / "truth.json").read_text())
    before = sorted(case.rglob("*"))
    report = open_case(case, truth)
    assert sorted(report.registry.names) == truth["registered"]
    if "error" in truth:
        assert report.registry.error is not None
        assert report.failure is not None
        path = truth["error"]["path"]
        assert report.registry.error.message == truth["error"]["message"]
        assert report.registry.error.path == (PurePosixPath(path) if path else None)
        assert report.registry.error.line == truth["error"]["line"]
        assert report.failure.exit_code == truth["exit_code"]
    else:
        assert report.registry.error is None
    assert sorted(case.rglob("*")) == before
    assert list(scratch.iterdir()) == []


DESCRIBED = """\
from __future__ import annotations

import functools
import typing

from celery import Celery, Task

queue = Celery("proj")


def noisy(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@queue.task(
    bind=True,
    name="a.bound",
)
def bound(self, color: str, *, times: int = 2) -> str:
    return color


@queue.task(name="b.wrapped", autoretry_for=(ValueError,))
@noisy
def wrapped(value: typing.Any = object()):
    return value


class Ordered(Task):
    name = "c.class"

    def run(self, items: list[int]):
        return items


queue.register_task(Ordered())
"""


def test_a_task_is_described_as_far_as_a_worker_sees_it(tmp_path: Path) -> None:
    registry = report_worker(open_app(tmp_path, DESCRIBED))
    path = PurePosixPath("proj/tasks.py")
    lines = DESCRIBED.splitlines()

    def line_of(text: str) -> int:
        return next(number for number, line in enumerate(lines, 1) if line.startswith(text))

    bound, wrapped, ordered = registry.tasks
    assert bound == Task(
        "a.bound",
        path,
        line_of("def bound"),
        bind=True,
        parameters="(color: str, *, times: int = 2)",
        module="proj.tasks",
    )
    assert (wrapped.line, wrapped.bind) == (line_of("def wrapped"), False)
    assert wrapped.parameters == "(value: typing.Any = <object object>)"
    assert (ordered.name, ordered.line) == ("c.class", line_of("class Ordered"))
    assert ordered.parameters == "(items: list[int])"


def test_the_node_its_queues_and_the_version_are_told(tmp_path: Path) -> None:
    import celery

    code = APP + "queue.conf.task_default_queue = 'heavy'\n" + TASK
    workspace = open_app(tmp_path, code)
    report = report_from_worker(workspace.project, workspace.start, os.environ)
    assert list(report.nodes.values()) == [("heavy",)]
    assert report.celery == celery.__version__


def test_a_handler_that_another_handler_connects_has_run_before_the_report(tmp_path: Path) -> None:
    code = APP + textwrap.dedent(
        """
        from celery import signals

        def last(**_):
            queue.task(name="late.task")(lambda_task)

        def lambda_task():
            return 1

        @signals.worker_init.connect
        def first(**_):
            signals.celeryd_after_setup.connect(last, weak=False)
        """
    )
    assert report_worker(open_app(tmp_path, code)).names == {"late.task"}


def test_a_hang_at_import_ends_at_the_time_limit_with_its_place(tmp_path: Path, scratch: Path) -> None:
    workspace = open_app(tmp_path, APP + f"import time\n{REACHED}time.sleep(100_000)\n")
    assert re.search(r"within \d+ seconds.*hangs at proj/tasks\.py:6", reach_the_limit(workspace))
    assert list(scratch.iterdir()) == []


STUBBORN = """
import faulthandler, os, signal, time
faulthandler.cancel_dump_traceback_later()
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
with open("pid", "w") as file:
    file.write(str(os.getpid()))
open("reached", "w").close()
time.sleep(100_000)
"""


def test_a_template_rendered_meanwhile_leaves_a_start_alone(tmp_path: Path, scratch: Path) -> None:
    wait = "import pathlib, time\nwhile not pathlib.Path('go').exists():\n    time.sleep(0.01)\n"
    workspace = open_app(tmp_path, wait + APP + TASK)
    started: list[Path] = []

    def render() -> None:
        while not list(scratch.glob("*/report.json*")):
            time.sleep(0.01)
        started.extend(scratch.iterdir())
        with scratch_folder():
            (tmp_path / "go").touch()

    rendering = threading.Thread(target=render)
    rendering.start()
    report = report_worker(workspace)
    rendering.join()
    assert len(started) == 1
    assert report.error is None
    assert [task.name for task in report.tasks] == ["a.task"]


def test_a_child_that_ignores_every_signal_it_can_is_ended(tmp_path: Path, scratch: Path) -> None:
    workspace = open_app(tmp_path, APP + STUBBORN)
    assert re.search(r"within \d+ seconds", reach_the_limit(workspace))
    assert ends_soon(int((tmp_path / "pid").read_text()))
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    "ending", ["", f"{REACHED}time.sleep(100_000)\n", "raise RuntimeError\n", "os._exit(4)\n"]
)
def test_nothing_that_the_app_forked_is_left_running(tmp_path: Path, ending: str) -> None:
    workspace = open_app(tmp_path, APP + FORK + ending + TASK)
    found: Registry | None = None
    if "sleep" in ending:
        reach_the_limit(workspace)
    else:
        found = report_worker(workspace, timeout_s=300)
    assert ends_soon(int((tmp_path / "child.pid").read_text()))
    assert (found is not None and found.names == {"a.task"}) is (ending == "")


# A daemon: in a session of its own, and nobody's child.
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open("child.pid.part", "w") as file:
            file.write(str(os.getpid()))
        os.rename("child.pid.part", "child.pid")
        time.sleep(100_000)
    os._exit(0)
while not os.path.exists("child.pid"):
    time.sleep(0.01)
"""


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found in /proc")
def test_no_daemon_of_the_app_is_left_running(tmp_path: Path) -> None:
    assert report_worker(open_app(tmp_path, APP + DAEMON + TASK)).names == {"a.task"}
    assert ends_soon(int((tmp_path / "child.pid").read_text()))


def test_five_megabytes_of_output_neither_block_nor_hide_the_answer(tmp_path: Path) -> None:
    code = (
        APP
        + "import sys\nfor _ in range(80):\n    print('x' * 65536)\n    sys.stderr.write('y' * 100)\n"
        + TASK
    )
    assert report_worker(open_app(tmp_path, code)).names == {"a.task"}


def test_what_the_app_writes_to_stdout_is_not_taken_for_the_answer(tmp_path: Path, capfd: Any) -> None:
    code = APP + 'import os\nos.write(1, b\'{"status": "registered", "tasks": []}\')\nos.close(1)\n' + TASK
    assert report_worker(open_app(tmp_path, code)).names == {"a.task"}
    assert capfd.readouterr() == ("", "")


def test_an_app_that_changes_the_folder_is_still_placed(tmp_path: Path) -> None:
    registry = report_worker(open_app(tmp_path, APP + "import os\nos.chdir('/')\n" + TASK))
    assert registry.tasks[0].path == PurePosixPath("proj/tasks.py")


def test_an_exit_at_import_is_explained(tmp_path: Path) -> None:
    workspace = open_app(tmp_path, APP + "import sys\nsys.exit(3)\n")
    report = report_from_worker(workspace.project, workspace.start, os.environ)
    assert report.failure is not None
    assert (report.failure.exit_code, report.failure.line) == (3, 5)
    assert report.registry.error is not None
    assert "SystemExit: 3 (the app's own code ends the worker" in report.registry.error.message


@pytest.mark.parametrize(
    "ending", ["raise RuntimeError(TEXT)", "import sys; sys.exit(TEXT)", "print(TEXT); os._exit(1)"]
)
def test_an_error_that_holds_the_brokers_address_does_not_tell_its_password(
    tmp_path: Path, ending: str
) -> None:
    text = 'import os\nTEXT = "cannot reach amqp://shop:hunter2@broker:5672//"\n'
    error = report_worker(open_app(tmp_path, f"{APP}{text}{ending}\n")).error
    assert error is not None
    assert "amqp://shop:**@broker:5672//" in error.message


def test_an_end_without_any_chance_to_say_why_is_told(tmp_path: Path) -> None:
    workspace = open_app(tmp_path, APP + "import os\nos._exit(7)\n")
    error = report_worker(workspace).error
    assert error is not None
    assert error.message == "The worker ended without a word (exit code 7)."


def test_a_crash_of_the_interpreter_is_placed(tmp_path: Path) -> None:
    error = report_worker(open_app(tmp_path, APP + "import ctypes\nctypes.string_at(0)\n")).error
    assert error is not None
    assert "signal 11" in error.message
    assert (error.path, error.line) == (PurePosixPath("proj/tasks.py"), 5)


def test_a_missing_library_is_named_with_the_import_that_wants_it(tmp_path: Path) -> None:
    workspace = open_app(tmp_path, APP + "queue.config_from_object('proj.conf')\n" + TASK)
    (tmp_path / "proj" / "conf.py").write_text("import os\nimport umap_missing.plot\n")
    report = report_from_worker(workspace.project, workspace.start, os.environ)
    assert report.failure is not None
    assert report.failure.missing == "umap_missing"
    assert (report.failure.path, report.failure.line) == (PurePosixPath("proj/conf.py"), 2)
    assert report.failure.message == "No module named 'umap_missing'"


def test_a_broker_and_a_backend_without_their_libraries_do_not_matter(tmp_path: Path) -> None:
    code = APP + textwrap.dedent(
        """
        queue.conf.update(
            broker_read_url="nonsense://x", broker_write_url="nonsense://x", result_backend="nonsense://y",
            accept_content=["pickle"], worker_state_db="state.db",
        )
        """
    )
    workspace = open_app(tmp_path, code + TASK)
    before = sorted(tmp_path.rglob("*"))
    assert report_worker(workspace).names == {"a.task"}
    assert sorted(tmp_path.rglob("*")) == before


SEEN = """
import os
for key in ("APP", "BROKER_URL", "CONFIG_MODULE", "CELERY_WORKER_QUEUES", "CELERY_SEEN", "MINE", "FROM_FILE"):
    if key in os.environ:
        @queue.task(name=f"{key}={os.environ[key]}")
        def seen():
            return 1
"""


def test_the_callers_celery_variables_do_not_leak_and_the_env_file_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("APP", "BROKER_URL", "CONFIG_MODULE", "CELERY_WORKER_QUEUES", "CELERY_SEEN"):
        monkeypatch.setenv(key, "nonsense:leaked")
    monkeypatch.setenv("MINE", "kept")
    (tmp_path / "worker.env").write_text("export FROM_FILE='given' # by the file\nCELERY_SEEN=file\n")
    workspace = open_app(tmp_path, APP + SEEN, settings='env-file = "worker.env"')
    assert report_worker(workspace).names == {"MINE=kept", "FROM_FILE=given", "CELERY_SEEN=file"}


def test_a_python_without_celery_is_named(tmp_path: Path, scratch: Path) -> None:
    root = tmp_path / "app"
    root.mkdir()
    workspace = open_app(root, APP + TASK)
    venv.create(root / ".venv", with_pip=False)
    with pytest.raises(WorkerError, match=r"Celery is not installed for .*app/\.venv/bin/python") as caught:
        report_worker(workspace)
    assert "worker-python" in caught.value.hint
    assert list(scratch.iterdir()) == []


def test_a_worker_python_that_is_no_python_is_named(tmp_path: Path) -> None:
    workspace = open_app(tmp_path, APP + TASK, settings='worker-python = "true"')
    with pytest.raises(WorkerError, match="does not run the start-up check"):
        report_worker(workspace)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_verify_that_is_itself_ended_leaves_nothing_behind(
    tmp_path: Path, scratch: Path, number: signal.Signals
) -> None:
    code = "import os, time\nopen('pid.part', 'w').write(str(os.getpid()))\nos.rename('pid.part', 'pid')\n"
    open_app(tmp_path, APP + code + "time.sleep(100_000)\n")
    script = (
        "import sys, pathlib\n"
        "from automappa_scaffold.operations.verify import report_worker\n"
        "from automappa_scaffold.operations.workspace import open_workspace\n"
        "report_worker(open_workspace(pathlib.Path(sys.argv[1])))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    environ = {**os.environ, "TMPDIR": str(scratch)}
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as verify:
        while not (tmp_path / "pid").exists() and verify.poll() is None:
            time.sleep(0.02)
        verify.send_signal(number)
        assert verify.wait(timeout=300) != 0
    assert ends_soon(int((tmp_path / "pid").read_text()))
    assert list(scratch.iterdir()) == []
