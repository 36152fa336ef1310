"""Asking the running workers of an app, through a process in the app's own interpreter."""

import contextlib
import json
import os
import select
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.project.finding import Project
from automappa_scaffold.registry.fleet import Node
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Task
from automappa_scaffold.worker.broker_errors import (
    broken_broker,
    silent_broker,
    without_password,
)
from automappa_scaffold.worker.environment import live_environment
from automappa_scaffold.worker.failure import ProjectFiles, explain_failure
from automappa_scaffold.worker.launch import copy_scripts
from automappa_scaffold.worker.process import Child, clean_ending
from automappa_scaffold.worker.python import find_worker_python

__all__ = ["Answer", "LiveFleet", "connect_fleet"]

_LOADING_S = 60.0
# The process ends its own waiting; this is for a broker that takes the connection and says nothing.
_GRACE_S = 1.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What one round of questions brought.

    Attributes:
        routes: the queue of each task's messages, None where it cannot be told.
        broker: the broker's URL without its password.
    """

    nodes: tuple[Node, ...]
    routes: Mapping[str, str | None]
    broker: str


class LiveFleet:
    """The workers of an app, asked as often as wanted."""

    def __init__(self, child: Child, requests: int, answers: int, context: "_Context") -> None:
        self._child = child
        self._requests = requests
        self._answers = answers
        self._context = context
        self._buffer = b""
        self._broker = ""
        self._is_loaded = False
        self._can_connect = False

    def ask(self, names: Sequence[str], *, nodes: int = 0, timeout_s: float) -> Answer:
        """Return what the workers say.

        Args:
            names: tasks whose queues are wanted besides those that workers have.
            nodes: how many to wait for; 0: for as many as answer in the time.
        Raises:
            BrokerError: the broker cannot be used.
            WorkerError: the app cannot be loaded.
        """
        if not self._is_loaded:
            self._load()
        request = {"nodes": nodes, "timeout": timeout_s, "names": list(names)}
        os.write(self._requests, json.dumps(request).encode() + b"\n")
        # Connecting and asking may each take the time that is given; loading what they need takes its own.
        limit_s = max(timeout_s, 1.0) + _GRACE_S
        deadline = time.monotonic() + (limit_s if self._can_connect else _LOADING_S)
        while True:
            content = self._read_line(deadline)
            if content is None:
                raise silent_broker(self._broker, limit_s)
            if "nodes" in content:
                found = [_as_node(name, node) for name, node in content["nodes"].items()]
                return Answer(tuple(found), content["routes"], self._broker)
            if "error" in content:
                raise broken_broker(self._broker, content["error"], self._context.python)
            self._broker = without_password(content.get("broker") or self._broker)
            if content.get("stage") == "connect":
                self._can_connect, deadline = True, time.monotonic() + limit_s
            elif content.get("stage") == "ask":
                deadline = time.monotonic() + timeout_s + _GRACE_S

    def _load(self) -> None:
        content = self._read_line(time.monotonic() + _LOADING_S)
        if content is None:
            raise WorkerError(
                f"The app {self._context.app} was not loaded within {_LOADING_S:g} seconds.",
                hint="Keep what takes so long out of the import.",
            )
        if "chain" in content:
            raise self._context.not_loaded(content)
        self._is_loaded = True

    def _read_line(self, deadline: float) -> dict[str, Any] | None:
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            ready = left > 0 and select.select([self._answers], [], [], left)[0]
            if not ready:
                return None
            block = os.read(self._answers, 1 << 16)
            if not block:
                raise self._context.ended(self._child)
            self._buffer += block
        line, _, self._buffer = self._buffer.partition(b"\n")
        content: dict[str, Any] = json.loads(line)
        return content


@dataclass(frozen=True, slots=True)
class _Context:
    """What is needed to explain an app that cannot be loaded."""

    app: str
    python: Path
    files: ProjectFiles

    def not_loaded(self, content: Mapping[str, Any]) -> WorkerError:
        failure = explain_failure(1, content["chain"], self.files)
        if failure.missing == "celery":
            return WorkerError(
                f"Celery is not installed for {self.python}.",
                hint='Set worker-python = "PATH" to the Python that the app\'s worker runs on.',
            )
        where = f" ({failure.path}:{failure.line})" if failure.path else ""
        return WorkerError(
            f"The app {self.app} cannot be loaded, so its broker is not known: "
            f"{failure.as_start_error().message}{where}",
            hint="automappa-scaffold verify, without --live, tells more.",
        )

    def ended(self, child: Child) -> WorkerError:
        code = child.wait(1.0)
        failure = explain_failure(code if code is not None else 1, (), self.files, output=child.output())
        return WorkerError(f"The process that asks the workers ended: {without_password(failure.message)}")


@contextlib.contextmanager
def connect_fleet(project: Project, start: WorkerStart, environ: Mapping[str, str]) -> Iterator[LiveFleet]:
    """Hand over a line to the workers of an app; afterwards nothing of it is left.

    Raises:
        ConfigError: the env-file cannot be read.
        WorkerError: there is no interpreter to start.
    """
    python = find_worker_python(project)
    context = _Context(start.app, python, ProjectFiles(project.root))
    variables = live_environment(project, {**environ, **start.given}, start.sys_path)
    temporary = tempfile.TemporaryDirectory(prefix="automappa-scaffold-", ignore_cleanup_errors=True)
    with clean_ending(), temporary as name, _Pipe() as requests, _Pipe() as answers:
        script = copy_scripts(Path(name), "live_probe.py", "probe.py")[0]
        command = [str(python), str(script), str(requests.reading), str(answers.writing), start.app]
        passed = (requests.reading, answers.writing)
        with Child(command, cwd=project.workdir, environ=variables, pass_fds=passed) as child:
            # Else the end of the process would not be seen.
            requests.close_reading()
            answers.close_writing()
            yield LiveFleet(child, requests.writing, answers.reading, context)


class _Pipe:
    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self._open = {self.reading, self.writing}

    def __enter__(self) -> "_Pipe":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close_reading()
        self.close_writing()

    def close_reading(self) -> None:
        self._close(self.reading)

    def close_writing(self) -> None:
        self._close(self.writing)

    def _close(self, number: int) -> None:
        if number in self._open:
            self._open.discard(number)
            os.close(number)


def _as_node(name: str, content: Mapping[str, Any]) -> Node:
    tasks, queues = content["tasks"], content["queues"]
    return Node(
        name,
        None if tasks is None else tuple(Task(task) for task in sorted(tasks)),
        None if queues is None else tuple(queues),
    )
