"""How a signature is shown, what it is equal to, and what else it tells of itself.

Source: ``celery.canvas.Signature`` of Celery 5.3 to 5.7, ``kombu.utils.functional.reprcall``.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import DictValue, Ext, Value, is_constant
from automappa_scaffold.registry.celery_signature_parts import CHANGED, PARTS
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["TEXT_METHODS", "TEXT_PROPERTIES"]

_COUNT = 6  # of what the dict of a signature holds


def _represent(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a call of the task, as far as its arguments are plain."""
    own = args[0]
    name, named = m.decide(own.ns.get("task")), m.decide(own.ns.get("kwargs"))
    by_place = m.to_python(m.decide(own.ns.get("args")), place)
    by_name = m.to_python(named, place) if isinstance(named, DictValue) else None
    if not isinstance(by_place, (tuple, list)) or not isinstance(by_name, dict):
        return m.unknown("the text of a signature", place, is_foreign=True)
    if not isinstance(name, str) or CHANGED in own.ns:
        return m.unknown("the text of a signature", place, is_foreign=True)
    shown = [*map(repr, by_place), *(f"{key}={value!r}" for key, value in by_name.items())]
    return f"{name}({', '.join(shown)})"


def _equals(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Compare two signatures, which are dicts."""
    own, other = args[0], m.decide(args[1])
    if is_constant(other) or isinstance(other, tuple):
        return Ext("builtins.NotImplemented")
    is_signature = isinstance(other, Instance) and own.cls in other.cls.mro
    if not is_signature or CHANGED in own.ns or CHANGED in other.ns:
        return m.unknown("whether a signature is equal", place, is_foreign=True)
    told = [
        m.truth(m.compare("Eq", own.ns.get(part), other.ns.get(part), place))
        for part in (*PARTS, "immutable")
    ]
    if None in told and False not in told:
        return m.unknown("whether signatures are equal", place, is_foreign=True)
    return False not in told


def _count(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_whole = CHANGED not in args[0].ns
    return _COUNT if is_whole else m.unknown("how much a signature holds", place, is_foreign=True)


def _subtask_type(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_whole = CHANGED not in args[0].ns
    return None if is_whole else m.unknown("the kind of a signature", place, is_foreign=True)


TEXT_METHODS: dict[str, Run] = {
    **dict.fromkeys(("__repr__", "__str__"), _represent),
    "__eq__": _equals,
    "__len__": _count,
}
TEXT_PROPERTIES = {"subtask_type": Wrapper("property", Native("subtask_type", _subtask_type))}
