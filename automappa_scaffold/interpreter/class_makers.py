"""Classes that no metaclass makes: Python calls what else is given, or the class of an object among bases."""

import enum
import inspect
from collections.abc import Mapping, Sequence

from automappa_scaffold.interpreter.certain_types import certain_types, is_of_project
from automappa_scaffold.interpreter.enumeration_refusals import is_enumeration
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import UNION_OF
from automappa_scaffold.interpreter.objects import Class, Instance, Module, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["made_otherwise", "maker_of", "resolved_bases"]

# Making objects of what these modules hold changes nothing, so that Python itself can be asked.
_HARMLESS = frozenset(
    (
        *(
            "builtins",
            "collections",
            "datetime",
            "decimal",
            "fractions",
            "functools",
            "itertools",
            "operator",
        ),
        *("pathlib", "re", "types", "uuid"),
    )
)

_OF_ENUMERATIONS = ("enum.EnumMeta", "enum.EnumType")


def maker_of(m: Evaluation, given: Value, bases: Sequence[Value], place: Place) -> Value:
    """Return what Python calls to make a class, where that certainly is no metaclass; else MISSING.

    Args:
        given: the metaclass that the class names, or MISSING.
    """
    if given is MISSING:
        return _class_of_base(m, bases[0], place) if bases else MISSING
    given = m.decide(given)
    if isinstance(given, Ext) and given.path in _OF_ENUMERATIONS and not any(map(is_enumeration, bases)):
        m.unsettle("what the metaclass of enumerations makes of another class is not followed", place)
    if isinstance(given, Unknown) or _is_or_may_be_metaclass(given):
        return MISSING
    is_class = isinstance(given, Class) or isinstance(host_object(getattr(given, "path", "")), type)
    # Of two classes the metaclass of a base comes first.
    return MISSING if is_class and any(isinstance(base, Class) for base in bases) else given


def _is_or_may_be_metaclass(given: Value) -> bool:
    host = MISSING
    if isinstance(given, Class):
        if any((cls.module, cls.name) == ("builtins", "type") for cls in given.mro):
            return True
        host = MISSING if given.line else host_object(f"{given.module}.{given.name}")
        if host is MISSING:
            return given.is_open
    elif isinstance(given, Ext):
        host = host_object(given.path) if certain_types(given) else MISSING
        if host is MISSING:
            return True
    return isinstance(host, type) and issubclass(host, type)


def _class_of_base(m: Evaluation, base: Value, place: Place) -> Value:
    """Return the class of an object that stands among the bases, or MISSING for what is or may be a class."""
    if isinstance(base, Instance):
        host = MISSING if base.cls.line else host_object(f"{base.cls.module}.{base.cls.name}")
        stands_for_others = hasattr(host, "__mro_entries__")
        is_seen = not (base.cls.is_open and is_of_project(base.cls))
        return base.cls if is_seen and not stands_for_others else MISSING
    kinds = certain_types(base)
    if not kinds or issubclass(kinds[0], type) or isinstance(base, (Class, Ext, Native, Module)):
        return MISSING
    return Ext(f"{kinds[0].__module__}.{kinds[0].__qualname__}")


def made_otherwise(
    m: Evaluation,
    maker: Value,
    given: tuple[str, tuple[Value, ...], DictValue],
    options: Mapping[str, Value],
    place: Place,
) -> Value:
    """Return what a maker that is no metaclass makes of a class's name, bases and names."""
    if isinstance(maker, Class) and is_of_project(maker):
        if any(issubclass(kind, enum.Enum) for kind in certain_types(Instance(maker, m.namespace()))):
            m.unsettle("a class of an enumeration's member is not followed", place)
        return m.call(maker, given, options, place)
    if not isinstance(maker, (Class, Ext, Native)):
        return m.call(maker, given, options, place)
    if any(isinstance(base, Unknown) and UNION_OF in base.ns for base in given[1]):
        raise m.refusal("TypeError", "a union of types is not an acceptable base type", place)
    host = host_object(f"{maker.module}.{maker.name}" if isinstance(maker, Class) else maker.path)
    if inspect.ismodule(host):
        raise m.refusal("TypeError", "'module' object is not callable", place)
    if isinstance(host, type) and host.__module__ in _HARMLESS and not options:
        try:
            host(given[0], (object(),) * len(given[1]), {})
        except Exception as error:
            raise m.refusal(type(error).__name__, str(error), place) from None
        return m.call(maker, given, options, place)
    if not isinstance(maker, Class) and not isinstance(host, type):
        m.call(maker, given, options, place)
    reason = f"what {kind_name(maker)} makes of a class is not followed"
    m.unsettle(reason, place)
    return m.unknown(reason, place)


def resolved_bases(m: Evaluation, bases: tuple[Value, ...], place: Place) -> list[Value]:
    """Return the bases of a class, those that stand for others replaced by what they say."""
    resolved: list[Value] = []
    for base in bases:
        bare = m.decide(base)
        if not isinstance(bare, Instance) or bare.cls.lookup("__mro_entries__") is MISSING:
            resolved.append(base)
            continue
        entries = m.call(m.get_attribute(bare, "__mro_entries__", place), (bases,), {}, place)
        if isinstance(entries, tuple):
            resolved += entries
        elif is_solid(entries):
            raise m.refusal("TypeError", "__mro_entries__ must return a tuple", place)
        else:
            resolved.append(m.undecided(entries, place))
    return resolved
