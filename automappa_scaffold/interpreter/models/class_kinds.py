"""Enumerations, data classes, and base classes of ``typing`` and ``abc``."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class, return_first
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, DictValue, Ext, Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["CLASS_KINDS"]

CLASS_KINDS = Models({"typing.TYPE_CHECKING": False, "typing_extensions.TYPE_CHECKING": False})

for _path in ("typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "abc.ABC"):
    CLASS_KINDS[_path] = native_class(_path.rpartition(".")[2], module=_path.rpartition(".")[0])


def _is_text(cls: Class) -> bool:
    return cls.lookup("__text__") is True or any(base.name == "str" for base in cls.mro)


def _members(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = m.new_dict()
    last = 0
    for name, value in [*cls.ns.items()]:
        if name.startswith("_") or isinstance(value, (Function, Wrapper, Native)):
            continue
        if isinstance(value, Ext) and value.path == "enum.auto":
            value = last + 1
        last = value if isinstance(value, int) else last
        text = value if isinstance(value, str) and _is_text(cls) else None
        member = Instance(cls, m.namespace(name=name, value=value, _name_=name, _value_=value), text)
        m.store(cls.ns, name, member)
        m.store(members.items, name, member)
    m.store(cls.ns, "__members__", members)
    return None


def _enum_member(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    members = args[0].ns.get("__members__")
    for member in members.items.values() if isinstance(members, DictValue) else ():
        if len(args) > 1 and member.ns["value"] == args[1]:
            return member
    return m.unknown("a member of an enumeration", place)


_ENUM = native_class("Enum", _enum_member, module="enum")
_ENUM.ns["__lookup__"] = _ENUM.ns["__new__"]
_ENUM.ns["__on_class__"] = Native("__on_class__", _members)
CLASS_KINDS["enum.Enum"] = _ENUM
CLASS_KINDS["enum.IntEnum"] = Class("IntEnum", (_ENUM,), Namespace(0), module="enum")
CLASS_KINDS["enum.StrEnum"] = Class("StrEnum", (_ENUM,), Namespace(0, [("__text__", True)]), module="enum")
CLASS_KINDS["enum.auto"] = Native("auto", lambda m, args, kwargs, place: Ext("enum.auto"))
CLASS_KINDS["enum.unique"] = Native("unique", return_first)

_FIELD = native_class("Field", module="dataclasses")


@CLASS_KINDS.function("dataclasses.dataclass")
def _dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not args:
        return Native("dataclass", _dataclass)
    cls = args[0]
    if isinstance(cls, Class) and "__init__" not in cls.ns:
        m.store(cls.ns, "__init__", Native("__init__", _dataclass_init))
    return cls


def _dataclass_init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made, values = args[0], list(args[1:])
    for cls in reversed(made.cls.mro):
        for name in cls.ns.get("__fields__", ()):
            default = cls.ns.get(name, MISSING)
            if values:
                value = values.pop(0)
            elif name in kwargs:
                value = kwargs[name]
            elif isinstance(default, Instance) and default.cls is _FIELD:
                value = (
                    m.call(default.payload, (), {}, place) if default.payload else default.ns.get("default")
                )
            else:
                value = m.unknown(f"the field {name}", place) if default is MISSING else default
            m.store(made.ns, name, value)
    hook = made.cls.lookup("__post_init__")
    if hook is not MISSING:
        m.call(hook, (made,), {}, place)
    return None


@CLASS_KINDS.function("dataclasses.field")
def _field(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(_FIELD, m.namespace(default=kwargs.get("default")), kwargs.get("default_factory"))
