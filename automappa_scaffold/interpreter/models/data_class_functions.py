"""The functions of ``dataclasses`` that take data classes and their objects."""

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["DATA_CLASS_FUNCTIONS", "fields_of", "fields_taken", "held_in"]

DATA_CLASS_FUNCTIONS = Models()


def _is_no_data(value: Value, *, takes_class: bool) -> bool:
    """Return whether a value is certainly no object of a data class, nor such a class."""
    if isinstance(value, Class):
        return not takes_class or _has_no_fields(value)
    if isinstance(value, Instance):
        is_asked = takes_class and value.cls.lookup("__getattr__") is not MISSING
        return not is_asked and _has_no_fields(value.cls)
    return is_none_of(value, type)


def _has_no_fields(cls: Class) -> bool:
    is_known = not cls.is_open and not cls.is_partial and not isinstance(cls.lookup("__class__"), Class)
    return is_known and cls.lookup("__dataclass_fields__") is MISSING


def fields_taken(cls: Class) -> list[Instance]:
    """Return the fields, and what ``__init__`` takes and passes on."""
    found = cls.lookup("__dataclass_fields__")
    return list(found.items.values()) if isinstance(found, DictValue) else []


def fields_of(cls: Class) -> list[Instance]:
    """Return the fields."""
    return [field for field in fields_taken(cls) if not field.ns.get("<passed on>")]


def held_in(value: Instance, name: str) -> Value:
    """Return what a field holds; a default that ``__init__`` does not take stays with the class."""
    found = value.ns.get(name, MISSING)
    found = value.cls.lookup(name) if found is MISSING else found
    return None if found is MISSING else found


@DATA_CLASS_FUNCTIONS.function("dataclasses.fields")
def _list_fields(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if _is_no_data(args[0], takes_class=True):
        raise m.refusal("TypeError", "must be called with a dataclass type or instance", place)
    cls = args[0].cls if isinstance(args[0], Instance) else args[0]
    is_seen = isinstance(cls, Class) and cls.lookup("__dataclass_fields__") is not MISSING
    return tuple(fields_of(cls)) if is_seen else m.undecided(args[0], place)


@DATA_CLASS_FUNCTIONS.function("dataclasses.is_dataclass")
def _is_dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0].cls if isinstance(args[0], Instance) else args[0]
    return "__dataclass_fields__" in cls.ns if isinstance(cls, Class) else m.undecided(args[0], place)


# Makes tuples of the objects of data classes.
_AS_TUPLES = "<tuples>"


def _plain(m: Imports, value: Value, factory: Value, place: Place) -> Value:
    """Return what ``asdict`` makes of a value; ``factory``: what makes the dicts, if it is told."""

    def inner(item: Value) -> Value:
        return _plain(m, item, factory, place)

    if isinstance(value, Instance) and fields_of(value.cls):
        items = {f.ns["name"]: inner(held_in(value, f.ns["name"])) for f in fields_of(value.cls)}
        if factory is _AS_TUPLES:
            return tuple(items.values())
        if factory is None:
            return m.new_dict(items)
        return m.call(factory, (m.new_list([*items.items()]),), {}, place)
    if type(value) is ListValue:
        return m.new_list([inner(item) for item in value.items], value.unknown)
    if isinstance(value, tuple):
        return tuple(inner(item) for item in value)
    if isinstance(value, Instance) and isinstance(value.payload, tuple) and value.cls.has_content:
        fields = value.cls.lookup("_fields")
        parts = [inner(item) for item in value.payload]
        return m.call(value.cls, tuple(parts) if fields is not MISSING else (tuple(parts),), {}, place)
    if type(value) is DictValue:
        return m.new_dict({inner(key): inner(item) for key, item in value.items.items()}, value.unknown)
    if isinstance(value, (Instance, DictValue)):
        return m.call(m.external("copy.deepcopy"), (value,), {}, place)
    return value


def _require_object(m: Imports, args: Args, name: str, place: Place) -> None:
    if args and _is_no_data(args[0], takes_class=False):
        raise m.refusal("TypeError", f"{name}() should be called on dataclass instances", place)


@DATA_CLASS_FUNCTIONS.function("dataclasses.asdict")
def _asdict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _require_object(m, args, "asdict", place)
    factory = m.decide(kwargs.get("dict_factory"))
    factory = None if factory is m.models.get("builtins.dict") else factory
    return (
        _plain(m, args[0], factory, place) if isinstance(args[0], Instance) else m.undecided(args[0], place)
    )


@DATA_CLASS_FUNCTIONS.function("dataclasses.astuple")
def _astuple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _require_object(m, args, "astuple", place)
    if kwargs or len(args) > 1:
        return m.unknown("a tuple of a data class's fields", place)
    is_known = isinstance(args[0], Instance)
    return _plain(m, args[0], _AS_TUPLES, place) if is_known else m.undecided(args[0], place)


@DATA_CLASS_FUNCTIONS.function("dataclasses.replace")
def _replace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _require_object(m, args, "replace", place)
    value = args[0]
    if not isinstance(value, Instance):
        return m.undecided(value, place)
    for field in fields_taken(value.cls):
        name = field.ns["name"]
        if name in kwargs and m.truth(field.ns["init"]) is False:
            text = f"field {name} is declared with init=False, it cannot be specified with replace()"
            raise m.refusal("ValueError", text, place)
        if field.ns.get("<passed on>") and name not in kwargs and "default" not in field.ns:
            raise m.refusal("ValueError", f"InitVar {name!r} must be specified with replace()", place)
    kept = {
        f.ns["name"]: held_in(value, f.ns["name"]) for f in fields_of(value.cls) if f.ns.get("init") is True
    }
    return m.call(value.cls, (), {**kept, **kwargs}, place)
