"""Starts an app's real worker and writes down what it registers, in the app's own interpreter.

usage: python PROBE REPORT LIMIT_S CELERY_ARGUMENT...

Standard library and the app's Celery only, for every Python that Celery 5.3 to 5.7 runs on: this file is
copied to a private folder and run from there, so that nothing of ours has to be installed beside the app. It
calls Celery's own ``main`` and ends the process where the worker would print its banner: after the app, its
imports, its signal handlers and bootsteps, before the pool and the broker.

It executes whatever the app does, so it guards each look at an app's object against every exception. REPORT
receives JSON, whole or not at all; ``REPORT.trace`` exists from the first moment and receives the stack
where the process was when the time limit struck or the interpreter crashed.
"""

from __future__ import annotations

import faulthandler
import functools
import gc
import json
import os
import re
import sys
from typing import Any

MAX_TEXT = 2000
MAX_CHAIN = 20
MAX_FRAMES = 60

# As they are before an app may replace them.
_encode, _open, _replace, _exit, _getpid = json.JSONEncoder().encode, open, os.replace, os._exit, os.getpid

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


class Verbatim:
    """An annotation or default whose ``repr`` is a given text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


class Probe:
    """Waits inside the worker for the moment when everything that can register has registered."""

    def __init__(self, report: str) -> None:
        self.report = report
        self.cwd = os.getcwd()
        self.stage = "celery"

    def run_worker(self) -> None:
        """Run Celery's own command with the arguments in ``sys.argv``; return only if it does."""
        from celery import signals
        from celery.__main__ import main
        from celery.bin.celery import celery as command

        sys.dont_write_bytecode = True  # where Python was told to ignore its environment
        self.stage = "worker"
        # Click would turn its own exceptions into an exit code and drop what they came from.
        command.main = functools.partial(command.main, standalone_mode=False)
        signals.worker_init.connect(self.on_worker_init, weak=False)
        # Only reached by a worker whose class prints no banner.
        signals.worker_ready.connect(self.on_worker_ready, weak=False)
        main()

    def on_worker_init(self, sender: Any = None, **_: Any) -> None:
        """Keep the worker from writing a state file, and listen for the end of its set-up."""
        from celery import signals

        sender.statedb = None
        # Connected this late, it comes after the handlers that the app's modules connect.
        signals.celeryd_after_setup.connect(self.on_after_setup, weak=False)

    def on_after_setup(self, instance: Any = None, **_: Any) -> None:
        """Take the place of the banner, which is printed when the last handler of this signal has run."""
        instance.quiet = False
        instance.emit_banner = lambda: self.finish(instance)

    def on_worker_ready(self, sender: Any = None, **_: Any) -> None:
        """Write the registry of a worker that has started in full."""
        self.finish(sender)

    def finish(self, worker: Any) -> None:
        """Write the registry and end the process."""
        try:
            self.write({"status": "registered", **self.describe_worker(worker)})
        except BaseException as error:  # of an app's objects; without a report nothing would be told
            self.write({"status": "failed", "exit_code": 1, "chain": self.describe_chain(error)})
        _exit(0)

    def write(self, content: dict[str, Any]) -> None:
        """Write the report in one step, so that a reader never sees half of it."""
        partial = f"{self.report}.{_getpid()}"
        with _open(partial, "w", encoding="utf-8") as file:
            file.write(_encode(content))
        _replace(partial, self.report)

    def describe_worker(self, worker: Any) -> dict[str, Any]:
        """Return the registry of a worker and what else is worth knowing about it."""
        app = worker.app
        names = sorted(name for name in map(_plain, app.tasks) if not name.startswith("celery."))
        return {
            "tasks": [self.describe_task(app, name) for name in names],
            "main": _text(lambda: app.main),
            "imports": _texts(lambda: app.conf.imports),
            "include": _texts(lambda: app.conf.include),
            "node": _text(lambda: worker.hostname),
            "queues": _texts(lambda: sorted(app.amqp.queues.consume_from)),
            "celery": _text(lambda: sys.modules["celery"].__version__),
            "lacking": _lacking_libraries(app),
            "python": ".".join(str(part) for part in sys.version_info[:3]),
        }

    def describe_task(self, app: Any, name: str) -> dict[str, Any]:
        """Return a task's name, and as much of the rest as can be seen."""
        found: dict[str, Any] = {"name": name}
        for look in (_look_at_module, self._look_at_place, _look_at_bind, _look_at_parameters):
            try:
                found.update(look(app.tasks[name]))
            except Exception:  # a task object may do anything; its name is what counts
                continue
        return found

    def _look_at_place(self, task: Any) -> dict[str, Any]:
        cls = type(task)
        if not getattr(cls, "_decorated", False):
            file = sys.modules[cls.__module__].__file__
            return {"kind": "class", "definition": cls.__name__, "file": self._absolute(file), "line": None}
        function = getattr(task, "_orig_run", task.run)
        for _ in range(50):
            inner = getattr(function, "__wrapped__", None) or getattr(function, "__func__", None)
            if inner is None:
                break
            function = inner
        code = function.__code__
        file = self._absolute(code.co_filename)
        return {"kind": "def", "definition": code.co_name, "file": file, "line": code.co_firstlineno}

    def _absolute(self, file: str | None) -> str | None:
        # Relative entries of sys.path give relative names, and the app may have changed the folder since.
        if not file or file.startswith("<"):
            return file
        return os.path.normpath(os.path.join(self.cwd, file))

    def describe_chain(self, error: BaseException) -> list[dict[str, Any]]:
        """Return an exception and those it came from, the last one raised first."""
        chain: list[dict[str, Any]] = []
        seen: set[int] = set()
        current: BaseException | None = error
        while current is not None and len(chain) < MAX_CHAIN and id(current) not in seen:
            seen.add(id(current))
            explicit = current.__cause__ is not None
            chain.append({**self._describe_exception(current), "explicit": explicit})
            is_told = explicit or current.__suppress_context__
            current = current.__cause__ if is_told else current.__context__
        return chain

    def _describe_exception(self, error: BaseException) -> dict[str, Any]:
        cls = type(error)
        name = cls.__qualname__ if cls.__module__ == "builtins" else cls.__module__ + "." + cls.__qualname__
        found: dict[str, Any] = {
            "type": name,
            "message": _text(lambda: error) or "",
            "frames": self._frames(error),
        }
        if isinstance(error, ModuleNotFoundError):
            found["missing"] = _text(lambda: error.name) if error.name else None
        elif isinstance(error, SyntaxError) and error.filename:
            found["message"] = _text(lambda: error.msg) or ""
            found["frames"].append([self._absolute(error.filename), error.lineno or 1, "<source>"])
        return found

    def _frames(self, error: BaseException) -> list[list[Any]]:
        frames: list[list[Any]] = []
        step = error.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            frames.append([self._absolute(code.co_filename), step.tb_lineno, code.co_name])
            step = step.tb_next
        if len(frames) > MAX_FRAMES:
            frames[MAX_FRAMES // 2 : -MAX_FRAMES // 2] = []
        return frames


def _look_at_module(task: Any) -> dict[str, Any]:
    return {"module": str(type(task).__module__)}


def _look_at_bind(task: Any) -> dict[str, Any]:
    for cls in type(task).__mro__:
        if "run" in cls.__dict__:
            return {"bind": not isinstance(cls.__dict__["run"], staticmethod)}
    return {}


def _look_at_parameters(task: Any) -> dict[str, Any]:
    import inspect

    signature = inspect.signature(task.run)
    parameters = []
    for parameter in signature.parameters.values():
        if isinstance(parameter.annotation, str):
            parameter = parameter.replace(annotation=Verbatim(parameter.annotation))
        if parameter.default is not parameter.empty:
            # Addresses would make every run's answer differ.
            parameter = parameter.replace(default=Verbatim(_ADDRESS.sub("", repr(parameter.default))))
        parameters.append(parameter)
    text = str(signature.replace(parameters=parameters, return_annotation=signature.empty))
    return {"parameters": text[:MAX_TEXT]}


def _plain(name: Any) -> str:
    """Return a task's name as messages hold it: of a member of an enumeration of texts, the text."""
    return str.__str__(name) if isinstance(name, str) else str(name)


def _text(look: Any) -> str | None:
    try:
        found = look()
        return None if found is None else str(found)[:MAX_TEXT]
    except Exception:  # an app's object may do anything when it is looked at
        return None


def _texts(look: Any) -> list[str]:
    try:
        found = look()
        return [found] if isinstance(found, str) else [str(one) for one in found or ()]
    except Exception:  # as above
        return []


def _lacking_libraries(app: Any) -> list[list[str]]:
    import importlib.util

    # Not by its name: this folder is no longer on the app's module path.
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "client_libraries.py")
    try:
        spec: Any = importlib.util.spec_from_file_location("client_libraries", file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        found: list[list[str]] = module.lacking_libraries(app.conf)
        return found
    except Exception:  # the names are what counts
        return []


def _act_as_console_script(arguments: list[str]) -> None:
    """Make ``sys.path`` and ``sys.argv`` what they are under the ``celery`` script."""
    scripts = os.path.dirname(sys.executable)
    here = os.path.realpath(os.path.dirname(os.path.abspath(__file__)))
    if sys.path and os.path.realpath(sys.path[0]) == here:
        sys.path[0] = scripts
    sys.argv[:] = [os.path.join(scripts, "celery"), *arguments]


def _exit_code(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else int(error.code is not None)
    code = getattr(error, "exit_code", 1) if type(error).__module__.startswith("click.") else 1
    return code if isinstance(code, int) else 1


def main() -> None:
    """Start the worker, and leave a report whatever happens."""
    report, limit_s, arguments = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    trace = open(report + ".trace", "w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    faulthandler.enable(file=trace)
    faulthandler.dump_traceback_later(limit_s, exit=True, file=trace)
    _act_as_console_script(arguments)
    # An import makes much and drops little; without collections it takes a tenth less time.
    gc.disable()
    probe = Probe(report)
    try:
        probe.run_worker()
        error: BaseException = SystemExit(0)
    except BaseException as raised:  # sys.exit and KeyboardInterrupt of an app's module end a worker as well
        error = raised
    code = _exit_code(error)
    chain = probe.describe_chain(error)
    probe.write({"status": "failed", "stage": probe.stage, "exit_code": code, "chain": chain})
    _exit(code)


if __name__ == "__main__":
    main()
