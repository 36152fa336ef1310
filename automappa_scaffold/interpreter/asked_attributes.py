"""Attributes that library code asks for where they may be missing, as ``getattr`` with a default does."""

from automappa_scaffold.interpreter.attributes import Attributes
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["ask_attribute"]


def ask_attribute(m: Attributes, value: Value, name: str, place: Place) -> Value:
    """Return an attribute, also a special one that ``__getattr__`` gives; MISSING: there is none."""
    try:
        found = m.find_attribute(value, name, place)
        return m.hooked_attribute(value, name, place) if found is MISSING else found
    except PyRaise as raised:
        if raised.type_name != "AttributeError":
            raise
        return MISSING
