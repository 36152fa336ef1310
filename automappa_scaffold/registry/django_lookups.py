"""What queries refuse: names of fields that there are not, and comparisons that a field does not know.

Source: ``django.db.models.sql.query`` of Django 4.2 to 5.2.
"""

from collections.abc import Collection
from dataclasses import dataclass

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.django_fields import OTHER_LOOKUPS, has_foreign_base, is_field
from automappa_scaffold.registry.django_lookup_values import refuse_value
from automappa_scaffold.registry.django_model_options import is_abstract_model
from automappa_scaffold.registry.django_model_parts import (
    ModelFields,
    fields_of,
    is_relation,
    owner_of,
    related_model,
    reverse_fields,
)
from automappa_scaffold.registry.django_state import DjangoState, refuse
from automappa_scaffold.source.places import Place

__all__ = ["Asked", "has_field", "refuse_lookup", "refuse_order", "refuse_reference"]

_COMPARING = """
    exact iexact gt gte lt lte in contains icontains startswith istartswith endswith iendswith range
    isnull regex iregex
"""
_COMPARISONS = frozenset(_COMPARING.split())
_OF_RELATIONS = frozenset(["exact", "in", "gt", "gte", "lt", "lte", "isnull"])
_OF_DATES = frozenset(["year", "iso_year", "month", "day", "week", "week_day", "iso_week_day", "quarter"])
_OF_TIMES = frozenset(["hour", "minute", "second"])
# What the parts of a moment are called, by the kind of field that has them.
_PARTS = {
    "DateField": _OF_DATES,
    "TimeField": _OF_TIMES,
    "DateTimeField": _OF_DATES | _OF_TIMES | {"date", "time"},
}
# Their fields know other comparisons, as do those of apps that register some.
_OTHER_FIELDS = frozenset(["JSONField"])
_OTHER_APPS = ("django.contrib.postgres", "django.contrib.gis")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's model, and the names that it has beside the model's fields (None: any)."""

    model: Class
    names: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the way along a name's parts ends: at a field (None: of Django's own), or at a model."""

    field: Instance | None
    model: Class | None
    rest: tuple[str, ...]


class _NotKnown(Exception):
    """What a name stands for is not known."""


def refuse_lookup(
    m: Interpreter, state: DjangoState, asked: Asked, name: str, place: Place, value: Value = MISSING
) -> None:
    """Raise what a query raises for a condition's name, as in ``filter(owner__name__iexact=...)``."""
    parts = tuple(name.split("__"))
    if _is_named(asked, parts) or _has_other_comparisons(m, state):
        return
    try:
        found = _follow(m, state, asked.model, parts, place)
    except _NotKnown:
        return
    if found.model is not None and found.rest:
        if len(found.rest) > 1 or found.rest[0] not in _OF_RELATIONS:
            text = f"Unsupported lookup '{found.rest[0]}' for {_kind(found.field)} or join on the field not "
            raise refuse(m, "FieldError", f"{text}permitted.", place)
    elif found.field is not None and found.rest and not _is_comparison(found.field, found.rest):
        text = f"Unsupported lookup '{found.rest[-1]}' for {_kind(found.field)} or join on the field not "
        raise refuse(m, "FieldError", f"{text}permitted", place)
    elif _is_plain(found) and found.field is not None and value is not MISSING and len(found.rest) < 2:
        refuse_value(m, found.field, found.rest[0] if found.rest else "exact", value, place)


def _is_plain(found: _Found) -> bool:
    """Return whether a name leads to a field of Django's own class."""
    field = found.field
    return (
        field is not None and found.model is None and not has_foreign_base(field.cls) and not field.cls.line
    )


def refuse_order(m: Interpreter, state: DjangoState, asked: Asked, name: str, place: Place) -> None:
    """Raise what ``order_by`` raises for a name: only its first part is looked up."""
    bare = name.removeprefix("-")
    if asked.names is None or bare == "?" or bare in asked.names or "." in bare:
        return
    try:
        _follow(m, state, asked.model, (bare.split("__")[0],), place)
    except _NotKnown:
        return


