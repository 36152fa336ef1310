"""The tasks that an app's settings name: what beat sends, which tasks are routed or annotated.

Source: ``celery.beat``, ``celery.app.routes`` and ``celery.app.annotations`` of Celery 5.7.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value
from automappa_scaffold.registry.celery_settings import read_setting
from automappa_scaffold.registry.celery_world import World

__all__ = ["SETTINGS_WITH_NAMES", "SettingName", "names_in_settings"]

# Each with its name of before Celery 4.
SETTINGS_WITH_NAMES = {
    "beat_schedule": "CELERYBEAT_SCHEDULE",
    "task_routes": "CELERY_ROUTES",
    "task_annotations": "CELERY_ANNOTATIONS",
}


@dataclass(frozen=True, slots=True)
class SettingName:
    """A task's name in a setting; ``is_pattern``: any task whose name it matches."""

    setting: str
    name: str
    is_pattern: bool = False


def names_in_settings(m: Interpreter, world: World, app: Instance) -> tuple[SettingName, ...]:
    """Return the names that the settings of an app certainly hold."""
    readers = {"beat_schedule": _scheduled, "task_routes": _routed, "task_annotations": _annotated}
    found: dict[SettingName, None] = {}
    for key, read in readers.items():
        for name in read(m, _setting(m, world, app, key)):
            found[SettingName(key, name, key == "task_routes" and "*" in name)] = None
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


def _scheduled(m: Interpreter, value: Value) -> Iterator[str]:
    for _, entry in _entries(value):
        for key, name in _entries(m.decide(entry)):
            if key == "task" and isinstance(m.decide(name), str):
                yield m.decide(name)


def _routed(m: Interpreter, value: Value) -> Iterator[str]:
    for element in _elements(value):
        if isinstance(element, DictValue):
            pairs: list[Value] = [key for key, _ in _entries(element)]
        elif isinstance(element, (ListValue, tuple)):
            pairs = [pair[0] for pair in _elements(element) if isinstance(pair, tuple) and len(pair) == 2]
        else:
            continue  # a router, by itself or by its name
        yield from (name for name in map(m.decide, pairs) if isinstance(name, str))


def _annotated(m: Interpreter, value: Value) -> Iterator[str]:
    for element in _elements(value):
        yield from (key for key, _ in _entries(element) if isinstance(key, str) and key != "*")
