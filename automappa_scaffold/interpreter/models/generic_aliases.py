"""Classes with parameters, as ``Box[int]`` and ``Literal["a"]`` make them."""

from collections.abc import Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["GENERIC_ALIASES", "plain_alias", "subscribe_class"]

GENERIC_ALIASES = Models()


def subscribe_class(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Generic.__class_getitem__``: a class of the project gets an alias, one for the same key."""
    origin, key = args[0], m.decide(args[1]) if len(args) > 1 else None
    if not isinstance(origin, Class) or not origin.line or origin.is_open:
        return origin
    parts = key if isinstance(key, tuple) else (key,)
    shown = tuple(part if is_constant(part) or isinstance(part, Ext) else id(part) for part in parts)
    known = m.aliases.get((id(origin), shown))
    if known is None:
        known = m.aliases[(id(origin), shown)] = _new_alias(m, origin, parts)
    return known


def plain_alias(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``types.GenericAlias`` as a class's ``__class_getitem__``."""
    origin, key = args[0], m.decide(args[1]) if len(args) > 1 else None
    return _new_alias(m, origin, key if isinstance(key, tuple) else (key,), _PLAIN_ALIAS)


def _new_alias(m: Imports, origin: Value, parts: Sequence[Value], cls: Class | None = None) -> Instance:
    made = Instance(cls or _ALIAS, m.namespace(__origin__=origin, __args__=tuple(parts)), origin)
    if isinstance(origin, Class):
        made.ns["__module__"] = origin.module
    return made


def _attribute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias, name = args
    if name.startswith("__") and name not in ("__name__", "__qualname__"):
        if name == "__parameters__":
            return m.unknown("the parameters of a generic class", place, is_foreign=True)
        text = f"type object '{alias.cls.name}' has no attribute '{name}'"
        raise m.raise_("AttributeError", text, place)
    if not isinstance(alias.payload, Class):
        raise m.raise_("AttributeError", name, place)
    return m.get_attribute(alias.payload, name, place)


def _any_attribute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.get_attribute(args[0].payload, args[1], place)


def _call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias = args[0]
    made = m.call(alias.payload, args[1:], kwargs, place)
    try:
        m.set_attribute(made, "__orig_class__", alias, place)
    except PyRaise as raised:
        if raised.type_name != "AttributeError":
            raise
    return made


def _set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.set_attribute(args[0].payload, args[1], args[2], place)
    return None


def _equals(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args
    if not isinstance(other, Instance) or other.cls is not one.cls:
        return m.undecided(other, place) if isinstance(other, Unknown) else False
    if one.payload is not other.payload:
        return m.compare("Eq", one.payload, other.payload, place)
    return m.compare("Eq", one.ns["__args__"], other.ns["__args__"], place)


def _again(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _new_alias(m, args[0].payload, (), args[0].cls)
    made.ns["__args__"] = m.unknown("the parameters of a generic class", place, is_foreign=True)
    return made


def _refuse_check(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = "Subscripted generics cannot be used with class and instance checks"
    raise m.raise_("TypeError", text, place)


def _in_union(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a union of types", place, is_foreign=True)


def _shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    origin, parts = args[0].payload, args[0].ns["__args__"]
    texts = [_shown_part(part) for part in parts] if isinstance(parts, tuple) else [""]
    name = _shown_part(origin)
    if not name or "" in texts or not isinstance(origin, Class):
        return m.unknown("how a generic class is shown", place, is_foreign=True)
    return f"{name}[{', '.join(texts)}]"


def _shown_part(value: Value) -> str:
    if value is None or value is ...:
        return "None" if value is None else "..."
    if not isinstance(value, Class):
        return ""
    name = value.ns.get("__qualname__", value.name)
    return str(name) if value.module == "builtins" else f"{value.module}.{name}"


_ALIAS = native_class("_GenericAlias", module="typing", is_whole=True)
_PLAIN_ALIAS = native_class("GenericAlias", module="types", is_whole=True)
for _name, _run in {
    "__getattr__": _attribute,
    "__call__": _call,
    "__setattr__": _set,
    "__eq__": _equals,
    "__getitem__": _again,
    "__instancecheck__": _refuse_check,
    "__subclasscheck__": _refuse_check,
    "__or__": _in_union,
    "__ror__": _in_union,
    "__repr__": _shown,
    "__mro_entries__": lambda m, args, kwargs, place: (args[0].payload,),
}.items():
    _ALIAS.ns[_name] = _PLAIN_ALIAS.ns[_name] = Native(_name, _run, binds=True)
_PLAIN_ALIAS.ns["__getattr__"] = Native("__getattr__", _any_attribute, binds=True)


def _literal(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Literal[...]``, in which others may stand."""
    key = m.decide(args[0])
    parts: list[Value] = []
    for part in key if isinstance(key, tuple) else (key,):
        is_literal = isinstance(part, Instance) and part.cls is _ALIAS and part.payload == _LITERAL
        for one in part.ns["__args__"] if is_literal else (part,):
            if not any(type(one) is type(known) and one == known for known in parts):
                parts.append(one)
    return _new_alias(m, _LITERAL, parts)


_LITERAL = Ext("typing.Literal")
for _module in ("typing", "typing_extensions"):
    GENERIC_ALIASES[f"{_module}.Literal:subscribed"] = Native("Literal", _literal)


@GENERIC_ALIASES.function("typing.get_args", "typing_extensions.get_args")
def _get_args(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _part_of(m, args, "__args__", place)


@GENERIC_ALIASES.function("typing.get_origin", "typing_extensions.get_origin")
def _get_origin(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _part_of(m, args, "__origin__", place)


def _part_of(m: Imports, args: Args, name: str, place: Place) -> Value:
    given = m.decide(args[0]) if args else MISSING
    if isinstance(given, Instance) and given.cls in (_ALIAS, _PLAIN_ALIAS):
        return given.ns[name]
    is_bare = isinstance(given, Class) and (given.line or given.module == "builtins")
    if is_bare or is_constant(given):
        return () if name == "__args__" else None
    return m.unknown("the parts of a type", place, is_foreign=True)
