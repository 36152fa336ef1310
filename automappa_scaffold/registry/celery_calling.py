"""Calling tasks where the app is imported: here and now, or by sending them.

Source: ``celery.app.task.Task``, ``__call__``, ``apply``, ``delay`` and ``apply_async``.
"""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Maybe,
    SetValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_requests import applied, called
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.eager_results import as_sent, denied_joins, failed_result, given_result
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

_OF_TASKS = "celery.app.task"

__all__ = ["PUBLISHING", "apply_async", "apply_task", "delay", "run_nothing", "run_task", "tell_handlers"]


PUBLISHING = ("before_task_publish", "after_task_publish")
_RUNNING = ("task_prerun", "task_postrun", "task_success", "task_failure", "task_retry", "task_revoked")
_OF_APPLY = ("args", "kwargs", "throw", "link", "link_error")
_SENT = ("args", "kwargs")
_HOOKS = ("before_start", "on_success", "on_failure", "on_retry", "after_return")


def tell_handlers(m: Interpreter, names: tuple[str, ...], place: Place) -> None:
    """Tell that handlers of these signals are called here, which is not followed."""
    for name in names:
        signal = m.models.get(f"celery.signals.{name}")
        world, key = signal.payload if isinstance(signal, Instance) else (None, None)
        if world is not None and world.handlers.get(key):
            m.note(f"what the handlers of {name} do where a task is called", place)


def _tell_hooks(m: Interpreter, task: Instance, given: Kwargs, place: Place) -> None:
    """Tell that the project's code runs around a task that is applied, which is not followed."""
    tell_handlers(m, _RUNNING, place)
    if any(isinstance(task.cls.lookup(name), Function) for name in _HOOKS):
        m.note("what the task's class does around an applied task", place)
    if any(m.truth(given.get(name)) is not False for name in ("link", "link_error")):
        m.note("what is linked to an applied task", place)


