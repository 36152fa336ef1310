"""What holds for every command: help, version, exit codes, streams."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold import __version__
from tests.conftest import Ran, clean_environ

Run = Callable[..., Ran]
COMMANDS = (
    "add-task",
    "remove-task",
    "add-page",
    "check",
    "verify",
    "tasks",
    "why",
    "rules",
    "rule",
    "config",
)


def test_version_is_one_line(run_cli: Run, tmp_path: Path) -> None:
    assert run_cli("--version", cwd=tmp_path) == Ran(0, f"automappa-scaffold {__version__}\n", "")


def test_the_console_script_and_the_module_say_the_same(run_cli: Run, tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("automappa-scaffold")
    if not script.exists():
        pytest.skip("the package is not installed with its console script")
    done = subprocess.run(
        [script, "--help"], cwd=tmp_path, env=clean_environ(), capture_output=True, text=True, check=True
    )
    assert done.stdout == run_cli("--help", cwd=tmp_path).out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command_that_works_and_no_other(run_cli: Run, tmp_path: Path, option: str) -> None:
    ran = run_cli(option, cwd=tmp_path)
    listed = ran.out.partition("Commands:")[2].splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert tuple(line.split()[0] for line in listed if line.startswith("  ") and line[2] != " ") == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run_cli: Run, tmp_path: Path, command: str) -> None:
    ran = run_cli(command, "-h", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: automappa-scaffold {command} ")


@pytest.mark.parametrize(
    "arguments",
    [(), ("chekc",), ("check", "--nope"), ("check", "--format", "xml"), ("rule",), ("tasks", "--from", "x")],
)
def test_wrong_usage_ends_with_2_and_prints_no_result(
    run_cli: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run_cli(*arguments, cwd=tmp_path)
    assert ran.code == 2
    assert "Usage: automappa-scaffold" in ran.err + ran.out
    assert "Traceback" not in ran.err


def test_shell_completion_completes_commands(run_cli: Run, tmp_path: Path) -> None:
    ran = run_cli(
        cwd=tmp_path,
        environ={
            "_AUTOMAPPA_SCAFFOLD_COMPLETE": "complete_bash",
            "COMP_WORDS": "automappa-scaffold ver",
            "COMP_CWORD": "1",
        },
    )
    assert ran.out.split() == ["verify"]


def test_a_defect_ends_with_70_a_short_trace_and_where_to_report(run_cli: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "typer.py").write_text("raise LookupError('boom \\x1b[2J' + 'x' * 1000)\n")
    ran = run_cli("tasks", cwd=tmp_path, environ={"PYTHONPATH": str(broken)})
    assert (ran.code, ran.out) == (70, "")
    assert "defect of the tool" in ran.err
    assert "typer.py:1 in <module>" in ran.err
    assert "LookupError: boom \\x1b[2J" in ran.err
    assert "report" in ran.err
    assert "Traceback" not in ran.err
    assert len(ran.err) < 1500
    whole = run_cli(
        "tasks", cwd=tmp_path, environ={"PYTHONPATH": str(broken), "AUTOMAPPA_SCAFFOLD_DEBUG": "1"}
    )
    assert whole.code == 70
    assert "Traceback" in whole.err


def test_a_reader_that_goes_away_is_no_error(example: Path) -> None:
    command = f"{sys.executable} -m automappa_scaffold config --format json; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"( sleep 0.1; {command} ) | true"],
        cwd=example,
        env=clean_environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "0\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told_and_ends_with_2(example: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "automappa_scaffold", "config"],
            cwd=example,
            env=clean_environ(),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("error: The output cannot be written")
    assert "Traceback" not in done.stderr


def test_an_interrupt_ends_with_130_and_leaves_no_process(example: Path) -> None:
    pytest.importorskip("celery")
    (example / "automappa" / "tasks.py").write_text(
        "import os, time\n"
        "from celery import Celery\n"
        "with open('pid.new', 'w') as file:\n    file.write(str(os.getpid()))\n"
        "os.rename('pid.new', 'pid')\n"
        "time.sleep(100_000)\nqueue = Celery()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "automappa_scaffold", "tasks", "--from", "worker"],
        cwd=example,
        env=clean_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 300
    while not (example / "pid").exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    worker = int((example / "pid").read_text())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert (process.returncode, out, err) == (130, "", "interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def test_a_locale_without_letters_does_not_stop_the_output(run_cli: Run, example: Path) -> None:
    page = example / "automappa" / "pages" / "größe"
    page.mkdir()
    (page / "__init__.py").write_text("")
    ran = run_cli(
        "config",
        "--project",
        str(example),
        cwd=page,
        environ={"PYTHONIOENCODING": "ascii", "AUTOMAPPA_SCAFFOLD_EXCLUDE": "größe"},
    )
    assert ran.code == 0
    assert "gr\\xf6\\xdfe" in ran.out


def test_a_module_of_the_checkout_is_never_run_in_place_of_pythons_own(run_cli: Run, example: Path) -> None:
    for name in ("ast", "dataclasses", "enum", "json", "typer", "celery", "automappa_scaffold_evil"):
        (example / f"{name}.py").write_text("open('RAN', 'w').close()\n")
    assert run_cli("config", cwd=example).code == 0
    assert not (example / "RAN").exists()


@pytest.mark.parametrize("command", ["--version", "rules"])
def test_a_command_ends_as_python_ends(tmp_path: Path, command: str) -> None:
    code = """if True:
        import atexit, sys
        from automappa_scaffold.__main__ import main

        atexit.register(print, "at the end")
        sys.argv = ["automappa-scaffold", *sys.argv[1:]]
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", code, command], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("at the end\n")
    assert len(done.stdout) > len("at the end\n")
    assert done.stderr == ""


def test_a_command_ends_when_the_threads_around_it_have_ended(tmp_path: Path) -> None:
    code = """if True:
        import sys, threading, time
        from automappa_scaffold.__main__ import main

        threading.Thread(target=lambda: (time.sleep(0.5), print("ended"))).start()
        sys.argv = ["automappa-scaffold", "--version"]
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "ended" in done.stdout.splitlines()  # which comes first depends on the machine
