"""Enumerations: their members, and how these are found."""

from typing import Any

from automappa_scaffold.interpreter.element_kinds import equal_constants
from automappa_scaffold.interpreter.enumeration_refusals import (
    ignored_names,
    refuse_enumeration,
    refuse_order,
)
from automappa_scaffold.interpreter.enumeration_texts import data_type_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import NON_MEMBERS
from automappa_scaffold.interpreter.models.automatic_values import (
    AUTO,
    is_automatic,
    is_combined,
    number_of,
)
from automappa_scaffold.interpreter.models.builtin_types import INT, STR, TUPLE
from automappa_scaffold.interpreter.models.enumeration_calls import OF_CALLS, made_by_call
from automappa_scaffold.interpreter.models.enumeration_values import held_value, is_made_anew
from automappa_scaffold.interpreter.models.flag_members import add_flag_operators, flags_of, refuse_bits
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Native,
    Wrapper,
    content_of,
    describe,
)
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import is_no_text
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["ENUMERATIONS"]

ENUMERATIONS = Models()


def _members(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = m.new_dict()
    m.store(cls.ns, "__members__", members)  # what makes the members may look at those before
    extended = next((base for base in cls.mro[1:] if _has_members(base)), None)
    if extended is not None:
        raise m.refusal("TypeError", f"<enum '{cls.name}'> cannot extend <enum '{extended.name}'>", place)
    refuse_enumeration(m, cls, place)
    for name in ignored_names(m, cls):
        m.store(cls.ns, name, MISSING)
    plain = cls.ns.get(NON_MEMBERS, ())
    m.store(cls.ns, NON_MEMBERS, MISSING)
    automatic: dict[int, str] = {}  # the names that were given what ``auto()`` made first
    for name, value in [*cls.ns.items()]:
        if is_perhaps_bound(value):
            perhaps = m.undecided(value, place)
            m.store(cls.ns, name, perhaps)
            m.store(members.meta, "unknown", perhaps)
            m.disturb("which members an enumeration has", place)
        elif isinstance(value, Wrapper) and value.kind == "nonmember":
            m.store(cls.ns, name, value.function)
        elif not name.startswith("_") and name not in plain and not _is_left_alone(m, cls, value):
            given = value.function if isinstance(value, Wrapper) else value
            first = automatic.setdefault(id(given), name) if is_automatic(given) else name
            given = given if first == name else cls.ns[first].ns["value"]
            if is_combined(given):
                number = number_of(given, lambda part: cls.ns[automatic[id(part)]].ns["value"])
                given = m.unknown("a combination of values", place) if number is None else number
            _add_member(m, cls, members, name, given, place)
    refuse_order(m, cls, members, place)
    return None


def _is_left_alone(m: Imports, cls: Class, value: Value) -> bool:
    """Return whether what an enumeration's body binds stays as it is."""
    if isinstance(value, Wrapper):
        return value.kind != "member"
    if isinstance(value, Class) and m.python_numbers >= (3, 13):
        return value.ns.get("__qualname__") == f"{cls.ns.get('__qualname__')}.{value.name}"
    if isinstance(value, Native):
        found = host_object(value.path)
        return found is MISSING or hasattr(found, "__get__")  # what has none binds to no object
    return isinstance(value, Function) or (
        isinstance(value, Instance) and value.cls.lookup("__get__") is not MISSING
    )


def _has_members(cls: Class) -> bool:
    members = cls.ns.get("__members__")
    found = members.items.values() if isinstance(members, DictValue) else ()
    return any(not isinstance(member.ns["value"], Unknown) for member in found)


def _add_member(m: Imports, cls: Class, members: DictValue, name: str, value: Value, place: Place) -> None:
    if is_automatic(value):
        value = _automatic(m, cls, members, name, place)
    if INT in cls.mro and is_constant(value) and not isinstance(value, int):
        number: Any = value
        value = m.compute(lambda: int(number), place)
    if STR in cls.mro and cls.lookup("__text__") is not True and not isinstance(value, (str, tuple)):
        value = value if isinstance(cls.lookup("__new__"), Function) else m.call(STR, (value,), {}, place)
    if isinstance(value, tuple) and all(map(is_constant, value)) and cls.lookup("__text__") is not True:
        several: Any = value
        python: Any = int if INT in cls.mro else str if STR in cls.mro else None
        if python is not None and not isinstance(cls.lookup("__new__"), Function):
            value = m.compute(lambda: python(*several), place)
    if INT in cls.mro and isinstance(value, ListValue) and not isinstance(cls.lookup("__new__"), Function):
        m.refuse_as_python(int, (value,), place)
    if cls.lookup("__text__") is True and is_no_text(content_of(value)) and not isinstance(value, tuple):
        shown = repr(value) if is_constant(value) else describe(value)
        raise m.refusal("TypeError", f"{shown} is not a string", place)
    member = _make_member(m, cls, name, value, place)
    value = member.ns["value"]
    for known in members.items.values():
        if _is_same(m, known.ns["value"], value, place):
            member = known  # an alias
            break
    m.store(cls.ns, name, member)
    m.store(members.items, name, member)


def _is_same(m: Imports, known: Value, value: Value, place: Place) -> bool:
    """Return whether two members have the same value, so that one is another name of the other."""
    if known is value or is_constant(known) or is_constant(value):
        return known is value or equal_constants(known, value)
    return m.truth(m.compare("Eq", known, value, place)) is True


def _make_member(m: Imports, cls: Class, name: str, value: Value, place: Place) -> Instance:
    arguments = value if isinstance(value, tuple) else (value,)
    kind = data_type_of(cls, m.python_numbers)
    if kind is TUPLE:
        arguments = (arguments,)
    maker = cls.lookup("__new__")
    made = m.call(maker, (cls, *arguments), {}, place) if isinstance(maker, Function) else None
    if made is not None and not isinstance(made, Instance):
        value = m.undecided(made, place)
    if isinstance(made, Instance):
        member = made
        if kind is not None and "_value_" not in member.ns:
            value = m.call(kind, arguments, {}, place)
    else:
        member = Instance(cls, m.namespace(), None if isinstance(value, tuple) else content_of(value))
        if cls.has_content and STR in cls.mro and not isinstance(member.payload, str):
            member.payload = m.unknown("the text of a member of an enumeration", place)
        if kind is not None and is_made_anew(kind):
            member.payload = content_of(m.call(kind, arguments, {}, place))
        value = held_value(m, cls, kind, value, arguments, place)
    member.ns.setdefault("_value_", value)
    member.ns.update(_name_=name, name=name, value=member.ns["_value_"])
    init = cls.lookup("__init__")
    if isinstance(init, (Function, Native)):
        m.call(init, (member, *arguments), {}, place)
        member.ns["value"] = member.ns["_value_"]
    return member


def _automatic(m: Imports, cls: Class, members: DictValue, name: str, place: Place) -> Value:
    """Return what ``auto()`` gives."""
    unique = list({id(member): member for member in members.items.values()}.values())
    last = [member.ns["value"] for member in unique]
    hook = cls.lookup("_generate_next_value_")
    if hook is not MISSING:
        function = hook.function if isinstance(hook, Wrapper) else hook
        return m.call(function, (name, 1, len(last), m.new_list(last)), {}, place)
    if cls.lookup("__text__") is True:
        return name.lower()
    numbers = [value for value in last if isinstance(value, int)]
    if cls.lookup("__flags__") is True:
        return 2 ** max(numbers).bit_length() if numbers else 1
    return max(numbers) + 1 if numbers else 1


def _refuse_call(m: Imports, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what Python raises where a member is asked for by what is no value alone."""
    if other := kwargs.keys() - OF_CALLS:
        text = f"EnumType.__call__() got an unexpected keyword argument {min(other)!r}"
        raise m.refusal("TypeError", text, place)
    if len(args) < 3:
        return
    m.assume_version()
    if m.python_numbers < (3, 12):
        raise m.refusal("TypeError", f"<enum {args[1]!r}> cannot extend <enum '{cls.name}'>", place)


def _enum_member(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = cls.ns.get("__members__")
    if not isinstance(members, DictValue) or not members.items:
        return made_by_call(m, args, kwargs, place)
    if len(args) == 1 and not kwargs and m.python_numbers < (3, 12):
        raise m.refusal(
            "TypeError", "EnumType.__call__() missing 1 required positional argument: 'value'", place
        )
    _refuse_call(m, cls, args, kwargs, place)
    if kwargs.keys() - {"value"}:
        return m.unknown("a member of an enumeration", place)
    several = args[1:] if len(args) > 2 else args[1] if len(args) > 1 else kwargs.get("value")
    wanted = m.decide(several)
    if isinstance(wanted, Instance) and wanted.cls is cls:
        return wanted
    wanted = content_of(wanted)
    is_known = True
    for member in members.items.values():
        held = member.ns["value"]
        is_equal = held is wanted or m.truth(m.compare("Eq", held, wanted, place))
        if is_equal is True and is_known:
            return member
        is_known = is_known and is_equal is not None
    hook = cls.lookup("_missing_")
    if hook is not MISSING:
        function = hook.function if isinstance(hook, Wrapper) else hook
        found = m.call(function, (cls, wanted), {}, place)
        if is_constant(found) and found is not None:
            text = f"error in {cls.name}._missing_: returned {found!r} instead of None or a valid member"
            raise m.refusal("TypeError", text, place)
        if found is not None:
            return found
    if is_known and cls.lookup("__flags__") is True:
        if (combined := flags_of(m, cls, wanted, place)) is not MISSING:
            return combined
        if not cls.has_content:
            refuse_bits(m, cls, wanted, place)
    is_certain = is_known and not isinstance(wanted, (Unknown, Union, Ext))
    if is_certain and (cls.lookup("__flags__") is not True or not is_constant(wanted)):
        shown = repr(wanted) if is_constant(wanted) else describe(wanted)
        raise m.raise_("ValueError", f"{shown} is not a valid {cls.ns.get('__qualname__', cls.name)}", place)
    return m.unknown("a member of an enumeration", place)


_ENUM = native_class("Enum", _enum_member, module="enum", is_whole=True)
_ENUM.ns["__lookup__"] = _ENUM.ns["__new__"]
_ENUM.ns["__on_class__"] = Native("__on_class__", _members)
_FLAG = Class("Flag", (_ENUM,), Namespace(0, [("__flags__", True)]), module="enum")
add_flag_operators(_FLAG)
ENUMERATIONS["enum.Enum"] = _ENUM
_REPR = Class("ReprEnum", (_ENUM,), Namespace(0), module="enum")
ENUMERATIONS["enum.ReprEnum"] = _REPR
ENUMERATIONS["enum.Flag"] = _FLAG
ENUMERATIONS["enum.IntFlag"] = Class("IntFlag", (INT, _REPR, _FLAG), Namespace(0), module="enum")
ENUMERATIONS["enum.IntEnum"] = Class("IntEnum", (INT, _REPR), Namespace(0), module="enum")
_TEXTS = Namespace(0, [("__text__", True)])
ENUMERATIONS["enum.StrEnum"] = Class("StrEnum", (STR, _REPR), _TEXTS, module="enum")
ENUMERATIONS["enum.auto"] = AUTO


@ENUMERATIONS.function("enum.unique")
def _unique(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = cls.ns.get("__members__") if isinstance(cls, Class) else None
    if isinstance(members, DictValue):
        twins = [(k, v.ns["_name_"]) for k, v in members.items.items() if k != v.ns["_name_"]]
        if twins:
            text = f"duplicate values found in <enum '{cls.name}'>: "
            raise m.refusal("ValueError", text + ", ".join(f"{a} -> {b}" for a, b in twins), place)
    else:
        found = m.get_attribute(cls, "__members__", place)
        m.call(m.get_attribute(found, "items", place), (), {}, place)
    return cls


def _wrapped(kind: str) -> Native:
    return Native(kind, lambda m, args, kwargs, place: Wrapper(kind, args[0]))


for _name in ("member", "nonmember", "property"):
    ENUMERATIONS[f"enum.{_name}"] = _wrapped(_name)
ENUMERATIONS["types.DynamicClassAttribute"] = _wrapped("property")
