"""``model_dump`` and ``dict`` of settings: their fields as a dict, as far as all that decides it is known.

Source: pydantic 2.5 to 2.12, as read and run.
"""

from collections.abc import Iterable, Iterator, Mapping

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import SetValue, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["dump"]

# What ``by_alias`` would call a field.
_ALIASES = ("alias", "serialization_alias", "alias_priority")


def dump(
    m: Imports,
    fields: Iterable[tuple[str, str]],
    args: Args,
    kwargs: Kwargs,
    place: Place,
    field_class: Class,
) -> Value:
    """Return the fields of an object as a dict, or that they are not known.

    Args:
        fields: the names, each with the name of its type.
        field_class: the class of what ``Field`` returns.
    """
    made: Instance = args[0]
    shown = dict(fields)
    chosen = _choose(m, made, shown, kwargs, field_class) if len(args) == 1 else None
    if chosen is None or OPEN in made.ns or _is_told_otherwise(made.cls, shown):
        return m.unknown(f"what a {made.cls.name} dumps", place, is_foreign=True)
    items = {}
    for name in chosen:
        value = made.ns[name]
        bare = m.decide(value)
        if m.decide(kwargs.get("exclude_none", False)) is True:
            if isinstance(bare, Unknown):
                return m.unknown(f"whether {name} is None", place, is_foreign=True)
            if bare is None:
                continue
        items[name] = _dumped(m, value, bare, place)
    return m.new_dict(items)


def _choose(
    m: Imports, made: Instance, shown: Mapping[str, str], kwargs: Kwargs, field_class: Class
) -> list[str] | None:
    """Return the names of the fields that a call dumps under their own names; None: that is not known."""
    left = dict(kwargs)
    for name in ("exclude_none", "by_alias"):
        if m.decide(left.pop(name, False)) not in (True, False):
            return None
    if m.decide(left.pop("mode", "python")) != "python":
        return None
    excluded, included = _names(m, left.pop("exclude", None)), _names(m, left.pop("include", None))
    if left or excluded is None or included is None:
        return None
    chosen = []
    for name in shown:
        field = made.cls.lookup(name)
        options = field.ns if isinstance(field, Instance) and field.cls is field_class else {}
        if shown[name] == "Annotated" or options.get("exclude") is not None:
            return None
        is_renamed = any(options.get(key) is not None for key in _ALIASES)
        if is_renamed and m.decide(kwargs.get("by_alias", False)) is True:
            return None
        if name not in excluded and (name in included or kwargs.get("include") is None):
            chosen.append(name)
    return chosen


def _names(m: Imports, given: Value) -> frozenset[str] | None:
    """Return the names in a set of them; None: they are not known."""
    if given is None:
        return frozenset()
    if not isinstance(given, SetValue) or given.unknown is not None:
        return None
    names = [m.decide(item) for item in given.items]
    return frozenset(map(str, names)) if all(isinstance(name, str) for name in names) else None


def _is_told_otherwise(cls: Class, shown: Mapping[str, str]) -> bool:
    """Return whether a class may have fields that are computed, or functions that say what is dumped."""
    return any(isinstance(value, Unknown) and name not in shown for name, value in _own(cls))


def _own(cls: Class) -> Iterator[tuple[str, Value]]:
    for base in cls.mro:
        if base.line:
            yield from base.ns.items()


def _dumped(m: Imports, value: Value, bare: Value, place: Place) -> Value:
    if is_constant(bare) or isinstance(bare, Unknown):
        return value
    if isinstance(bare, Instance) and any(base.line for base in bare.cls.mro):
        return m.unknown(f"what a {bare.cls.name} dumps", place, is_foreign=True)
    return m.call(m.external("copy.deepcopy"), (value,), {}, place)
