"""Special methods of others' classes of which only that they are there is known."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["leave_open"]


def leave_open(cls: Class, *methods: str) -> None:
    """Let a class have special methods of which it is not known what they give."""

    def undecided(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if len(args) > 1 and args[0] is args[1]:
            return True  # it equals itself
        return m.unknown(f"what objects of {cls.name} tell", place, is_foreign=True)

    for name in methods:
        cls.ns[name] = Native(name, undecided, binds=True)
