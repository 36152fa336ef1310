"""Classes with parameters, as ``Box[int]`` and ``Literal["a"]`` make them."""

import typing
from abc import ABCMeta
from collections.abc import Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_aliases import ALIAS, LONGEST, shown_parameters
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.stand_ins import perhaps_alias
from automappa_scaffold.interpreter.type_expressions import GENERIC_NAMES
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["GENERIC_ALIASES", "plain_alias", "remake_alias", "subscribe_class"]

GENERIC_ALIASES = Models()
_PATH = "<path>"  # among an alias's attributes: the name of ``typing`` that it was made from


def subscribe_class(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Generic.__class_getitem__``: a class of the project gets an alias, one for the same key."""
    origin, key = args[0], m.decide(args[1]) if len(args) > 1 else None
    if not isinstance(origin, Class) or not origin.line or origin.is_open:
        return origin
    parts = key if isinstance(key, tuple) else (key,)
    none = m.call(m.models["builtins.type"], (None,), {}, place) if None in parts else None
    parts = tuple(none if part is None else _forward(m, part, place) for part in parts)
    shown = tuple(part if is_constant(part) or isinstance(part, Ext) else id(part) for part in parts)
    known = m.aliases.get((id(origin), shown))
    if known is None:
        known = m.aliases[(id(origin), shown)] = _new_alias(m, origin, parts)
    return known


def plain_alias(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``types.GenericAlias`` as a class's ``__class_getitem__``."""
    origin, key = args[0], m.decide(args[1]) if len(args) > 1 else None
    return m.call(ALIAS, (origin, key), {}, place)


def _forward(m: Imports, part: Value, place: Place) -> Value:
    """Return what stands for a type: that of a text is an object which nothing here looks into."""
    if not isinstance(part, str):
        return part
    return m.unknown("a type that is named by a text", place, is_foreign=True)


def _new_alias(m: Imports, origin: Value, parts: Sequence[Value]) -> Instance:
    made = Instance(_ALIAS, m.namespace(__origin__=origin, __args__=tuple(parts)), origin)
    if isinstance(origin, Class):
        made.ns["__module__"] = origin.module
    return made


def remake_alias(m: Imports, alias: Instance, parts: Sequence[Value]) -> Instance:
    """Return an alias of the same class or form with other types."""
    made = _new_alias(m, alias.payload, parts)
    if _PATH in alias.ns:
        made.ns[_PATH] = alias.ns[_PATH]
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


def _call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias = args[0]
    if _PATH in alias.ns:
        own, other = alias.ns[_PATH].rpartition(".")[2], getattr(alias.payload, "name", "")
        text = f"Type {own} cannot be instantiated; use {other}() instead"
        raise m.refusal("TypeError", text, place)
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
    parts = args[0].ns["__args__"]
    if _PATH in args[0].ns and all(isinstance(part, Class) or is_constant(part) for part in parts):
        text = f"{_shown(m, args[:1], {}, place)} is not a generic class"
        raise m.refusal("TypeError", text, place)
    made = _new_alias(m, args[0].payload, ())
    made.ns["__args__"] = m.unknown("the parameters of a generic class", place, is_foreign=True)
    return made


def _refuse_check(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = "Subscripted generics cannot be used with class and instance checks"
    raise m.raise_("TypeError", text, place)


def _in_union(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a union of types", place, is_foreign=True)


def _shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias, parts = args[0], args[0].ns["__args__"]
    is_told = isinstance(parts, tuple) and (isinstance(alias.payload, Class) or _PATH in alias.ns)
    texts = shown_parameters(m, (alias.payload, *parts), place) if is_told else []
    if not texts:
        return m.unknown("how a generic class is shown", place, is_foreign=True)
    return f"{alias.ns.get(_PATH, texts[0])}[{', '.join(texts[1:]) or '()'}]"


_ALIAS = native_class("_GenericAlias", module="typing", is_whole=True)
_ALIAS.ns["__iter__"] = Native(
    "__iter__", lambda m, args, kwargs, place: m.unknown("what a type unpacks to", place), binds=True
)
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
    _ALIAS.ns[_name] = Native(_name, _run, binds=True)


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


def _annotated(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``Annotated[...]``: a type and what is said of it; such a type within it is taken apart."""
    key = m.decide(args[0])
    if not isinstance(key, tuple) or len(key) < 2:
        return m.unknown("an annotated type", place, is_foreign=True)
    origin, told = m.decide(key[0]), key[1:]
    if isinstance(origin, Instance) and origin.cls is _ANNOTATED:
        origin, told = origin.payload, (*origin.ns["__metadata__"], *told)
    names = m.namespace(__origin__=origin, __args__=(origin,), __metadata__=told)
    return Instance(_ANNOTATED, names, origin)


def _annotated_attribute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("an attribute of an annotated type", place, is_foreign=True)


def _annotated_equals(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args[0], m.decide(args[1])
    if not isinstance(other, Instance) or other.cls is not _ANNOTATED:
        return m.undecided(other, place) if isinstance(other, (Unknown, Ext)) else False
    parts = [(side.payload, *side.ns["__metadata__"]) for side in (one, other)]
    return m.compare("Eq", parts[0], parts[1], place)


def _annotated_shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    texts = shown_parameters(m, (args[0].payload,), place)
    for part in args[0].ns["__metadata__"]:
        if sum(map(len, texts)) > LONGEST:
            return m.unknown("a very long text", place)
        text = m.decide(m.call(m.models["builtins.repr"], (part,), {}, place))
        if not texts or not isinstance(text, str):
            return m.unknown("how a type is shown", place, is_foreign=True)
        texts.append(text)
    return f"typing.Annotated[{', '.join(texts)}]" if texts else m.unknown("how a type is shown", place)


_ANNOTATED = native_class("_AnnotatedAlias", module="typing")
for _name, _run in {
    "__getattr__": _annotated_attribute,
    "__call__": lambda m, args, kwargs, place: m.call(args[0].payload, args[1:], kwargs, place),
    "__eq__": _annotated_equals,
    "__repr__": _annotated_shown,
    "__or__": _in_union,
    "__ror__": _in_union,
    "__getitem__": _annotated_attribute,
    "__instancecheck__": _refuse_check,
    "__subclasscheck__": _refuse_check,
}.items():
    _ANNOTATED.ns[_name] = Native(_name, _run, binds=True)
for _module in ("typing", "typing_extensions"):
    GENERIC_ALIASES[f"{_module}.Annotated:subscribed"] = Native("Annotated", _annotated)
_LITERAL = Ext("typing.Literal")
for _module in ("typing", "typing_extensions"):
    GENERIC_ALIASES[f"{_module}.Literal:subscribed"] = Native("Literal", _literal)


def _of_typing(path: str, origin: str) -> Native:
    """Return what makes an alias of ``typing``, as ``List[int]``; for the same types it is the same."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        key = m.decide(args[0])
        parts = key if isinstance(key, tuple) else (key,)
        shown = tuple((type(part), part) if is_constant(part) else id(part) for part in parts)
        known = m.aliases.get((path, shown))
        if known is None:
            known = m.aliases[(path, shown)] = _new_alias(m, m.external(origin), parts)
            known.ns[_PATH] = path
        return known

    return Native(path.rpartition(".")[2], run)


for _name in GENERIC_NAMES:
    _host = getattr(typing, _name).__origin__
    GENERIC_ALIASES[f"typing.{_name}:subscribed"] = _of_typing(
        f"typing.{_name}", f"{_host.__module__}.{_host.__qualname__}"
    )


@GENERIC_ALIASES.function("typing.get_args", "typing_extensions.get_args")
def _get_args(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _part_of(m, args, "__args__", place)


@GENERIC_ALIASES.function("typing.get_origin", "typing_extensions.get_origin")
def _get_origin(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _part_of(m, args, "__origin__", place)


def _part_of(m: Imports, args: Args, name: str, place: Place) -> Value:
    given = m.decide(args[0]) if args else MISSING
    if isinstance(given, Instance) and given.cls is _ANNOTATED:
        told = (given.payload, *given.ns["__metadata__"])
        return told if name == "__args__" else Ext("typing.Annotated")
    if isinstance(given, Instance) and given.cls in (_ALIAS, ALIAS):
        return given.ns[name]
    is_bare = isinstance(given, Class) and (given.line or given.module == "builtins")
    is_bare = is_bare or (isinstance(given, Ext) and type(host_object(given.path)) in (type, ABCMeta))
    if is_bare and isinstance(given, Class) and perhaps_alias(m, given):
        is_bare = False
    if is_bare or is_constant(given) or isinstance(given, (Bound, Function, Wrapper)):
        return () if name == "__args__" else None
    return m.unknown("the parts of a type", place, is_foreign=True)
