"""Methods of built-in classes as the classes hold them, called with an object of theirs."""

import builtins
import inspect
from typing import TYPE_CHECKING

from automappa_scaffold.interpreter.abstract_classes import refuse_abstract
from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.object_methods import refuse_arguments
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    content_of,
)
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value, is_constant
from automappa_scaffold.source.places import Place

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.class_attributes import ClassAttributes

__all__ = ["call_method", "made_below", "object_new"]

_WITHOUT_KEYWORDS = ("fromhex", "fromkeys", "maketrans")


def call_method(
    name: str,
    cls: Class,
    m: "ClassAttributes",
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Stand for a method taken from a built-in type, as in ``map(str.strip, lines)``."""
    python = getattr(builtins, cls.name)
    python = getattr(getattr(python, name, None), "__objclass__", python)
    if inspect.ismethoddescriptor(getattr(python, name, None)) and args and is_none_of(args[0], python):
        text = f"'{name}' requires a '{cls.name}' object but received a '{kind_name(args[0])}'"
        raise m.refusal("TypeError", f"descriptor {text}", place)
    held = content_of(args[0]) if args else None
    if name in ("__getattribute__", "__delattr__") and len(args) == 2 and isinstance(args[0], Instance):
        key = m.decide(args[1])
        if not isinstance(key, str):
            return m.undecided(key, place)
        if name == "__getattribute__":
            return m.own_attribute(args[0], key, place)
        m.delete_plainly(args[0], key, place)
        return None
    if name in _WITHOUT_KEYWORDS and kwargs and "**" not in kwargs:
        raise m.refusal("TypeError", f"{cls.name}.{name}() takes no keyword arguments", place)
    if name == "maketrans" or (name in ("fromhex", "from_bytes") and args):
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        named = {key: m.to_python(m.decide(argument), place) for key, argument in kwargs.items()}
        if MISSING in plain or MISSING in named.values() or "**" in named:
            return m.unknown(f"{cls.name}.{name}()", place, is_foreign=True)
        function = getattr(getattr(builtins, cls.name), name)
        return m.from_python(m.compute(lambda: function(*plain, **named), place))
    if name == "__new__" and (args or not kwargs):
        found = _make_new(cls, m, args, kwargs, place)
        if found is not MISSING:
            return found
    if cls.name == "object" and args and not isinstance(args[0], (Instance, Class)):
        return m.unknown(f"object.{name}() of what has its own", place, is_foreign=True)
    if name != "fromkeys" and args:
        is_object = isinstance(args[0], Instance) and args[0].cls.has_content
        found = (
            m.method_of_content(args[0], name, place) if is_object else m.container_method(held, name, place)
        )
        if found is not MISSING:
            return m.call(found, args[1:], kwargs, place)
    if name == "fromkeys":
        m.require_fit(f"builtins.{cls.name}", name, args, kwargs, place)
        if args:
            return _dict_of_keys(m, args, place)
    return m.unknown(f"{cls.name}.{name}()", place, is_foreign=True)


def _make_new(
    cls: Class,
    m: "ClassAttributes",
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Return what the ``__new__`` of a built-in type makes, or MISSING."""
    if not kwargs and (not args or is_constant(args[0])):
        text = f"X): X is not a type object ({kind_name(args[0])})" if args else "): not enough arguments"
        raise m.refusal("TypeError", f"{cls.name}.__new__({text}", place)
    if not isinstance(args[0], Class):
        return MISSING
    maker = cls.ns.get("__new__")
    if maker is None and cls.name == "object":
        return object_new(m, args, kwargs, place)
    return m.call(maker, args, kwargs, place) if maker is not None else m.unknown("__new__", place)


def _dict_of_keys(m: "ClassAttributes", args: tuple[Value, ...], place: Place) -> DictValue:
    """Return what ``dict.fromkeys`` makes."""
    seen = m.unordered_seen
    keys, unknown = m.iterate(args[0], place)
    made = m.new_dict(unknown=unknown)
    made.meta["shuffled"] = m.unordered_seen != seen
    for key in keys:
        m.set_item(made, key, args[1] if len(args) > 1 else None, place)
    return made


def made_below(
    name: str,
    builtin: Class,
    cls: Class,
    m: "ClassAttributes",
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Stand for a class method of a built-in type that makes an object of a class below it."""
    made = call_method(name, builtin, m, args, kwargs, place)
    if name != "fromkeys":
        return m.call(cls, (made,), {}, place) if is_constant(made) else m.undecided(made, place)
    if not isinstance(made, DictValue) or made.unknown:
        return m.undecided(made.unknown if isinstance(made, DictValue) else made, place)
    filled = m.call(cls, (), {}, place)
    if made.is_unordered and isinstance(content := content_of(filled), DictValue):
        m.store(content.meta, "shuffled", True)
    for key, item in made.items.items():
        m.set_item(filled, key, item, place)
    return filled


def object_new(
    m: "ClassAttributes", args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for ``object.__new__``."""
    cls = args[0] if args else None
    if cls is None and kwargs:  # by keywords: of a base that is not seen
        return m.unknown("object.__new__", place, is_foreign=True)
    if cls is None:
        raise m.refusal("TypeError", "object.__new__(): not enough arguments", place)
    if isinstance(cls, Class) and (args[1:] or kwargs):
        refuse_arguments(m, cls, "__new__", "__init__", place)
    mro = cls.mro if isinstance(cls, Class) and cls.has_content else ()
    kind = next((base.name for base in mro if base.module == "builtins" and "__new__" in base.ns), "")
    if kind:
        text = f"object.__new__({cls.name}) is not safe, use {kind}.__new__()"
        raise m.refusal("TypeError", text, place)
    if isinstance(cls, Class):
        refuse_abstract(m, cls, place)
    return Instance(cls, m.namespace()) if isinstance(cls, Class) else m.unknown("object.__new__", place)
