"""Options of tasks: those that Celery refuses, and what those of retries add to a task."""

from collections.abc import Mapping
from functools import partial

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import has_no_elements, lacks
from automappa_scaffold.interpreter.objects import Class, Instance, Wrapper
from automappa_scaffold.interpreter.refusals import is_definition
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.source.places import Place

__all__ = ["add_retries", "require_options"]

# What is read of a task's class, too.
_RETRIES = ("autoretry_for", "dont_autoretry_for", "retry_backoff", "retry_backoff_max")
_KEPT = "_orig_run"


def require_options(m: Interpreter, definition: Definition, task: Instance) -> None:
    """Raise what Celery raises for options that it cannot use."""
    if "fun" in definition.options:
        text = "Celery._task_from_fun() got multiple values for argument 'fun'"
        raise m.raise_("TypeError", text, definition.place)
    if m.truth(definition.options.get("pydantic", False)) is not False:
        if m.installed is None:
            m.assumptions["pydantic is taken to be importable, as tasks want it"] = None
        elif "pydantic" not in m.installed:
            m.assumptions["the worker runs Celery 5.5 or newer, where pydantic=True needs pydantic"] = None
            text = "ImproperlyConfigured: You need to install pydantic to use pydantic model serialization."
            raise m.raise_("Exception", text, definition.place)
    add_retries(m, task, definition.options, definition.place)


def _is_no_number(value: Value) -> bool:
    return is_definition(value) or all(
        lacks(value, method) for method in ("__float__", "__index__", "__int__")
    )


def _require_retries(m: Interpreter, task: Instance, given: Mapping[str, Value], place: Place) -> None:
    """Raise what Celery raises for options of retries, or attributes, each taken for what it should be."""
    of_class = {key: held for key in _RETRIES if (held := task.cls.lookup(key)) is not MISSING}
    options = {**of_class, **given}
    for key in ("autoretry_for", "dont_autoretry_for"):
        held = m.decide(options.get(key, ()))
        is_iterable = isinstance(held, (str, bytes, tuple))
        is_refused = is_constant(held) or (not isinstance(held, Wrapper) and has_no_elements(held))
        if not is_iterable and is_refused:
            kind = "type" if isinstance(held, Class) else kind_name(held)
            raise m.raise_("TypeError", f"'{kind}' object is not iterable", place)
    for key, convert in (("retry_backoff", float), ("retry_backoff_max", int)):
        held = m.decide(options.get(key, 0))
        if is_constant(held) and not isinstance(held, tuple):
            m.compute(partial(convert, held), place)
        elif isinstance(held, (tuple, ListValue, DictValue)) or _is_no_number(held):
            text = f"{convert.__name__}() argument must be a string or a number, not '{kind_name(held)}'"
            raise m.raise_("TypeError", text, place)


def add_retries(m: Interpreter, task: Instance, given: Mapping[str, Value], place: Place) -> None:
    """Keep what a task runs once more where it is retried by itself, as ``add_autoretry_behaviour`` does.

    What then takes its place hands everything on: it is not told from it here.
    """
    _require_retries(m, task, given, place)
    held = given.get("autoretry_for", task.cls.lookup("autoretry_for"))
    is_retried = held is not MISSING and m.truth(held)
    if is_retried is False or m.find_attribute(task, _KEPT, place) is not MISSING:
        return
    kept = m.get_attribute(task, "run", place) if is_retried else m.unknown("whether it is retried", place)
    m.store(task.ns, _KEPT, kept)
