"""What tasks give that run where they are called: results that are there already.

Source: ``celery.result.EagerResult``, ``celery.app.task.Task.apply``.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Namespace, Unknown, Value
from automappa_scaffold.registry.celery_objects import closed_class
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["EAGER_RESULT", "as_sent", "denied_joins", "failed_result", "given_result"]

_DENIED = "<joins denied>"  # among an app's attributes: a task runs in which results must not be waited for
_WOULD_BLOCK = """\
Never call result.get() within a task!
See https://docs.celeryq.dev/en/latest/userguide/tasks.html\
#avoid-launching-synchronous-subtasks
"""
# Errors by which a task says something else than that it failed.
_SAYING = frozenset(("Ignore", "Reject", "Retry", "TaskRevokedError"))


def _call_back(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.note("what is called when a result is there", place)
    return m.unknown("a promise", place, is_foreign=True)


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    result = args[0]
    state, app = result.ns.get("state", MISSING), result.payload
    denies = m.decide(kwargs.get("disable_sync_subtasks", args[3] if len(args) > 3 else True))
    is_denied = denies is not False and isinstance(app, Instance) and _DENIED in app.ns
    propagates = m.truth(kwargs.get("propagate", args[2] if len(args) > 2 else True))
    if is_denied and denies is True:
        raise m.raise_("RuntimeError", _WOULD_BLOCK, place)
    if state not in ("SUCCESS", "FAILURE") or is_denied or propagates is None:
        m.risky_calls += 1
        return m.unknown("the result of a task", place, is_foreign=True)
    if state == "FAILURE" and propagates:
        raise PyRaise(result.ns["result"], place)
    return result.ns["result"]


def _is_in(state: str) -> Any:
    def ask(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        found = args[0].ns.get("state", MISSING)
        return m.unknown("how a task ended", place, is_foreign=True) if found is MISSING else found == state

    return ask


EAGER_RESULT: Class = closed_class(
    "celery.result.EagerResult",
    {
        "failed": _is_in("FAILURE"),
        "get": _get,
        "ready": lambda m, args, kwargs, place: True,
        "successful": _is_in("SUCCESS"),
        "then": _call_back,
        "wait": _get,
    },
)
for _name in ("result", "state", "status"):
    # What ``apply`` gives has its own; of one that the program makes it is not known.
    EAGER_RESULT.ns[_name] = Unknown("the result of a task", None, Namespace(0), is_foreign=True)


def _result(m: Interpreter, task: Instance, value: Value, state: str, place: Place) -> Instance:
    app = m.find_attribute(task, "app", place)
    names = m.namespace(result=value, state=state, status=state)
    return Instance(EAGER_RESULT, names, app)


def given_result(m: Interpreter, task: Instance, value: Value, place: Place) -> Instance:
    """Return the result of a task that returned a value."""
    return _result(m, task, value, "SUCCESS", place)


def failed_result(m: Interpreter, task: Instance, raised: PyRaise, place: Place) -> Value:
    """Return the result of a task that ended by an error, where this says that it failed."""
    is_tried_again = m.find_attribute(task, "autoretry_for", place) not in (MISSING, None, ())
    if raised.is_soft or is_tried_again or raised.type_name in _SAYING:
        return m.unknown("the result of a task", place, is_foreign=True)
    return _result(m, task, raised.value, "FAILURE", place)


@contextmanager
def denied_joins(m: Interpreter, app: Instance) -> Iterator[None]:
    """A task runs that was sent: inside of it, no results may be waited for."""
    before = app.ns.get(_DENIED, MISSING)
    m.store(app.ns, _DENIED, True)
    try:
        yield
    finally:
        m.store(app.ns, _DENIED, before)


def as_sent(m: Interpreter, app: Instance, given: Value, place: Place) -> Value:
    """Return arguments as JSON brings them to a task, where they are plain and it is what is used."""
    serializer = m.decide(m.get_attribute(m.get_attribute(app, "conf", place), "task_serializer", place))
    plain = m.to_python(m.decide(given), place)
    if isinstance(serializer, Unknown) or serializer != "json" or plain is MISSING or not plain:
        return given
    try:
        return m.from_python(json.loads(json.dumps(plain)))
    except (TypeError, ValueError):
        return given
