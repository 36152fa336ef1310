"""What queries refuse of the values that fields are compared with.

Source: ``django.db.models.fields`` and ``lookups`` of Django 4.2 to 5.2.
"""

import datetime
import re

from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.values import DictValue, ListValue, SetValue, Value, is_constant
from automappa_scaffold.registry.django_state import refuse
from automappa_scaffold.source.places import Place

__all__ = ["refuse_value"]

_NUMBERS = {
    **dict.fromkeys(
        (
            *("AutoField", "BigAutoField", "BigIntegerField", "IntegerField", "PositiveBigIntegerField"),
            *("PositiveIntegerField", "PositiveSmallIntegerField", "SmallAutoField", "SmallIntegerField"),
        ),
        int,
    ),
    "FloatField": float,
}
_ONE = ("exact", "gt", "gte", "lt", "lte")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")


def refuse_value(m: Interpreter, field: Instance, comparison: str, given: Value, place: Place) -> None:
    """Raise what a query raises for a value that a field does not take."""
    value = m.decide(given)
    if comparison == "in" and is_constant(value) and lacks(value, "__iter__"):
        raise refuse(m, "TypeError", f"'{kind_name(value)}' object is not iterable", place)
    if comparison == "isnull" and is_constant(value) and not isinstance(value, bool):
        text = "The QuerySet value for an isnull lookup must be True or False."
        raise refuse(m, "ValueError", text, place)
    if comparison in _ONE and value is not None:
        _refuse_one(m, field, value, place)
    is_listed = type(value) is ListValue and not value.unknown
    if comparison == "in" and (is_listed or isinstance(value, tuple)):
        for part in value.items if isinstance(value, ListValue) else value:
            if is_constant(one := m.decide(part)) and one is not None:
                _refuse_one(m, field, one, place)


def _refuse_one(m: Interpreter, field: Instance, value: Value, place: Place) -> None:
    kind = field.cls.name
    number = _NUMBERS.get(kind)
    is_container = type(value) in (ListValue, DictValue, SetValue)
    if number is not None and (isinstance(value, str) or is_container):
        text = f"Field '{field.ns.get('name', '')}' expected a number but got {value!r}."
        if is_container:
            raise refuse(m, "TypeError", text, place)
        try:
            number(value)
        except ValueError as error:
            raise refuse(m, type(error).__name__, text, place) from None
    if kind == "DateField" and isinstance(value, str) and not _is_day(value):
        m.disturb("a query with a text that is no day is refused by an error that is not followed", place)


def _is_day(text: str) -> bool:
    """Return whether a text may be a day: what Pythons do not agree on counts as one."""
    if not any(letter.isdigit() for letter in text):
        return False
    if _DATE.fullmatch(text) is None:
        return True
    try:
        datetime.date(*map(int, text.split("-")))
    except ValueError:
        return False
    return True
