"""The demo stops what it started and removes what it wrote, however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, clean_environ

pytest.importorskip("sqlalchemy", reason="the example app's libraries are an extra")
pytest.importorskip("pydantic_settings", reason="the example app's libraries are an extra")

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LIMIT_S = 600


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """Return the folder that the demo takes for the temporary one; end whatever a failed test left in it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    yield folder
    for process in processes_below(folder):
        os.kill(process, signal.SIGKILL)


def start_demo(script: Path, temporary: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, script],
        env=clean_environ(TMPDIR=str(temporary)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def processes_below(folder: Path) -> list[int]:
    """Return the processes that work in a folder or below it; needs /proc."""

    def find() -> Iterator[int]:
        for entry in Path("/proc").iterdir():
            try:
                works_in = os.readlink(entry / "cwd") if entry.name.isdecimal() else ""
            except OSError:
                continue
            if works_in.startswith(str(folder)):
                yield int(entry.name)

    return list(find())


@pytest.mark.parametrize("number", _SIGNALS)
def test_interrupted_demo_leaves_no_worker_and_no_file(temporary: Path, number: signal.Signals) -> None:
    with start_demo(REPOSITORY / "scripts" / "demo.py", temporary) as demo:
        try:
            assert demo.stdout is not None
            assert any(line.startswith("[tasks]") for line in demo.stdout)
            assert processes_below(temporary) or not Path("/proc/self/cwd").exists()
            demo.send_signal(number)
            demo.stdout.read()
            assert demo.wait(_LIMIT_S) == 128 + number
        finally:
            demo.kill()
    assert processes_below(temporary) == []
    assert list(temporary.iterdir()) == []


def test_demo_ends_with_1_at_the_first_step_that_fails(temporary: Path, tmp_path: Path) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    text = (REPOSITORY / "scripts" / "demo.py").read_text("utf-8")
    assert text.count(" --body echo") == 1
    (scripts / "demo.py").write_text(text.replace(" --body echo", " --body stub"), encoding="utf-8")
    (tmp_path / "example_app").symlink_to(REPOSITORY / "example_app")
    demo = start_demo(scripts / "demo.py", temporary)
    printed, _ = demo.communicate(timeout=_LIMIT_S)
    assert demo.returncode == 1
    # The worker takes the task and fails in it, which comes late: after the checks, with a worker running.
    assert "NotImplementedError" in printed
    assert "The demo failed: exit code 1 instead of 0: python -c" in printed
    assert processes_below(temporary) == []
    assert list(temporary.iterdir()) == []


def test_demo_shows_each_command_and_what_the_worker_registered(temporary: Path) -> None:
    demo = start_demo(REPOSITORY / "scripts" / "demo.py", temporary)
    printed, _ = demo.communicate(timeout=_LIMIT_S)
    assert demo.returncode == 0, printed
    for command in ("synth", "load", "worker", "pipeline"):
        assert f"$ python -m automappa {command}" in printed
    for command in ("add-task", "remove-task", "check", "verify", "verify --log"):
        assert f"$ automappa-scaffold {command}" in printed
    assert "+imports = (" in printed
    registered = printed.partition("[tasks]\n")[2].partition("\n\n")[0].split("  . ")
    assert len([name for name in registered if name.strip()]) == 9
    assert "summarize_bins(1) returned 1" in printed
    # The two embeddings run side by side; either may be the first.
    (traces,) = (line for line in printed.splitlines() if line.startswith("get_embedding_traces_df: "))
    assert "'k5/am_clr/pca/seed42'" in traces
    assert "'k5/am_clr/bhsne/seed42'" in traces
    assert list(temporary.iterdir()) == []
