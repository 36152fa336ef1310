"""``Task.request`` and ``Task.retry`` where a task is called, or asked, while the app is imported.

Source: ``celery.app.task.Context`` and ``Task.retry`` of Celery 5.3 to 5.7.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from automappa_scaffold.interpreter.error_handling import made_error
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, Namespace, Unknown, Value
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["REQUEST", "applied", "called", "retry"]

# Among a task's attributes: the request of the call that runs, and the one that stands for none.
_CURRENT, _OF_NO_CALL = "<request>", "<request of no call>"
_NONE = """
args callbacks chain chord correlation_id delivery_info errbacks eta expires group group_index headers
hostname id kwargs logfile loglevel origin parent_id properties reply_to root_id shadow taskset timelimit utc
stamped_headers stamps _children
"""
_OTHERS = {"called_directly": True, "ignore_result": False, "is_eager": False, "retries": 0}


def _context_class() -> Class:
    made = native_class("Context", module="celery.app.task", is_whole=True)
    made.ns.update({WHOLE: True, **dict.fromkeys(_NONE.split()), **_OTHERS})
    made.ns.update({"_protected": 0, "replaced_task_nesting": 0})
    for name in ("time_limit", "soft_time_limit"):
        made.ns[name] = Unknown(f"whether this Celery has {name}", None, Namespace(0), is_foreign=True)
    made.ns["get"] = Native("get", _get, binds=True)
    for name in ("__repr__", "as_execution_options", "clear", "update"):
        made.ns[name] = Native(name, _opaque, binds=True)
    made.ns["children"] = Wrapper("property", Native("children", _opaque))
    return made


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1]) if len(args) > 1 else m.decide(kwargs.get("key"))
    if not isinstance(name, str):
        return m.undecided(name, place)
    found = m.find_attribute(args[0], name, place)
    return found if found is not MISSING else args[2] if len(args) > 2 else kwargs.get("default")


def _opaque(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("what the request of a task tells", place, is_foreign=True)


_CONTEXT = _context_class()


def _request(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the request of the call that runs, or the one that a task has without a call."""
    task = args[0]
    if not isinstance(task, Instance):
        return _opaque(m, args, kwargs, place)
    current = task.ns.get(_CURRENT)
    if current is not None:
        return current
    if _OF_NO_CALL not in task.ns:
        m.store(task.ns, _OF_NO_CALL, Instance(_CONTEXT, m.namespace(headers=None)))
    return task.ns[_OF_NO_CALL]


REQUEST = Wrapper("property", Native("request", _request))


@contextmanager
def _running(m: Interpreter, task: Instance, request: Value) -> Iterator[None]:
    before = task.ns.get(_CURRENT)
    m.store(task.ns, _CURRENT, request)
    try:
        yield
    finally:
        m.store(task.ns, _CURRENT, before)


@contextmanager
def called(m: Interpreter, task: Value, args: Args, kwargs: Kwargs) -> Iterator[None]:
    """A task runs that is called as a function."""
    if not isinstance(task, Instance) or isinstance(task.ns.get(_CURRENT), Unknown):
        yield  # it is applied, and what its request is then is not followed
        return
    names = m.namespace(args=args, kwargs=m.new_dict(kwargs), headers=None)
    with _running(m, task, Instance(_CONTEXT, names)):
        yield


@contextmanager
def applied(m: Interpreter, task: Value, place: Place) -> Iterator[None]:
    """A task runs that is applied: its request has an identity that is drawn, and much else."""
    if not isinstance(task, Instance):
        yield
        return
    with _running(m, task, m.unknown("the request of an applied task", place, is_foreign=True)):
        yield


def retry(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Task.retry``: where no worker runs the task, its error is raised again.

    Raises:
        PyRaise: the error that is given, or ``Retry``.
    """
    request = m.decide(m.get_attribute(args[0], "request", place))
    is_direct = isinstance(request, Instance) and request.cls is _CONTEXT
    if not is_direct or m.truth(request.ns.get("called_directly", True)) is not True:
        return _opaque(m, args, kwargs, place)
    error = m.decide(args[3] if len(args) > 3 else kwargs.get("exc"))
    is_given = False if error is None else m.truth(error)
    if is_given is None or "**" in kwargs or isinstance(error, Unknown):
        return _opaque(m, args, kwargs, place)
    if not is_given:
        raise _retry_error(place)
    if is_solid(error) and not isinstance(error, (Class, Instance)):
        raise m.refusal("TypeError", "exceptions must derive from BaseException", place)
    if isinstance(error, Class):
        error = made_error(m, error, (), place)
    if m.handling is not None and m.handling.value is error:
        raise m.handling
    raise PyRaise(error, place)


def _retry_error(place: Place) -> PyRaise:
    raised = celery_error("Retry", "Task can be retried", place)
    told = {
        "message": "Task can be retried",
        "is_eager": False,
        **dict.fromkeys(("exc", "excs", "sig", "when")),
    }
    raised.value.ns.update(told)
    raised.value.ns["args"] = (raised.value, None, None)
    return raised
