"""Classes that cannot be instantiated, because a method of theirs is abstract."""

from automappa_scaffold.interpreter.objects import Class, Function, Wrapper
from automappa_scaffold.interpreter.values import Value

__all__ = ["is_abstract"]


def is_abstract(cls: Class) -> bool:
    """Return whether ``ABCMeta`` refuses to make an object of a class."""
    if not any(
        base.module == "abc" for base in (*cls.mro, cls.lookup("__class__")) if isinstance(base, Class)
    ):
        return False
    names = {name for base in cls.mro for name, value in base.ns.items() if _is_marked(value)}
    return any(_is_marked(cls.lookup(name)) for name in names)


def _is_marked(value: Value) -> bool:
    function = value.function if isinstance(value, Wrapper) else value
    return isinstance(function, Function) and function.ns.get("__isabstractmethod__") is True
