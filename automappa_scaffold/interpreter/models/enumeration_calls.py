"""Enumerations that are made by a call, as ``Enum("Name", "A B")`` does."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, ListValue, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["OF_CALLS", "made_by_call"]

# What a call that makes an enumeration takes by name.
OF_CALLS = frozenset(("**", "boundary", "module", "names", "qualname", "start", "type", "value"))


def made_by_call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the class that ``Enum("Name", "A B")`` makes."""
    if other := kwargs.keys() - OF_CALLS:
        raise m.refusal("TypeError", f"EnumType.__call__() got an unexpected keyword {min(other)!r}", place)
    if len(args) > 3:
        m.assume_version()
        if m.python_numbers < (3, 12):
            text = f"EnumType.__call__() takes from 2 to 3 positional arguments but {len(args)} were given"
            raise m.refusal("TypeError", text, place)
    base, name = args[0], m.decide(args[1]) if len(args) > 1 else None
    names = m.decide(args[2] if len(args) > 2 else kwargs.get("names"))
    if isinstance(names, str):
        names = tuple(names.replace(",", " ").split())
    if not isinstance(name, str) or not isinstance(names, (tuple, ListValue, DictValue)):
        return m.unknown("an enumeration made by a call", place)
    start = m.decide(args[6] if len(args) > 6 else kwargs.get("start", 1))
    kind = args[5] if len(args) > 5 else kwargs.get("type")
    is_plain = isinstance(start, int) and not isinstance(kind, (Ext, Unknown)) and "**" not in kwargs
    if len(args) > 3 or not is_plain or base.lookup("_generate_next_value_") is not MISSING:
        return m.unknown("an enumeration made by a call", place)
    items = names.items.items() if isinstance(names, DictValue) else m.iterate(names, place)[0]
    if names.unknown if isinstance(names, DictValue) else m.iterate(names, place)[1]:
        return m.unknown("an enumeration made by a call", place)
    space = m.namespace(__module__=m.importing[-1].name if m.importing else "")
    if isinstance(qualname := kwargs.get("qualname"), str):
        space["__qualname__"] = qualname
    number = int(start)
    for item in items:
        pair = tuple(item.items) if isinstance(item, ListValue) else item
        key, value = pair if isinstance(pair, tuple) and len(pair) == 2 else (pair, MISSING)
        if not isinstance(key, str):
            return m.unknown("an enumeration made by a call", place)
        if value is MISSING:
            value = key.lower() if _is_text(base) else number
            number = number * 2 if base.lookup("__flags__") is True else number + 1
        if key in space:
            is_old = m.python_numbers < (3, 11)
            text = (
                f"Attempted to reuse key: {key!r}" if is_old else f"{key!r} already defined as {space[key]!r}"
            )
            raise m.refusal("TypeError", text, place)
        space[key] = value
    bases = (kind, base) if isinstance(kind, Class) else (base,)
    return m.finish_class(name, bases, space, {}, place)


def _is_text(cls: Class) -> bool:
    return cls.lookup("__text__") is True
