"""Asks Celery what calls of tasks do: runs the functions of a module against a worker in this process.

Arguments: the app, the module. Writes one JSON object per function: its name and line, what the call raised,
and what became of the task: its state, its result, and the errors that the worker logged.
"""

import importlib
import inspect
import json
import logging
import os
import sys
import time
from typing import Any

import celery.exceptions


class Errors(logging.Handler):
    """Keeps what the worker logs as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message with the type of its exception."""
        error = record.exc_info[1] if record.exc_info else None
        self.texts.append(f"{type(error).__name__}: {error}" if error else record.getMessage())


def result_of(made: Any, errors: Errors) -> Any:
    """Return the result; what is never sent has none, and the log says why."""
    until = time.monotonic() + 300
    while True:
        is_told = bool(errors.texts)  # before the wait, as an error is logged before it becomes the result
        try:
            return made.get(timeout=1 if is_told else 0.2, propagate=False, interval=0.02)
        except celery.exceptions.TimeoutError:
            if is_told or time.monotonic() > until:
                raise


def outcome_of(call: Any, errors: Errors) -> dict[str, Any]:
    """Return what calling a function leads to."""
    errors.texts.clear()
    try:
        made = call()
    except Exception as error:
        return {"raised": type(error).__name__, "text": str(error)}
    if not hasattr(made, "get") or isinstance(made, dict):
        return {"raised": None, "state": "SUCCESS"}
    try:
        result = result_of(made, errors)
    except Exception as error:
        return {"raised": None, "state": "PENDING", "text": repr(error), "errors": list(errors.texts)}
    state = "SUCCESS" if made.successful() else "FAILURE"
    text = f"{type(result).__name__}: {result!r}"
    return {"raised": None, "state": state, "text": text, "errors": list(errors.texts)}


def main() -> None:
    """Run every function of the module."""
    from celery.app.utils import find_app
    from celery.contrib.testing.worker import start_worker

    sys.path.insert(0, ".")
    app = find_app(sys.argv[1])
    app.conf.update(
        broker_url="memory://",
        broker_transport_options={"polling_interval": 0.01},
        result_backend="cache+memory://",
        task_always_eager=False,
    )
    app.set_default()
    app.loader.import_default_modules()
    module = importlib.import_module(sys.argv[2])
    errors = Errors()
    own = [
        function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=30):
        logging.getLogger().addHandler(errors)
        for name in ("celery", "celery.worker", "celery.worker.strategy", "celery.app.trace"):
            logging.getLogger(name).addHandler(errors)
        for call in sorted(own, key=lambda f: f.__code__.co_firstlineno):
            line = call.__code__.co_firstlineno
            print(json.dumps({"name": call.__name__, "line": line, **outcome_of(call, errors)}), flush=True)
        os._exit(0)  # an orderly end of the worker takes seconds


if __name__ == "__main__":
    main()
