"""What the setting ``task_annotations`` makes of tasks.

Source: ``celery.app.annotations`` and ``celery.app.task.Task.annotate`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant
from automappa_scaffold.registry.dotted_names import symbol_by_name
from automappa_scaffold.registry.task_options import CONSTANTS, FROM_SETTINGS
from automappa_scaffold.source.places import Place

__all__ = ["annotate"]


def annotate(m: Interpreter, cls: Value, given: Value, place: Place) -> None:
    """Set what the setting ``task_annotations`` says of a task: the first that says something counts."""
    given = m.decide(given)
    if given is None or not isinstance(cls, Class):
        return
    several = given.items if isinstance(given, ListValue) else given
    annotations = [m.decide(one) for one in (several if isinstance(several, tuple) else (given,))]
    # What is said of all tasks comes last, and wins.
    for method, key, passed in (("annotate", cls.ns.get("name"), (cls,)), ("annotate_any", "*", ())):
        for annotation in annotations:
            options = _options_of(m, annotation, method, key, passed, place)
            if options is not None:
                _set_options(m, cls, options, place)
                break


def _options_of(
    m: Interpreter, annotation: Value, method: str, key: Value, passed: tuple[Value, ...], place: Place
) -> Value:
    """Return the options that one annotation has for a task, or None."""
    if isinstance(annotation, str):
        annotation = m.decide(symbol_by_name(m, annotation, f"task_annotations={annotation!r}", place))
        annotation = m.call(annotation, (), {}, place)
    if isinstance(annotation, DictValue) and annotation.unknown is None:
        options = m.decide(annotation.items.get(key))
        if is_constant(options) and key in annotation.items:
            text = f"'{kind_name(options)}' object is not iterable (task_annotations)"
            raise m.refusal("TypeError", text, place)
        return options
    if is_constant(annotation):
        return None  # which has no such method
    cls = annotation.cls if isinstance(annotation, Instance) else annotation
    if isinstance(cls, Class) and is_plain_class(cls):
        function = m.find_attribute(annotation, method, place)
        return None if function is MISSING else m.decide(m.call(function, passed, {}, place))
    return m.unknown("what annotates this task", place, is_foreign=True)


def _set_options(m: Interpreter, cls: Class, options: Value, place: Place) -> None:
    if not isinstance(options, DictValue) or options.unknown is not None:
        _open(m, cls, place)
        return
    for attribute, value in options.items.items():
        if is_constant(attribute) and not isinstance(attribute, (str, bytes)):
            text = f"'{kind_name(attribute)}' object has no attribute 'startswith'"
            raise m.refusal("AttributeError", f"{text} (task_annotations)", place)
        if isinstance(attribute, str) and attribute.startswith("@"):
            _add_around(m, cls, attribute[1:], value, place)
        else:
            m.store(cls.ns, attribute, value)


def _add_around(m: Interpreter, cls: Class, name: str, around: Value, place: Place) -> None:
    """Put around a method of a task what a function makes of it, as the key ``@name`` asks for."""
    old = m.get_attribute(cls, name, place)
    inner = m.decide(m.find_attribute(old, "__wrapped__", place))
    if inner is not MISSING and m.truth(inner) is not False:
        old = inner if m.truth(inner) else m.unknown("what a method is made of", place, is_foreign=True)
    made = m.call(around, (old,), {}, place)
    m.set_attribute(made, "__wrapped__", old, place)
    m.store(cls.ns, name, made)


def _open(m: Interpreter, cls: Class, place: Place) -> None:
    """Take note that a task's class may have any attribute, and any value of what it has."""
    cls.is_open = True
    for name in (*FROM_SETTINGS, *CONSTANTS):
        if name != "name":
            m.store(cls.ns, name, m.unknown("what annotates this task", place, is_foreign=True))
