"""The tasks that an app's settings name: what beat sends, which tasks are routed or annotated.

Source: ``celery.beat``, ``celery.app.routes`` and ``celery.app.annotations`` of Celery 5.7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Maybe, Value
from automappa_scaffold.registry.celery_schedules import SCHEDULE_ENTRY
from automappa_scaffold.registry.celery_settings import read_setting
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.signatures import Arguments, fit
from automappa_scaffold.registry.task_signatures import TaskSignature, read_task_signature

__all__ = ["SETTINGS_WITH_NAMES", "SettingName", "names_in_settings"]

# Each with its name of before Celery 4.
SETTINGS_WITH_NAMES = {
    "beat_schedule": "CELERYBEAT_SCHEDULE",
    "task_routes": "CELERY_ROUTES",
    "task_annotations": "CELERY_ANNOTATIONS",
}


@dataclass(frozen=True, slots=True)
class SettingName:
    """A task's name in a setting; ``is_pattern``: any task whose name it matches.

    Attributes:
        pattern: a regular expression in the place of a name, which ``name`` then is the text of.
        entry: of the schedule, the entry's name, where that is a text.
        task: of the schedule, the task, where the entry's arguments do not fit it: ``problem`` says why, in
            words; ``by_worker``: only the worker notices.
    """

    setting: str
    name: str
    is_pattern: bool = False
    pattern: re.Pattern[str] | None = None
    entry: str = ""
    task: TaskSignature | None = None
    problem: str = ""
    by_worker: bool = False


def names_in_settings(m: Interpreter, world: World, app: Instance) -> tuple[SettingName, ...]:
    """Return the names that the settings of an app certainly hold."""
    found = dict.fromkeys(_scheduled(m, world, app, _setting(m, world, app, "beat_schedule")))
    for key in _routed(m, _setting(m, world, app, "task_routes")):
        pattern = _pattern_of(key)
        if pattern is not None:
            found[SettingName("task_routes", pattern.pattern, is_pattern=True, pattern=pattern)] = None
        elif isinstance(key, str):
            found[SettingName("task_routes", key, "*" in key)] = None
    for name in _annotated(m, _setting(m, world, app, "task_annotations")):
        found[SettingName("task_annotations", name)] = None
    return tuple(found)


def _setting(m: Interpreter, world: World, app: Instance, key: str) -> Value:
    for name in (key, SETTINGS_WITH_NAMES[key]):
        try:
            value, _, _ = read_setting(m, world, app, name)
        except PyRaise:
            return MISSING
        if value is not MISSING:
            return m.decide(value)
    return MISSING


def _entries(value: Value) -> Iterator[tuple[Value, Value]]:
    """Yield the pairs of a dict that certainly holds them."""
    if isinstance(value, DictValue) and value.unknown is None:
        yield from value.items.items()


def _elements(value: Value) -> tuple[Value, ...]:
    if isinstance(value, ListValue):
        return value.items
    return value if isinstance(value, tuple) else (value,)


def _scheduled(m: Interpreter, world: World, app: Instance, value: Value) -> Iterator[SettingName]:
    for key, entry in _entries(value):
        held = {name: m.decide(part) for name, part in _parts(m.decide(entry))}
        name = held.get("task")
        if isinstance(name, str):
            found = SettingName("beat_schedule", name, entry=key if isinstance(key, str) else "")
            yield _judged(m, world, app, found, held)


def _parts(entry: Value) -> Iterator[tuple[Value, Value]]:
    """Yield the parts of an entry of the schedule, a dict or an object of beat's."""
    if isinstance(entry, Instance) and entry.cls is SCHEDULE_ENTRY:
        yield from entry.ns.items()
    yield from _entries(entry)


def _judged(
    m: Interpreter, world: World, app: Instance, found: SettingName, held: dict[Value, Value]
) -> SettingName:
    """Return an entry of the schedule with what is wrong about its arguments."""
    records = app.payload.tasks.get(found.name, ())
    if len(records) != 1 or records[0].scopes:
        return found
    task = read_task_signature(m, world, records[0].task, records[0].definition)
    if task is None:
        return found
    fits = fit(task.parameters, _arguments(held), is_compared=task.is_checked)
    if not fits.problem:
        return found
    by_worker = fits.by_worker or not task.is_checked
    if by_worker and not task.is_called_plainly:
        return found  # what the function gets is for its class to say
    return replace(found, task=task, problem=fits.problem, by_worker=by_worker)


def _arguments(held: dict[Value, Value]) -> Arguments:
    args, kwargs = held.get("args", ()), held.get("kwargs")
    items = args.items if isinstance(args, ListValue) and args.unknown is None else args
    items = tuple(items) if isinstance(items, str) else items  # beat makes a list of it
    pairs = dict(_entries(kwargs)) if isinstance(kwargs, DictValue) else {}
    is_known = kwargs is None or (isinstance(kwargs, DictValue) and kwargs.unknown is None)
    if not isinstance(items, tuple) or any(isinstance(item, Maybe) for item in items):
        return Arguments((), {}, more_positional=0, more_keywords=True)
    return Arguments(items, {str(name): None for name in pairs}, more_keywords=not is_known)


def _pattern_of(key: Value) -> re.Pattern[str] | None:
    """Return the regular expression that a key of the routes is."""
    payload = key.payload if isinstance(key, Instance) else None
    return payload if isinstance(payload, re.Pattern) and isinstance(payload.pattern, str) else None


def _routed(m: Interpreter, value: Value) -> Iterator[Value]:
    """Yield the keys of the routes."""
    for element in _elements(value):
        if isinstance(element, DictValue):
            pairs: list[Value] = [key for key, _ in _entries(element)]
        elif isinstance(element, (ListValue, tuple)):
            pairs = [pair[0] for pair in _elements(element) if isinstance(pair, tuple) and len(pair) == 2]
        else:
            continue  # a router, by itself or by its name
        yield from map(m.decide, pairs)


def _annotated(m: Interpreter, value: Value) -> Iterator[str]:
    for element in _elements(value):
        yield from (key for key, _ in _entries(element) if isinstance(key, str) and key != "*")
