"""Enumerations: their members, and how these are found."""

from automappa_scaffold.interpreter.element_kinds import equal_constants
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_types import INT, STR
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class, return_first
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Native,
    Wrapper,
    content_of,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["ENUMERATIONS"]

ENUMERATIONS = Models()


def _members(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = m.new_dict()
    extended = next((base for base in cls.mro[1:] if _has_members(base)), None)
    if extended is not None:
        raise m.refusal("TypeError", f"<enum '{cls.name}'> cannot extend <enum '{extended.name}'>", place)
    for name, value in [*cls.ns.items()]:
        is_plain = isinstance(value, (Function, Wrapper, Native)) or (
            isinstance(value, Instance) and value.cls.lookup("__get__") is not MISSING
        )
        if name.startswith("_") or is_plain or isinstance(value, Class):
            continue
        _add_member(m, cls, members, name, value, place)
    m.store(cls.ns, "__members__", members)
    return None


def _has_members(cls: Class) -> bool:
    members = cls.ns.get("__members__")
    return isinstance(members, DictValue) and bool(members.items)


def _add_member(m: Imports, cls: Class, members: DictValue, name: str, value: Value, place: Place) -> None:
    if isinstance(value, Ext) and value.path == "enum.auto":
        value = _automatic(m, cls, members, name, place)
    member = _make_member(m, cls, name, value, place)
    value = member.ns["value"]
    for known in members.items.values():
        if known.ns["value"] is value or equal_constants(known.ns["value"], value):
            member = known  # an alias
            break
    m.store(cls.ns, name, member)
    m.store(members.items, name, member)


def _make_member(m: Imports, cls: Class, name: str, value: Value, place: Place) -> Instance:
    arguments = value if isinstance(value, tuple) else (value,)
    maker = cls.lookup("__new__")
    made = m.call(maker, (cls, *arguments), {}, place) if isinstance(maker, Function) else None
    if isinstance(made, Instance):
        member = made
    else:
        member = Instance(cls, m.namespace(), None if isinstance(value, tuple) else content_of(value))
        if cls.has_content and STR in cls.mro and not isinstance(member.payload, str):
            member.payload = m.unknown("the text of a member of an enumeration", place)
    member.ns.setdefault("_value_", value)
    member.ns.update(_name_=name, name=name, value=member.ns["_value_"])
    init = cls.lookup("__init__")
    if isinstance(init, Function):
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


def _enum_member(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = cls.ns.get("__members__")
    if not isinstance(members, DictValue) or not members.items:
        return _by_call(m, args, kwargs, place)
    wanted = m.decide(args[1]) if len(args) > 1 else kwargs.get("value")
    if isinstance(wanted, Instance) and wanted.cls is cls:
        return wanted
    wanted = content_of(wanted)
    for member in members.items.values():
        if m.truth(m.compare("Eq", member.ns["value"], wanted, place)) is True:
            return member
    hook = cls.lookup("_missing_")
    if hook is not MISSING:
        function = hook.function if isinstance(hook, Wrapper) else hook
        found = m.call(function, (cls, wanted), {}, place)
        if found is not None:
            return found
    known = all(is_constant(member.ns["value"]) for member in members.items.values())
    if known and is_constant(wanted) and cls.lookup("__flags__") is not True:
        raise m.raise_(
            "ValueError", f"{wanted!r} is not a valid {cls.ns.get('__qualname__', cls.name)}", place
        )
    return m.unknown("a member of an enumeration", place)


def _by_call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the class that ``Enum("Name", "A B")`` makes."""
    base, name = args[0], m.decide(args[1]) if len(args) > 1 else None
    names = m.decide(args[2] if len(args) > 2 else kwargs.get("names"))
    if isinstance(names, str):
        names = tuple(names.replace(",", " ").split())
    if not isinstance(name, str) or not isinstance(names, (tuple, ListValue, DictValue)):
        return m.unknown("an enumeration made by a call", place)
    items = names.items.items() if isinstance(names, DictValue) else m.iterate(names, place)[0]
    space = m.namespace(__module__=m.importing[-1].name if m.importing else "")
    for number, item in enumerate(items, 1):
        key, value = item if isinstance(item, tuple) else (item, name.lower() if _is_text(base) else number)
        if not isinstance(key, str):
            return m.unknown("an enumeration made by a call", place)
        space[key] = key.lower() if value == name.lower() and _is_text(base) else value
    return m.finish_class(name, (base,), space, {}, place)


def _is_text(cls: Class) -> bool:
    return cls.lookup("__text__") is True


_ENUM = native_class("Enum", _enum_member, module="enum", is_whole=True)
_ENUM.ns["__lookup__"] = _ENUM.ns["__new__"]
_ENUM.ns["__on_class__"] = Native("__on_class__", _members)
_FLAG = Class("Flag", (_ENUM,), Namespace(0, [("__flags__", True)]), module="enum")
ENUMERATIONS["enum.Enum"] = _ENUM
ENUMERATIONS["enum.ReprEnum"] = Class("ReprEnum", (_ENUM,), Namespace(0), module="enum")
ENUMERATIONS["enum.Flag"] = _FLAG
ENUMERATIONS["enum.IntFlag"] = Class("IntFlag", (INT, _FLAG), Namespace(0), module="enum")
ENUMERATIONS["enum.IntEnum"] = Class("IntEnum", (INT, _ENUM), Namespace(0), module="enum")
_TEXTS = Namespace(0, [("__text__", True)])
ENUMERATIONS["enum.StrEnum"] = Class("StrEnum", (STR, _ENUM), _TEXTS, module="enum")
ENUMERATIONS["enum.auto"] = Native("auto", lambda m, args, kwargs, place: Ext("enum.auto"))


@ENUMERATIONS.function("enum.unique")
def _unique(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = cls.ns.get("__members__") if isinstance(cls, Class) else None
    if isinstance(members, DictValue):
        twins = [(k, v.ns["_name_"]) for k, v in members.items.items() if k != v.ns["_name_"]]
        if twins:
            text = f"duplicate values found in <enum '{cls.name}'>: "
            raise m.refusal("ValueError", text + ", ".join(f"{a} -> {b}" for a, b in twins), place)
    return cls


for _name in ("member", "nonmember"):
    ENUMERATIONS[f"enum.{_name}"] = Native(_name, return_first)