def refuse_reference(m: Interpreter, state: DjangoState, asked: Asked, name: str, place: Place) -> None:
    """Raise what ``values``, ``F`` and aggregates raise for the name of a column."""
    parts = tuple(name.split("__"))
    if _is_named(asked, parts):
        return
    try:
        found = _follow(m, state, asked.model, parts, place)
    except _NotKnown:
        return
    if found.model is not None and found.rest:
        text = f"Cannot resolve keyword '{found.rest[0]}' into field. Join on the name not permitted."
        raise refuse(m, "FieldError", text, place)


def _is_named(asked: Asked, parts: tuple[str, ...]) -> bool:
    """Return whether a query has a name that is the first of these parts, or several of them."""
    names = asked.names
    return names is None or any("__".join(parts[:count]) in names for count in range(1, len(parts) + 1))


def has_field(cls: Class, name: str) -> bool:
    """Return whether a model class certainly has a field of this name."""
    fields = fields_of(cls)
    return fields is not None and name in fields


def _follow(m: Interpreter, state: DjangoState, cls: Class, parts: tuple[str, ...], place: Place) -> _Found:
    """Return where a name's parts lead.

    Raises:
        PyRaise: the first part is no field's name.
        _NotKnown: some class on the way has fields that are not known.
    """
    current, field = cls, None
    for index, part in enumerate(parts):
        fields = _known_fields(state, current)
        if part == "pk":
            raise _NotKnown
        step = _step(m, state, current, fields, part)
        if step is None:
            if index == 0:
                raise refuse(m, "FieldError", f"Cannot resolve keyword '{part}' into field.", place)
            return _Found(field, current, parts[index:])
        field, model = step
        if model is None:
            return _Found(field, None, parts[index + 1 :])
        current = model
    return _Found(field, current, ())


def _known_fields(state: DjangoState, cls: Class) -> ModelFields:
    fields = fields_of(cls)
    if fields is None or not state.is_decided or is_abstract_model(cls):
        raise _NotKnown
    return fields


def _step(
    m: Interpreter, state: DjangoState, cls: Class, fields: ModelFields, part: str
) -> tuple[Instance | None, Class | None] | None:
    """Return the field that a part names, and the model that it leads to; None where there is none."""
    if part in fields.own:
        field, held = fields.own[part]
        if not is_relation(field):
            return field, None
        target = related_model(m, state, field, owner_of(cls, held))
        if target is None:
            raise _NotKnown
        return field, target
    if part in fields:
        if part.endswith("_ptr") or part in ("groups", "user_permissions"):
            raise _NotKnown
        return None, None
    reverse = reverse_fields(m, state, cls)
    if reverse is None:
        raise _NotKnown
    if part in reverse and reverse[part] is not cls:
        return None, reverse[part]
    if part in reverse:
        raise _NotKnown
    return None


def _is_comparison(field: Instance, rest: Collection[str]) -> bool:
    """Return whether a field may know these comparisons, each but the last a part of its value."""
    kinds = [base.name for base in field.cls.mro]
    if has_foreign_base(field.cls) or field.cls.line or _OTHER_FIELDS & set(kinds):
        return True
    kind = next((kind for kind in kinds if kind in _PARTS), "")
    parts = _PARTS.get(kind, frozenset())
    if kind == "DateTimeField":
        return all(part in _COMPARISONS | parts for part in rest)
    *inner, last = rest
    return last in _COMPARISONS | parts and all(part in parts for part in inner)


def _kind(field: Value) -> str:
    return field.cls.name if is_field(field) else "ForeignKey"


def _has_other_comparisons(m: Interpreter, state: DjangoState) -> bool:
    """Return whether an app, or the project itself, may make other comparisons known."""
    installed = {app.name for app in state.apps}
    return (
        bool(installed.intersection(_OTHER_APPS))
        or any(
            module.startswith(_OTHER_APPS) or module == "django.db.models.lookups"
            for module in m.external_modules
        )
        or OTHER_LOOKUPS in m.patched
    )
