"""What models are made of: native functions, classes whose objects they make, tables of both."""

from collections.abc import Callable

from automappa_scaffold.interpreter.changes import SHARED
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["Args", "Kwargs", "Models", "Run", "native_class", "return_first"]

Args = tuple[Value, ...]
Kwargs = dict[str, Value]
Run = Callable[[Imports, Args, Kwargs, Place], Value]


class Models(dict[str, Value]):
    """What dotted names outside the project stand for."""

    def function(self, *paths: str) -> Callable[[Run], Run]:
        """Return a decorator that makes a native function the model of these names."""

        def register(run: Run) -> Run:
            for path in paths:
                self[path] = Native(path.rpartition(".")[2], run)
            return run

        return register


def native_class(
    name: str,
    new: Run | None = None,
    *,
    module: str = "builtins",
    bases: tuple[Class, ...] = (),
    is_open: bool = False,
    is_whole: bool = False,
) -> Class:
    """Return a class whose objects a native function makes.

    Args:
        is_open: it has more than the model knows, and so have the project's classes below it.
        is_whole: the model has every name of it; implied for built-in types, which are asked themselves.
    """
    names = Namespace(SHARED)
    if new is not None:
        names["__new__"] = Native("__new__", new)
    made = Class(name, bases, names, module=module)
    made.is_open = is_open
    made.is_partial = made.is_partial or not (is_whole or module == "builtins")
    return made


def return_first(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for a function or decorator that gives back its first argument."""
    return args[0] if args else None
