"""Constraints and indexes of ``Meta``: what making one refuses.

Source: ``django.db.models.constraints`` and ``.indexes`` of Django 4.2 to 5.2.
"""

import re
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Spread, Value, is_constant
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["constraint_checks"]

_MODULES = {"CheckConstraint": "constraints", "UniqueConstraint": "constraints", "Index": "indexes"}


def constraint_checks() -> dict[str, Value]:
    """Return what is checked where constraints and indexes are made."""
    names: dict[str, Value] = {}
    for name, module in _MODULES.items():
        check = Native(name, partial(_check, name))
        names[f"django.db.models.{name}:check"] = names[f"django.db.models.{module}.{name}:check"] = check
    return names


def _check(name: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if "**" in kwargs or any(isinstance(given, Spread) for given in args):
        return None
    taken = _parameters(m, name)
    for key in kwargs:
        if taken and key not in taken:
            text = f"{name}.__init__() got an unexpected keyword argument '{key}'"
            raise m.raise_("TypeError", text, place)
    if name == "UniqueConstraint" and m.decide(kwargs.get("name")) is None:
        raise m.raise_("ValueError", "A unique constraint must be named.", place)
    if name == "CheckConstraint" and not args:
        missing = [key for key in ("condition", "name") if key not in kwargs and "check" not in kwargs]
        for key in ["name"] if "name" not in kwargs else missing:
            text = f"CheckConstraint.__init__() missing 1 required keyword-only argument: '{key}'"
            raise m.raise_("TypeError", text, place)
    if name == "Index" and not args and "fields" not in kwargs:
        text = "At least one field or expression is required to define an index."
        raise m.raise_("ValueError", text, place)
    if name == "Index":
        _refuse_index(m, args, kwargs, place)
    return None


def _refuse_index(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what an index raises for its fields and its name."""
    given = m.decide(kwargs.get("name"))
    text = ""
    if args and not given and is_constant(given):
        text = "An index must be named to use expressions."
    elif isinstance(m.decide(kwargs.get("fields")), str):
        text = "Index.fields must be a list or tuple."
    if text:
        raise m.raise_("ValueError", text, place)


def _parameters(m: Interpreter, name: str) -> frozenset[str]:
    """Return the parameters that the installed source shows; nothing where it is not seen."""
    source = m.outside.source(f"django.db.models.{_MODULES[name]}") or b""
    found = re.search(rb"\nclass %s\b(?:(?!\nclass ).)*?def __init__\((.*?)\):" % name.encode(), source, re.S)
    if found is None or b"**" in found[1]:
        return frozenset()
    return frozenset(part.decode() for part in re.findall(rb"(?m)\b(\w+)\s*(?:=|,|$)", found[1]))
