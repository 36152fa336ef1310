"""What properties, class methods and static methods have: what they wrap, how they are bound and changed."""

from functools import partial
from typing import TYPE_CHECKING

from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.attributes import Attributes

__all__ = ["wrapper_attribute"]


# By kind: under which names it has what it wraps.
_WRAPPED = {
    "cached_property": ("func",),
    "classmethod": ("__func__", "__wrapped__"),
    "property": ("fget",),
    "staticmethod": ("__func__", "__wrapped__"),
}


# What a class method and a static method take over from what they wrap.
_COPIED = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__")
_KINDS = {"classmethod": classmethod, "staticmethod": staticmethod}


def wrapper_attribute(m: "Attributes", value: Wrapper, name: str) -> Value:
    """Return an attribute of a property, a class method or a static method, or MISSING."""
    if name == "__get__" and value.kind != "cached_property":
        return Native(name, partial(_bind_wrapper, value))
    if value.kind == "property" and name in ("getter", "setter", "deleter"):
        return Native(name, partial(_change_property, value, name))
    if name in _WRAPPED.get(value.kind, ()):
        return value.function
    if value.kind == "property":
        if name in ("fset", "fdel"):
            return value.setter if name == "fset" else value.deleter
        if name == "__doc__" and value.doc is not None:
            return value.doc
        if name == "__doc__" and value.function is None:
            return None
        if name == "__doc__" and isinstance(value.function, (Function, Native)):
            is_own = isinstance(value.function, Function) and value.function.module.path
            return m.find_attribute(value.function, name, None) if is_own else m.unknown(name, None)
        is_known = name in vars(property) or name in vars(object)
        return m.unknown(f"{name} of a property", None, is_foreign=True) if is_known else MISSING
    if value.kind in ("staticmethod", "classmethod"):
        if value.given is not None and name in value.given:
            return value.given[name]
        if name not in _COPIED and not hasattr(_KINDS[value.kind], name):
            return MISSING
        found = m.find_attribute(value.function, name, None)
        return m.unknown(f"{name} of a {value.kind}", None, is_foreign=True) if found is MISSING else found
    return MISSING


def _bind_wrapper(
    wrapper: Wrapper, m: "Attributes", args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for the ``__get__`` of a property, a class method or a static method."""
    receiver, owner = (*map(m.decide, args), None, None)[:2]
    if owner is None and isinstance(receiver, Instance):
        owner = receiver.cls
    if wrapper.kind == "classmethod" and not isinstance(owner, Class):
        return m.unknown("a class method of what is not known", place)
    return m._bind(wrapper, receiver, owner, place)


def _change_property(
    known: Wrapper,
    name: str,
    m: "Attributes",
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    place: Place,
) -> Value:
    """Stand for ``getter``, ``setter`` and ``deleter`` of a property."""
    parts = {"getter": known.function, "setter": known.setter, "deleter": known.deleter, name: args[0]}
    return Wrapper("property", parts["getter"], parts["setter"], parts["deleter"], known.doc)
