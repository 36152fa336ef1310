"""Fixtures for tests of the interpreter: programs run by it and by Python itself."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.interpreter.values import MISSING
from tests.conftest import clean_environ
from tests.unit.interpreted import FOREIGN, UNKNOWN, Interpreted, interpret, is_decided, may_be, tell

HERE = Path(__file__).parent


class PythonServer:
    """A process that says what Python makes of a program."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(HERE / "python_truth.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean_environ(),
        )

    def ask(self, folder: Path, module: str, environ: Mapping[str, str]) -> dict[str, Any]:
        """Return the names that a program binds, and the error that ends it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        question = [str(folder), module, dict(environ), str(HERE / "outside")]
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        # The interpreter tells files from the root of the project on.
        answer: dict[str, Any] = json.loads(line.replace(f"{folder}/", ""))
        return answer

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(120)
        self.process.stdout.close()


@pytest.fixture(scope="session")
def python_server() -> Iterator[PythonServer]:
    server = PythonServer()
    yield server
    server.close()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Interpreted]:
    """Return a function that runs a program in the interpreter alone."""

    def run_program(text: str, **options: Any) -> Interpreted:
        return interpret(tmp_path, text, **options)

    return run_program


@pytest.fixture
def cover(tmp_path: Path, python_server: PythonServer) -> Callable[..., Interpreted]:
    """Return a function that runs a program that ``outside.flag(n)`` decides, and compares all it may do.

    Python runs once for each way the flags may fall. Whatever a run binds must be among what the interpreter
    says may be bound; a run that ends with an error must be one that the interpreter tells of. ``open_`` are
    the names of which the interpreter says more than one thing.
    """

    def run_all(text: str, *, flags: int = 1, open_: tuple[str, ...] = ()) -> Interpreted:
        text = "from outside import flag, items\n" + text
        ran = interpret(tmp_path, text, installed=frozenset({"outside"}))
        main = ran.machine.modules.get("main")
        bound = {
            key: value
            for key, value in (main.ns.items() if main is not None else ())
            if not key.startswith("__") and key not in ("flag", "items")
        }
        told = bool(ran.error or ran.assumptions or ran.machine.notes)
        for bits in product("01", repeat=flags):
            truth = python_server.ask(tmp_path, "main", {"FLAGS": "".join(bits)})
            if truth["error"]:
                assert told, f"{bits}: {truth['error']}"
                continue
            assert ran.error is None, f"{bits}: {ran.error.message}"
            seen = truth["names"]["main"]
            for key in {*bound, *seen} - {"flag", "items"}:
                value = bound.get(key, MISSING)
                assert may_be(value, seen.get(key)), f"{bits}: {key} is {seen.get(key)}, not {tell(value)}"
        assert sorted(key for key, value in bound.items() if not is_decided(value)) == sorted(open_)
        return ran

    return run_all


@pytest.fixture
def agree(tmp_path: Path, python_server: PythonServer) -> Callable[..., Interpreted]:
    """Return a function that runs a program in the interpreter and in Python, and compares all they bind.

    ``unknown`` names what the interpreter may leave undecided, and does; for everything else it says what
    Python says, errors included.
    """

    def run_both(
        text: str, *, unknown: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
    ) -> Interpreted:
        ran = interpret(tmp_path, text, environ=environ)
        truth = python_server.ask(tmp_path, "main", environ or {})
        error = None if ran.error is None else ran.error.message
        assert error == truth["error"]
        names = {module: dict(bound) for module, bound in ran.names().items()}
        left = [(m, key) for m, bound in names.items() for key, value in bound.items() if value == UNKNOWN]
        assert sorted(key for _, key in left) == sorted(unknown)
        left += [(m, key) for m, bound in names.items() for key, value in bound.items() if value == FOREIGN]
        for module, key in left:
            names[module][key] = truth["names"][module][key]
        assert names == truth["names"]
        return ran

    return run_both
