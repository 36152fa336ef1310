"""Of which of Python's own types values certainly are."""

import types

import pytest

from automappa_scaffold.interpreter.certain_types import (
    certain_types,
    has_fixed_attributes,
    is_never_raised,
    is_none_of,
)
from automappa_scaffold.interpreter.objects import Class, Instance, Partial
from automappa_scaffold.interpreter.values import (
    DictValue,
    Ext,
    ListValue,
    Namespace,
    SetValue,
    Unknown,
    Value,
)


def _slots(**held: object) -> Namespace:
    return Namespace(0, [("items", ()), *held.items()])


def _object_of(*bases: Value) -> Instance:
    return Instance(Class("Made", bases, Namespace(0), module="proj.tasks", line=1), Namespace(0))


_ERROR = Class("ValueError", (), Namespace(0), module="builtins")


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        (1, (int,)),
        (None, (type(None),)),
        ((1, "a"), (tuple,)),
        (ListValue(_slots()), (list,)),
        (SetValue(_slots(frozen=True)), (frozenset,)),
        (DictValue(Namespace(0), Namespace(0)), (dict,)),
        (Ext("json"), (types.ModuleType,)),
        (Ext("os.path.join"), (types.FunctionType,)),
        (Ext("decimal.Decimal"), (type,)),
        (Ext("elsewhere.thing"), ()),
        (Unknown("it depends", None, Namespace(0)), ()),
        (_object_of(), (object,)),
        (_object_of(Ext("elsewhere.Base")), ()),
        (_object_of(_ERROR), (ValueError, object)),
    ],
)
def test_a_value_is_of_the_types_that_python_gives_it(value: Value, kinds: tuple[type, ...]) -> None:
    assert certain_types(value) == kinds


def test_what_may_be_anything_is_refused_by_nobody() -> None:
    assert not is_none_of(Unknown("it depends", None, Namespace(0)), int, str)
    assert not is_none_of(_object_of(Ext("elsewhere.Base")), int)


def test_a_bool_is_an_int_and_no_text() -> None:
    assert is_none_of(True, str)
    assert not is_none_of(True, int)


def test_exceptions_and_their_classes_alone_are_raised() -> None:
    assert is_never_raised(Ext("decimal.Decimal"))
    assert is_never_raised(_object_of())
    assert not is_never_raised(Ext("decimal.InvalidOperation"))
    assert not is_never_raised(_object_of(_ERROR))


def test_objects_of_classes_of_the_program_have_room_for_attributes() -> None:
    assert has_fixed_attributes(1)
    assert not has_fixed_attributes(_object_of())
    assert not has_fixed_attributes(Partial(len, (), Namespace(0), Namespace(0)))
