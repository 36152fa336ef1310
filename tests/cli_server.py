"""Our command line, from one process that has imported it already and forks per command.

Reads one JSON object per line: ``arguments``, ``cwd``, ``environ``, and the files ``stdin``, ``stdout`` and
``stderr``. Writes the exit code of each command. What Python itself makes of its environment as it starts is
that of the server: whoever tests that starts a Python of their own.
"""

import importlib
import json
import os
import pkgutil
import select
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import automappa_scaffold
from automappa_scaffold.__main__ import main

# Scripts for the app's Python, and what is imported by other programs.
_NOT_OURS = ("celery", "pytest_plugin", "__main__", "probe", "live_probe", "client_libraries", "library")
_LIBRARIES = ("jinja2", "libcst", "rich.console", "rich.table", "rich.tree", "typer", "yaml")


class CliServer:
    """A process that runs commands, each in a process of its own."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._folder = tempfile.TemporaryDirectory(prefix="automappa-cli-server-")
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from tests.cli_server import serve; serve()"],
            cwd=Path(__file__).parent.parent,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def run(
        self, arguments: Sequence[str], cwd: Path, environ: Mapping[str, str], stdin: str, timeout_s: float
    ) -> tuple[int, str, str]:
        """Return the exit code of a command, and what it wrote to its two outputs."""
        with self._lock:
            return self._run(arguments, cwd, environ, stdin, timeout_s)

    def _run(
        self, arguments: Sequence[str], cwd: Path, environ: Mapping[str, str], stdin: str, timeout_s: float
    ) -> tuple[int, str, str]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        files = {name: Path(self._folder.name, name) for name in ("stdin", "stdout", "stderr")}
        files["stdin"].write_text(stdin, encoding="utf-8", newline="")
        question = {
            "arguments": list(arguments),
            "cwd": str(cwd),
            "environ": dict(environ),
            **{name: str(path) for name, path in files.items()},
        }
        self._process.stdin.write(json.dumps(question).encode() + b"\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], timeout_s)[0]:
            raise subprocess.TimeoutExpired(list(arguments), timeout_s)
        code = int(self._process.stdout.readline())
        out, err = (files[name].read_text(encoding="utf-8") for name in ("stdout", "stderr"))
        return code, out, err

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(120)
        self._process.stdout.close()
        self._folder.cleanup()


def serve() -> None:
    """Run commands until the input ends."""
    for found in pkgutil.walk_packages(automappa_scaffold.__path__, "automappa_scaffold."):
        if not set(_NOT_OURS) & set(found.name.split(".")[1:]):
            importlib.import_module(found.name)
    for name in _LIBRARIES:
        importlib.import_module(name)
    del sys.path[0]  # the folder of the tests, as ``python -m`` of the tool leaves it
    with os.fdopen(os.dup(1), "w") as answers, os.fdopen(os.dup(0)) as questions:
        for line in questions:
            child = os.fork()
            if child == 0:
                _run(json.loads(line))
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)


def _run(question: Mapping[str, object]) -> None:
    code: object = 70
    try:
        for number, name in enumerate(("stdin", "stdout", "stderr")):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            handle = os.open(str(question[name]), flags, 0o600)
            os.dup2(handle, number)
            os.close(handle)
            stream = getattr(sys, name)
            mode = "r" if number == 0 else "w"
            again = open(number, mode, encoding=stream.encoding, errors=stream.errors)  # noqa: SIM115 - for good
            setattr(sys, name, again)
        environ, arguments = question["environ"], question["arguments"]
        assert isinstance(environ, dict)
        assert isinstance(arguments, list)
        os.environ.clear()
        os.environ.update(environ)
        os.chdir(str(question["cwd"]))
        sys.argv = ["automappa-scaffold", *arguments]
        main()
    except SystemExit as end:
        code = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)
