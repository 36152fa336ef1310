"""Starting the app's real worker for as long as it takes to see what it registers."""

import contextlib
import json
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from automappa_scaffold.errors import WorkerError
from automappa_scaffold.project.finding import Project
from automappa_scaffold.registry.start_input import WorkerStart
from automappa_scaffold.registry.values import Registry, Source
from automappa_scaffold.worker.distributions import distribution_of
from automappa_scaffold.worker.environment import (
    probe_environment,
    withheld_variables,
    worker_environment,
)
from automappa_scaffold.worker.failure import ProjectFiles, StartFailure, explain_failure
from automappa_scaffold.worker.process import Child, clean_ending
from automappa_scaffold.worker.python import find_worker_python
from automappa_scaffold.worker.report import read_registry

__all__ = [
    "DEFAULT_TIMEOUT_S",
    "RunningProbe",
    "WorkerReport",
    "copy_scripts",
    "report_from_worker",
    "start_probe",
]

DEFAULT_TIMEOUT_S = 30.0
# The probe ends itself just before the time limit, telling where it hung, unless the app prevents that.
_BEFORE_LIMIT_S = 0.5
_MIN_CELERY = 5
_HINT_PYTHON = (
    'Set worker-python = "PATH" in [tool.automappa-scaffold] of pyproject.toml '
    "to the Python that the app's worker runs on."
)
_TRACE_FRAME = re.compile(r'^\s*File "(?P<file>.+?)", line (?P<line>\d+)', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """What a worker's start shows.

    Attributes:
        registry: the tasks, or the error that keeps the worker from starting.
        nodes: the queues that the worker takes messages from, by its node name.
        celery: the version of the app's Celery, empty when the worker did not start.
        failure: the error with all that is known of it.
        missing_libraries: the client libraries of broker and result store that its Python lacks, with what
            needs each; the names are right without them.
        missing_distribution: what to install where a module is missing, as far as that is known.
    """

    registry: Registry
    nodes: Mapping[str, tuple[str, ...]]
    celery: str = ""
    failure: StartFailure | None = None
    missing_libraries: tuple[tuple[str, str], ...] = ()
    missing_distribution: str = ""


class RunningProbe:
    """A worker start under way."""

    def __init__(self, child: Child, folder: Path, context: "_Context", timeout_s: float) -> None:
        self._child = child
        self._timeout_s = timeout_s
        self._deadline = time.monotonic() + timeout_s
        self._report = folder / "report.json"
        self._context = context

    def wait(self) -> WorkerReport:
        """Return the report of the started worker.

        Raises:
            WorkerError: the time limit struck, or the interpreter cannot run Celery at all.
        """
        code = self._child.wait(self._deadline - time.monotonic())
        self._child.end()
        trace = self._read(self._report.with_name("report.json.trace"))
        content = self._read(self._report)
        if content:
            try:
                return self._context.read(json.loads(content), self._child.output())
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise self._context.spoiled() from error
        if not self._report.parent.is_dir():
            raise self._context.without_folder()
        if code is None or "Timeout (" in (trace or ""):
            raise self._context.timed_out(trace or "", self._timeout_s)
        return self._context.without_report(code, trace, self._child.output())

    @staticmethod
    def _read(path: Path) -> str | None:
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None


@dataclass(frozen=True, slots=True)
class _Context:
    """What is needed to turn a finished start into an answer."""

    app: str
    python: Path
    files: ProjectFiles
    withheld: frozenset[str]
    declared: frozenset[str] = frozenset()

    def read(self, content: Mapping[str, Any], output: str) -> WorkerReport:
        if content["status"] == "registered":
            self._check_version(str(content.get("celery") or ""))
            registry = read_registry(self.app, content, self.files)
            nodes = {content["node"]: tuple(content["queues"])} if content.get("node") else {}
            lacking = tuple((str(module), str(what)) for module, what in content.get("lacking", ()))
            return WorkerReport(registry, nodes, str(content.get("celery") or ""), missing_libraries=lacking)
        failure = explain_failure(
            content["exit_code"], content["chain"], self.files, output=output, withheld=self.withheld
        )
        if content.get("stage") == "celery" and failure.path is None:
            raise self._no_celery(failure)
        return self._failed(failure)

    def without_report(self, code: int, trace: str | None, output: str) -> WorkerReport:
        """Explain a process that ended before it could say why: ``os._exit``, a crash, no Python at all."""
        failure = explain_failure(code, (), self.files, output=output)
        if trace is None:
            why = failure.message.rstrip(".")
            raise WorkerError(f"{self.python} does not run the start-up check: {why}.", hint=_HINT_PYTHON)
        path, line = self._place(trace)
        return self._failed(StartFailure(code, "", failure.message, path, line))

    def spoiled(self) -> WorkerError:
        return WorkerError(
            "The report of the start-up check cannot be read: something that the app imports has changed it.",
            hint="automappa-scaffold verify --log FILE reads what a worker prints at its start instead.",
        )

    def without_folder(self) -> WorkerError:
        return WorkerError(
            "The temporary folder of the start-up check is gone: something that the app imports, or another "
            "program, has deleted it.",
            hint="Keep the app from clearing the temporary folder at import, or set TMPDIR to another one.",
        )

    def timed_out(self, trace: str, timeout_s: float) -> WorkerError:
        path, line = self._place(trace)
        where = f" It hangs at {path}:{line}." if path else ""
        return WorkerError(
            f"The worker of {self.app} did not start within {timeout_s:g} seconds.{where}",
            hint="Allow it more time with --timeout, or keep what takes so long out of the import.",
        )

    def _place(self, trace: str) -> tuple[Any, int | None]:
        # The newest call comes first in each thread's part, and the main thread's part comes last.
        for thread in reversed(re.split(r"^(?:Current t|T)hread .*$", trace, flags=re.MULTILINE)):
            for frame in _TRACE_FRAME.finditer(thread):
                if path := self.files.relative(frame["file"]):
                    return path, int(frame["line"])
        return None, None

    def _failed(self, failure: StartFailure) -> WorkerReport:
        registry = Registry(Source.WORKER, self.app, error=failure.as_start_error())
        distribution = distribution_of(failure.missing, self.declared, self.files) if failure.missing else ""
        return WorkerReport(registry, {}, failure=failure, missing_distribution=distribution)

    def _no_celery(self, failure: StartFailure) -> WorkerError:
        if failure.missing == "celery":
            return WorkerError(f"Celery is not installed for {self.python}.", hint=_HINT_PYTHON)
        return WorkerError(
            f"{self.python} cannot import Celery: {failure.as_start_error().message}", hint=_HINT_PYTHON
        )

    def _check_version(self, version: str) -> None:
        major = version.partition(".")[0]
        if major.isdigit() and int(major) < _MIN_CELERY:
            raise WorkerError(
                f"{self.python} has Celery {version}; Celery 5.3 or newer is needed.", hint=_HINT_PYTHON
            )


@contextlib.contextmanager
def start_probe(
    project: Project, start: WorkerStart, environ: Mapping[str, str], *, timeout_s: float
) -> Iterator[RunningProbe]:
    """Start the worker and hand it over while it runs; afterwards nothing of it is left.

    Args:
        environ: the caller's environment; what of it the app sees is decided here.
    Raises:
        ConfigError: the env-file cannot be read.
        WorkerError: there is no interpreter to start.
    """
    python = find_worker_python(project)
    variables = {**worker_environment(project, environ), **start.given}
    withheld = withheld_variables(project, environ) - frozenset(start.given)
    context = _Context(start.app, python, ProjectFiles(project.root), withheld, start.declared)
    temporary = tempfile.TemporaryDirectory(prefix="automappa-scaffold-", ignore_cleanup_errors=True)
    with clean_ending(), temporary as name:
        folder = Path(name)
        scripts = copy_scripts(folder, "probe.py", "client_libraries.py")
        limit_s = max(timeout_s - _BEFORE_LIMIT_S, timeout_s / 2)
        command = [str(python), str(scripts[0]), str(folder / "report.json"), f"{limit_s:g}"]
        command += _celery_arguments(start)
        variables = probe_environment(variables, start.sys_path)
        with Child(command, cwd=project.workdir, environ=variables) as child:
            yield RunningProbe(child, folder, context, timeout_s)


def copy_scripts(folder: Path, *names: str) -> list[Path]:
    """Copy scripts for the app's interpreter to a folder where nothing else of ours can be imported."""
    copies = [folder / name for name in names]
    for copy in copies:
        copy.write_bytes(Path(__file__).with_name(copy.name).read_bytes())
    return copies


def report_from_worker(
    project: Project,
    start: WorkerStart,
    environ: Mapping[str, str],
    *,
    timeout_s: float = DEFAULT_TIMEOUT_S,
) -> WorkerReport:
    """Return what the app's real worker registers, or why it does not start.

    Raises:
        ConfigError: the env-file cannot be read.
        WorkerError: the question cannot be asked: no interpreter, no Celery there, no answer in time.
    """
    with start_probe(project, start, environ, timeout_s=timeout_s) as probe:
        return probe.wait()


def _celery_arguments(start: WorkerStart) -> list[str]:
    arguments = ["-A", start.app, "-b", "memory://", "--result-backend", "cache+memory://"]
    arguments += ["worker", "-P", "solo", "-l", "INFO"]
    arguments += ["-I", ",".join(start.include)] if start.include else []
    return [*arguments, "-Q", ",".join(start.queues)] if start.queues else arguments
