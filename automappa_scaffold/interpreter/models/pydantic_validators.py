"""``field_validator`` and its like: functions that check or change the values of a pydantic model."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Assumed, Namespace, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = [
    "VALIDATION_ERROR",
    "VALIDATORS",
    "changes_in",
    "has_model_validator",
    "invalid",
    "is_changed",
    "validated",
]

VALIDATORS = Models()
VALIDATION_ERROR = Class("ValidationError", (EXCEPTIONS["ValueError"],), Namespace(0), module="pydantic_core")
_CHANGED = native_class("PydanticDescriptorProxy", module="pydantic", is_open=True)
_TAKEN = frozenset(("mode", "check_fields", "json_schema_input_type", "field"))
_SCALARS = frozenset(("str", "int", "float", "bool"))


def _changes(m: Imports, args: Args, kwargs: Kwargs, place: Place, kind: str) -> Value:
    """Stand for a decorator of what checks or computes values."""
    wrong = next((name for name in kwargs if name not in _TAKEN), "")
    if wrong and kind in ("field_validator", "model_validator") and "**" not in kwargs:
        text = f"{kind}() got an unexpected keyword argument '{wrong}'"
        raise m.refusal("TypeError", text, place)
    is_followed = kind == "field_validator" and (not kwargs or kwargs == {"mode": "after"})

    def decorate(m2: Imports, inner: Args, _: Kwargs, at: Place) -> Value:
        names = m2.namespace(function=inner[0] if is_followed else None)
        names["is_checked"] = kind == "field_validator" and not kwargs.keys() - {"mode"}
        return Instance(_CHANGED, names, args or ("*",))

    made = Native("dec", decorate)
    made.path = f"pydantic.{kind}.dec"
    return made


for _name in ("field_validator", "validator", "model_validator", "root_validator"):
    VALIDATORS[f"pydantic.{_name}"] = Native(
        _name, lambda m, args, kwargs, place, kind=_name: _changes(m, args, kwargs, place, kind)
    )


def invalid(m: Imports, text: str, place: Place) -> PyRaise:
    """Return the error of a value that does not fit."""
    return PyRaise(Instance(VALIDATION_ERROR, m.namespace(args=(text,)), text), place)


def changes_in(cls: Class) -> list[tuple[str, tuple[Value, ...]]]:
    """Return the validators in a class whose fields there must be, by name, and the names of these fields."""
    return [
        (key, value.payload)
        for key, value in cls.ns.items()
        if isinstance(value, Instance) and value.cls is _CHANGED and value.ns["is_checked"]
    ]


def is_changed(cls: Class, name: str) -> bool:
    """Return whether something checks or changes a field."""
    changes = [change.payload for change in _changes_of(cls)]
    return any(name in names or "*" in names or not isinstance(names[0], str) for names in changes)


def has_model_validator(cls: Class) -> bool:
    """Return whether something may change all fields of an object."""
    return any("*" in change.payload for change in _changes_of(cls))


def validated(m: Imports, cls: Class, name: str, shown: str, value: Value, asked: Value) -> Value:
    """Return what validators make of a value, where these are functions that take it as it is then.

    Args:
        shown: the name of the field's type; empty where something is converted first.
        asked: whether defaults are looked at, where that is known.
    """
    place = Place(m.tree.relative(""))
    made = value.value if isinstance(value, Assumed) else value
    if asked is False and isinstance(value, Assumed):
        return value
    functions = [one.ns["function"] for one in _changes_of(cls) if {name, "*"} & {*map(str, one.payload)}]
    for function in functions if asked is True and _fits(made, shown) else (None,):
        plain = function.function if isinstance(function, Wrapper) else function
        if not isinstance(plain, Function) or len(plain.spec.parameters) != 2:
            return m.unknown(f"{cls.name}.{name}, which a validator may change", None)
        try:
            made = m.call(plain, (cls, made), {}, place)
        except PyRaise as raised:
            if isinstance(value, Assumed):
                m.assumptions[value.note] = None
            if raised.type_name not in ("ValueError", "AssertionError"):
                raise
            text = f"1 validation error for {cls.name}: {name}: {raised.message}"
            raise invalid(m, text, raised.place or place) from None
    return Assumed(made, value.note) if isinstance(value, Assumed) and not isinstance(made, Unknown) else made


def _fits(value: Value, shown: str) -> bool:
    """Return whether a value is of a field's type as it stands, so that nothing converts it."""
    if shown == "Path":
        return isinstance(value, Instance) and value.cls.module == "pathlib"
    return shown in _SCALARS and type(value).__name__ == shown


def _changes_of(cls: Class) -> list[Instance]:
    found = [value for base in reversed(cls.mro) for value in base.ns.values()]
    return [value for value in found if isinstance(value, Instance) and value.cls is _CHANGED]
