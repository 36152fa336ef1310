"""What the setting ``task_annotations`` makes of tasks.

Source: ``celery.app.annotations`` and ``celery.app.task.Task.annotate`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.refusals import kind_name
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value, is_constant
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.registry.task_options import CONSTANTS, FROM_SETTINGS
from automappa_scaffold.source.places import Place

__all__ = ["annotate"]


def annotate(m: Interpreter, cls: Value, given: Value, place: Place) -> None:
    """Set what the setting ``task_annotations`` says of a task."""
    given = m.decide(given)
    if given is None or not isinstance(cls, Class):
        return
    name = cls.ns.get("name")
    several = given.items if isinstance(given, ListValue) else given
    for mapping in several if isinstance(several, tuple) else (given,):
        mapping = m.decide(mapping)
        if isinstance(mapping, str):
            symbol_by_name(m, mapping, f"task_annotations={mapping!r}", place)
        if not isinstance(mapping, DictValue) or mapping.unknown is not None:
            _open(m, cls, place)
            continue
        for key in ("*", name):
            options = m.decide(mapping.items.get(key))
            if isinstance(options, DictValue) and options.unknown is None:
                for attribute, value in options.items.items():
                    if is_constant(attribute) and not isinstance(attribute, (str, bytes)):
                        text = f"'{kind_name(attribute)}' object has no attribute 'startswith'"
                        raise m.refusal("AttributeError", f"{text} (task_annotations)", place)
                    m.store(cls.ns, attribute, value)
            elif is_constant(options) and key in mapping.items:
                text = f"'{kind_name(options)}' object is not iterable (task_annotations)"
                raise m.refusal("TypeError", text, place)
            elif options is not None:
                _open(m, cls, place)


def _open(m: Interpreter, cls: Class, place: Place) -> None:
    """Take note that a task's class may have any attribute, and any value of what it has."""
    cls.is_open = True
    for name in (*FROM_SETTINGS, *CONSTANTS):
        if name != "name":
            m.store(cls.ns, name, m.unknown("what annotates this task", place, is_foreign=True))
