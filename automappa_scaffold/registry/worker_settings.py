"""What a worker makes of its settings while it sets itself up: values that end it.

Source: ``celery.worker.worker``, ``celery.apps.worker`` and ``celery.app.amqp`` of Celery 5.3 to 5.7.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_entities import ENTITIES
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.celery_objects import celery_settings
from automappa_scaffold.registry.celery_settings import read_setting
from automappa_scaffold.registry.celery_task_class import has_rate_limit_of_settings
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.source.places import Place

__all__ = ["refuse_settings"]

_UNITS = ("s", "m", "h")  # of rate limits
_SERIALIZERS = frozenset({"json", "pickle", "yaml", "msgpack", "auth"})
_PICKLE = ("pickle", "application/group-python-serialize")


def refuse_settings(m: Interpreter, world: World, app: Instance) -> None:
    """Raise what ends a worker with these settings.

    Raises:
        PyRaise: the error of a setting that is certainly so.
    """
    for keys, refuse in _REFUSALS.items():
        for key in keys.split():
            value, _, _ = read_setting(m, world, app, key)
            if key == "task_default_queue" and (m.truth(value) is False or _has_queues(m, world, app)):
                continue  # no queue of this name is made
            refuse(m, world, key, m.decide(value), app.payload.place)
    for records in app.payload.tasks.values():
        for record in records if len(records) == 1 else ():
            # That of the settings was looked at above.
            if not (record.scopes or has_rate_limit_of_settings(record.task, app)):
                rate = m.find_attribute(record.task, "rate_limit", record.definition.place)
                _refuse_rate(m, world, "rate_limit", m.decide(rate), record.definition.place)


def _has_queues(m: Interpreter, world: World, app: Instance) -> bool:
    queues, _, _ = read_setting(m, world, app, "task_queues")
    return queues is not MISSING and m.truth(queues) is not False


def _refuse_rate(m: Interpreter, world: World, key: str, rate: Value, place: Place) -> None:
    """Raise what a consumer raises that cannot read a rate limit."""
    if isinstance(rate, str) and rate:
        number, _, unit = rate.partition("/")
        if (unit or "s") not in _UNITS:
            raise m.raise_("KeyError", repr(unit), place)
        m.compute(partial(float, number), place)
    elif m.truth(rate) is True:
        m.refuse_as_python(float, (rate,), place)


def _refuse_queues(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if m.truth(value) is not True:
        return
    if isinstance(value, DictValue):
        for queue in map(m.decide, value.items.values()):
            if is_constant(queue):
                text = f"argument after ** must be a mapping, not {kind_name(queue)} ({key})"
                raise m.refusal("TypeError", text, place)
        return
    is_queue = isinstance(value, Instance) and value.cls is ENTITIES["kombu.Queue"]
    is_number = is_constant(value) and not isinstance(value, (str, bytes, tuple))
    if is_queue or is_number or has_no_elements(value):
        raise m.refusal("TypeError", f"'{kind_name(value)}' object is not iterable ({key})", place)
    for queue in map(m.decide, _elements(value)):
        if is_constant(queue):
            text = f"'{kind_name(queue)}' object has no attribute 'name' ({key})"
            raise m.refusal("AttributeError", text, place)


def _elements(value: Value) -> tuple[Value, ...]:
    if isinstance(value, (ListValue, SetValue)):
        return value.items
    if isinstance(value, DictValue):
        return tuple(value.elements(lambda key, held: key))
    return tuple(value) if isinstance(value, (tuple, str, bytes)) else ()


def _refuse_content(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    is_default = value is None and key != "accept_content"  # which the worker looks into before anything else
    if is_constant(value) and not is_default and not isinstance(value, (str, bytes)):
        raise m.refusal("TypeError", f"'{kind_name(value)}' object is not iterable ({key})", place)
    for name in map(m.decide, _elements(value)):
        if name in _PICKLE and key == "accept_content" and not m.environ.get("C_FORCE_ROOT"):
            note = (
                f"the worker does not run as root: with {name!r} in {key} it refuses to, but for C_FORCE_ROOT"
            )
            m.assumptions[note] = None
        if is_constant(name) and not isinstance(name, str):
            text = f"argument of type '{kind_name(name)}' is not iterable ({key})"
            raise m.refusal("TypeError", text, place)
        known = _SERIALIZERS | world.serializers
        if isinstance(name, str) and "/" not in name and name not in known and not world.opens_serializers:
            error = celery_error("SerializerNotInstalled", f"No encoder/decoder installed for {name}", place)
            error.is_soft = m.refusal("KeyError", name, place).is_soft
            raise error


def _refuse_number(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if isinstance(value, (str, bytes)):
        m.compute(lambda: int(value), place)
    elif value is None or isinstance(value, (tuple, ListValue, DictValue, SetValue)):
        text = (
            f"int() argument must be a string, a bytes-like object or a real number, not '{kind_name(value)}'"
        )
        raise m.refusal("TypeError", text, place)


def _refuse_factor(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if m.truth(value) is True:
        m.refuse_as_python(lambda factor: 4 * factor, (value,), place)


def _refuse_mapping(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if is_constant(value):
        options: Any = value
        m.compute(lambda: dict(options), place)
    m.refuse_as_python(dict, (value,), place)


def _refuse_unhashable(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    m.require_hashable(value, place)


def _refuse_format(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if world.handlers.get("setup_logging") or value == celery_settings()[key][0]:
        return
    if isinstance(value, (ListValue, DictValue)) and m.truth(value):
        text = f"expected string or bytes-like object, got '{kind_name(value)}' ({key})"
        raise m.refusal("TypeError", text, place)
    if is_constant(value) and value:
        import logging  # hardly any project sets one

        style: Any = value
        m.compute(lambda: logging.PercentStyle(style).validate(), place)


def _refuse_class(m: Interpreter, world: World, key: str, value: Value, place: Place) -> None:
    if isinstance(value, str) and value:
        symbol_by_name(m, value, f"{key}={value!r}", place)


_REFUSALS: dict[str, Callable[[Interpreter, World, str, Value, Place], None]] = {
    "accept_content result_accept_content": _refuse_content,
    "worker_concurrency": _refuse_factor,
    "worker_prefetch_multiplier": _refuse_number,
    "broker_transport_options": _refuse_mapping,
    "worker_pool task_default_queue": _refuse_unhashable,
    "task_default_rate_limit": _refuse_rate,
    "task_queues": _refuse_queues,
    "worker_log_format worker_task_log_format": _refuse_format,
    "worker_agent worker_consumer worker_timer": _refuse_class,
}
