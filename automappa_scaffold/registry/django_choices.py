"""``Choices``, ``TextChoices`` and ``IntegerChoices``: enumerations whose members have labels.

Source: ``django.db.models.enums`` of Django 4.2 to 5.2.
"""

from collections.abc import Callable, Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import NON_MEMBERS
from automappa_scaffold.interpreter.models.automatic_values import is_automatic
from automappa_scaffold.interpreter.models.builtin_types import INT, STR
from automappa_scaffold.interpreter.models.enumerations import ENUMERATIONS
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    Value,
    is_constant,
)
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["CHOICES"]

_MODULE = "django.db.models.enums"


def _members(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Make the members of a class of choices: a value, or a value and its label."""
    cls: Class = args[0]
    labels: dict[str, Value] = {}
    for name, given in [*_given(m, cls)]:
        parts = given.items if type(given) is ListValue else given
        is_labelled = isinstance(parts, tuple) and len(parts) > 1 and not _is_no_label(m.decide(parts[-1]))
        labels[name] = parts[-1] if is_labelled else name.replace("_", " ").title()
        if is_labelled:
            m.store(cls.ns, name, _value_of(m, cls, parts[:-1], place))
    enum: Class = ENUMERATIONS["enum.Enum"]
    m.call(enum.ns["__on_class__"], (cls,), {}, place)
    for name, member in cls.ns["__members__"].items.items():
        m.store(member.ns, "_label_", labels.get(name, MISSING))
    try:
        return m.call(ENUMERATIONS["enum.unique"], (cls,), {}, place)
    except PyRaise as raised:
        raised.is_soft = False  # it follows from the values alone
        raise


def _is_no_label(value: Value) -> bool:
    return is_constant(value) and not isinstance(value, str)


def _value_of(m: Interpreter, cls: Class, parts: tuple[Value, ...], place: Place) -> Value:
    """Return the value of a member that has a label: numbers and texts are made of its parts."""
    if len(parts) != 1 or not (INT in cls.mro or STR in cls.mro):
        return parts
    if is_automatic(parts[0]) and INT in cls.mro:  # Python's versions count these in different ways
        return m.unknown("a number beside a label", place)
    return parts[0]


def _given(m: Interpreter, cls: Class) -> Iterator[tuple[str, Value]]:
    """Yield what a class of choices makes members of, by name."""
    left = cls.ns.get(NON_MEMBERS, ())
    for name, given in cls.ns.items():
        value = m.decide(given)
        is_method = isinstance(value, (Function, Native, Wrapper, Class))
        is_method = is_method or (isinstance(value, Instance) and value.cls.lookup("__get__") is not MISSING)
        if not name.startswith("_") and name not in left and not is_method:
            yield name, value


def _unique_members(cls: Class) -> list[Instance]:
    members = cls.ns.get("__members__")
    return [*members.items.values()] if isinstance(members, DictValue) else []


def _listed(pick: Callable[[Instance], Value], empty: Callable[[Value], Value]) -> Wrapper:
    """Return a property of the metaclass: a list of what is picked of each member, ``__empty__`` before."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        cls: Class = args[0]
        none = cls.lookup("__empty__")
        first = [] if none is MISSING else [empty(none)]
        return m.new_list([*first, *map(pick, _unique_members(cls))])

    return Wrapper("property", Native("list", run))


def _metaclass() -> Class:
    label = _label_of
    names: dict[str, Value] = {
        "choices": _listed(lambda member: (member.ns["value"], label(member)), lambda none: (None, none)),
        "labels": _listed(label, lambda none: none),
        "names": _listed(lambda member: member.ns["name"], lambda none: "__empty__"),
        "values": _listed(lambda member: member.ns["value"], lambda none: None),
    }
    names["__contains__"] = Native("__contains__", _contains, binds=True)
    return Class("ChoicesType", (Ext("enum.EnumMeta"),), Namespace(0, names), module=_MODULE)


def _contains(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls, wanted = args[0], m.decide(args[1])
    if isinstance(wanted, Instance):
        return wanted in _unique_members(cls) or m.undecided(wanted, place)
    answers = [m.truth(m.compare("Eq", member.ns["value"], wanted, place)) for member in _unique_members(cls)]
    is_known = True in answers or None not in answers
    return True in answers if is_known else m.unknown("whether choices have a value", place)


def _label_of(member: Instance) -> Value:
    return member.ns.get("_label_")


def _text(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.models["builtins.str"], (args[0].ns["value"],), {}, place)


def _show(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls: Class = args[0].cls
    return f"{cls.ns.get('__qualname__', cls.name)}.{args[0].ns['_name_']}"


def _names() -> dict[str, Value]:
    enum: Class = ENUMERATIONS["enum.Enum"]
    shared: dict[str, Value] = {
        "__class__": _metaclass(),
        "__on_class__": Native("__on_class__", _members),
        "__repr__": Native("__repr__", _show, binds=True),
        "__lookup__": enum.ns["__lookup__"],
        "__new__": enum.ns["__new__"],
        "do_not_call_in_templates": True,
        "label": Wrapper("property", Native("label", lambda m, args, kwargs, place: _label_of(args[0]))),
    }
    plain = Class("Choices", (enum,), Namespace(0, shared), module=_MODULE)
    names: dict[str, Value] = {"Choices": plain}
    for name, kind in (("IntegerChoices", "enum.IntEnum"), ("TextChoices", "enum.StrEnum")):
        text = Native("__str__", _text, binds=True)
        made = Class(name, (plain, ENUMERATIONS[kind]), Namespace(0, {"__str__": text}), module=_MODULE)
        names[name] = made
    names["TextChoices"].ns["_generate_next_value_"] = Wrapper(
        "staticmethod", Native("_generate_next_value_", lambda m, args, kwargs, place: args[0])
    )
    return {
        f"{module}.{name}": cls for name, cls in names.items() for module in (_MODULE, "django.db.models")
    }


CHOICES = _names()
