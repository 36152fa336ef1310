"""Classes of Python with types in brackets, as ``list[int]``: objects of ``types.GenericAlias``."""

from collections.abc import Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import MADE_ANEW, OPEN, WHOLE
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.type_expressions import as_type_form, refuse_union
from automappa_scaffold.interpreter.values import MISSING, Ext, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["ALIAS", "BUILTIN_ALIASES", "LONGEST", "shown_parameters"]

BUILTIN_ALIASES = Models()

# What an alias has itself; every other attribute is that of its class.
_OWN = ("__origin__", "__args__", "__parameters__", "__unpacked__")
# Names of ``typing`` that show as what they are.
_FORMS = frozenset(
    f"typing.{name}" for name in ("Any", "Callable", "LiteralString", "Never", "NoReturn", "Self")
)


def _new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``types.GenericAlias(origin, key)``; for the same types it is the same object."""
    origin, key = args[1], m.decide(args[2])
    parts = key if isinstance(key, tuple) else (key,)
    shown = tuple((type(part), part) if is_constant(part) else id(part) for part in parts)
    known = m.aliases.get((id(origin), ALIAS, shown))
    if known is None:
        made = Instance(ALIAS, m.namespace(__origin__=origin, __args__=tuple(parts)), origin)
        is_closed = all(isinstance(part, Class) or is_constant(part) for part in parts)
        made.ns["__parameters__"] = () if is_closed else m.unknown("parameters of a type", place)
        made.ns["__unpacked__"] = False
        made.ns[OPEN] = m.unknown("what a type with types in brackets has", place, is_foreign=True)
        known = m.aliases[(id(origin), ALIAS, shown)] = made
    return known


def _attribute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias, name = args
    return m.get_attribute(alias.payload, name, place)


def _get(name: str) -> Native:
    return Native(name, lambda m, args, kwargs, place: m.get_attribute(args[0].payload, name, place))


def _class_shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Before Python 3.11 an alias says that it is what its class is."""
    return ALIAS if m.python_numbers >= (3, 11) else m.external("builtins.type")


def _call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = m.call(args[0].payload, args[1:], kwargs, place)
    if isinstance(made, Instance) and made.cls.line and not made.cls.is_open:
        m.set_attribute(made, "__orig_class__", args[0], place)
    return made


def _set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = args[1]
    if name in _OWN:
        raise m.raise_("AttributeError", "readonly attribute", place)
    raise m.raise_("AttributeError", f"'types.GenericAlias' object has no attribute '{name}'", place)


def _equals(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args[0], m.decide(args[1])
    if not isinstance(other, Instance) or other.cls is not ALIAS:
        return m.undecided(other, place) if isinstance(other, (Unknown, Ext)) else False
    if one.payload is not other.payload:
        return m.compare("Eq", one.payload, other.payload, place)
    return m.compare("Eq", one.ns["__args__"], other.ns["__args__"], place)


def _again(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args[0].ns["__parameters__"] == ():
        shown = _shown(m, args[:1], {}, place)
        told = shown if isinstance(shown, str) else f"{args[0].payload.name}[...]"
        raise m.refusal("TypeError", f"{told} is not a generic class", place)
    return m.unknown("a type with types for its parameters", place, is_foreign=True)


def _refuse_check(name: str) -> Native:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        raise m.refusal("TypeError", f"{name}() argument 2 cannot be a parameterized generic", place)

    return Native(name, run, binds=True)


def _in_union(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    refuse_union(m, args[0], m.decide(args[1]), place)
    return as_type_form(m.unknown("a union of types", place, is_foreign=True))


def _in_union_behind(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    refuse_union(m, m.decide(args[1]), args[0], place)
    return as_type_form(m.unknown("a union of types", place, is_foreign=True))


def _shown(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    alias = args[0]
    texts = shown_parameters(m, (alias.payload, *alias.ns["__args__"]), place)
    if not texts:
        return m.unknown("how a type is shown", place, is_foreign=True)
    return f"{texts[0]}[{', '.join(texts[1:]) or '()'}]"


LONGEST = 4_000


def shown_parameters(m: Imports, parts: Sequence[Value], place: Place) -> list[str]:
    """Return how an alias shows its class and types, or nothing where one of them is not known."""
    texts: list[str] = []
    for part in map(m.decide, parts):
        if sum(map(len, texts)) > LONGEST:  # each of two levels shows the ones below it twice
            return []
        if part is ... or part is None:
            texts.append("..." if part is ... else "None")
        elif isinstance(part, Class) and not part.is_open:
            name = part.ns.get("__qualname__", part.name)
            texts.append(str(name) if part.module == "builtins" else f"{part.module}.{name}")
        elif isinstance(part, Ext) and part.path in _FORMS:
            texts.append(part.path)
        elif isinstance(part, Ext) and isinstance(host_object(part.path), type):
            texts.append(part.path.removeprefix("builtins."))
        elif is_constant(part) or (isinstance(part, Instance) and part.cls.lookup("__repr__") is not MISSING):
            shown = m.call(m.models["builtins.repr"], (part,), {}, place)
            if not isinstance(shown, str):
                return []
            texts.append(shown)
        else:
            return []
    return texts


def _steps(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a type that is unpacked", place, is_foreign=True)


def _hash(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.of_kind(m.unknown("the hash of a type", place, is_foreign=True), "builtins.int")


ALIAS = native_class("GenericAlias", _new, module="types", is_whole=True)
for _name, _run in {
    "__getattr__": _attribute,
    "__call__": _call,
    "__setattr__": _set,
    "__eq__": _equals,
    "__hash__": _hash,
    "__getitem__": _again,
    "__iter__": _steps,
    "__or__": _in_union,
    "__ror__": _in_union_behind,
    "__repr__": _shown,
    "__mro_entries__": lambda m, args, kwargs, place: (args[0].payload,),
}.items():
    ALIAS.ns[_name] = Native(_name, _run, binds=True)
ALIAS.ns["__instancecheck__"] = _refuse_check("isinstance")
ALIAS.ns["__subclasscheck__"] = _refuse_check("issubclass")
for _name in ("__name__", "__qualname__", "__module__", "__doc__", "__bases__", "__mro__", "__dict__"):
    ALIAS.ns[_name] = Wrapper("property", _get(_name))
ALIAS.ns["__class__"] = Wrapper("property", Native("__class__", _class_shown))
ALIAS.ns[WHOLE] = ALIAS.ns[MADE_ANEW] = True
BUILTIN_ALIASES["types.GenericAlias"] = ALIAS
