"""Which classes make a ``types.GenericAlias`` of types in brackets behind them."""

from types import BuiltinFunctionType, GenericAlias

from automappa_scaffold.interpreter.certain_types import is_of_project
from automappa_scaffold.interpreter.objects import Class
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.values import MISSING

__all__ = ["takes_types", "takes_types_in_library"]


def takes_types(cls: Class) -> bool:
    """Return whether types in brackets behind a class make a ``types.GenericAlias``, as Python's own do."""
    if (cls.module, cls.name) == ("builtins", "type"):
        return True
    if cls.is_open or cls.lookup("__class__") is not MISSING:
        return False
    libraries = [base for base in cls.mro if not is_of_project(base)]
    takes = [takes_types_in_library(f"{base.module}.{base.name}") for base in libraries]
    return any(takes) and all(base.module != "typing" for base in libraries)


def takes_types_in_library(path: str) -> bool:
    """Return whether types in brackets behind a class of the library make a ``types.GenericAlias``."""
    found = host_object(path)
    hook = getattr(found, "__class_getitem__", None) if isinstance(found, type) else None
    return isinstance(hook, BuiltinFunctionType) or getattr(hook, "__func__", None) is GenericAlias