def delay(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Task.delay``: the arguments are checked, and an eager task runs."""
    _require_arguments(m, args, kwargs, place)
    if _is_eager(m, args[0], place):
        return _apply_sent(m, (args[0], tuple(args[1:]), m.new_dict(kwargs)), {}, place)
    tell_handlers(m, PUBLISHING, place)
    return m.unknown("what calling a task returns", place, is_foreign=True)


def _require_arguments(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what a task that is sent raises for arguments that its function does not take.

    Args:
        args: the task, and what its function is given by place.
    """
    definition = args[0].payload
    fun = definition.fun if isinstance(definition, Definition) else None
    if isinstance(fun, Function) and m.truth(_typing_of(args[0])) is True:
        bind = m.truth(definition.options.get("bind", False))
        if bind is not None and not definition.options.get("pydantic"):
            m.bind(fun, args if bind else args[1:], kwargs, place)


def _require_sent(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what ``apply_async`` raises for the arguments that it is to send, where they are known."""
    given = {**dict(zip(_SENT, args[1:], strict=False)), **kwargs}
    by_place, by_name = (m.decide(given.get(name)) for name in _SENT)
    items, unknown = m.iterate_in_order(by_place or (), place)
    is_known = by_name is None or (isinstance(by_name, DictValue) and by_name.unknown is None)
    if unknown is not None or not is_known or "**" in kwargs or any(isinstance(i, Maybe) for i in items):
        return
    named = by_name.items if isinstance(by_name, DictValue) else {}
    keywords = {key: value for key, value in named.items() if isinstance(key, str)}
    if len(keywords) == len(named):
        _require_arguments(m, (args[0], *items), keywords, place)


def _typing_of(task: Instance) -> Value:
    """Return whether a task's arguments are checked: as it says itself, or its app."""
    written = [cls.ns["typing"] for cls in task.cls.mro if cls.module != _OF_TASKS and "typing" in cls.ns]
    own = next(iter(written), None)
    own = task.ns.get("typing", own)
    app = task.cls.lookup("app")
    if own is None and isinstance(app, Instance):
        own = app.ns.get("strict_typing", True)
    return True if own is None else own


def apply_async(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Task.apply_async``."""
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("args"))
    if given and is_constant(given) and not isinstance(given, (str, bytes)):
        text = f"{args[0].cls.name}() argument after * must be an iterable, not {kind_name(given)}"
        raise m.raise_("TypeError", text, place)
    _require_sent(m, args, kwargs, place)
    if _is_eager(m, args[0], place):
        own = {key: value for key, value in kwargs.items() if key in _OF_APPLY}
        return _apply_sent(m, tuple(args[:3]), own, place)
    if m.truth(given) and (is_constant(given) or isinstance(given, (DictValue, SetValue))):
        raise m.raise_("TypeError", "task args must be a list or tuple", place)
    tell_handlers(m, PUBLISHING, place)
    return m.unknown("what calling a task returns", place, is_foreign=True)


def _apply_sent(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run a task that is sent, with arguments as they are when they arrive."""
    app = m.get_attribute(args[0], "app", place)
    task, *sent = args
    own = {key: as_sent(m, app, value, place) if key in _SENT else value for key, value in kwargs.items()}
    with denied_joins(m, app):
        return apply_task(m, (task, *(as_sent(m, app, value, place) for value in sent)), own, place)


def _is_eager(m: Interpreter, task: Value, place: Place) -> bool:
    """Return whether a task that is sent runs here and now."""
    app = m.find_attribute(task, "app", place)
    if not isinstance(app, Instance):
        return False
    conf = m.get_attribute(app, "conf", place)
    is_on = m.truth(m.get_attribute(conf, "task_always_eager", place))
    if is_on is None:
        m.assumptions["task_always_eager is off: tasks that are sent at import do not run there"] = None
    return is_on is True


def run_task(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Task.__call__``: run the task's function, and return what it returns."""
    run = m.find_attribute(args[0], "run", place)
    if isinstance(args[0], Instance) and args[0].cls.lookup("__bound__") is False:
        raised = m.raise_("AttributeError", "'NoneType' object has no attribute 'push'", place)
        raised.is_soft = True  # what binds a task to its app is not followed everywhere
        raise raised
    if run is MISSING or isinstance(run, Unknown):
        return m.unknown("what calling a task returns", place, is_foreign=True)
    with called(m, args[0], args[1:], kwargs):
        return m.call(run, args[1:], kwargs, place)


def run_nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Task.run``, which a class of tasks has to define."""
    raise m.raise_("NotImplementedError", "Tasks must define the run method.", place)


def apply_task(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Run a task here and now; its error becomes its result."""
    given = {**dict(zip(("args", "kwargs", "link", "link_error"), args[1:], strict=False)), **kwargs}
    _tell_hooks(m, args[0], given, place)
    by_place = m.decide(given.get("args") or ())
    is_number = is_constant(by_place) and not isinstance(by_place, (str, bytes))
    if is_number or has_no_elements(by_place):  # the task fails before it runs
        m.note("what applying this task does is not followed", place)
        return m.unknown("the result of a task", place, is_foreign=True)
    items, unknown = m.iterate_in_order(by_place, place)
    named = m.decide(given.get("kwargs"))
    if unknown is not None or not (named is None or isinstance(named, DictValue)):
        m.note("what applying this task does is not followed", place)
        return m.unknown("the result of a task", place, is_foreign=True)
    try:
        keywords = dict(named.items) if named is not None else {}
        own = args[0].cls.lookup("__call__") if isinstance(args[0], Instance) else None
        with applied(m, args[0], place):
            if isinstance(own, Function):
                value = m.call(own, (args[0], *items), keywords, place)
            else:
                value = run_task(m, (args[0], *items), keywords, place)
    except PyRaise as raised:
        if _is_raised_on(m, args, given, place):
            raise
        if raised.is_soft:
            m.note("whether an applied task ends here", raised.place or place)
        return failed_result(m, args[0], raised, place)
    return given_result(m, args[0], value, place)


def _is_raised_on(m: Interpreter, args: Args, given: Kwargs, place: Place) -> bool:
    """Return whether an applied task's error is raised where it is applied."""
    throw = args[7] if len(args) > 7 else given.get("throw")
    if throw is None:  # see ``Celery.either``
        conf = m.get_attribute(m.get_attribute(args[0], "app", place), "conf", place)
        throw = m.get_attribute(conf, "task_eager_propagates", place)
    return m.truth(throw) is True
