"""``pydantic.BaseModel``: objects whose fields are what they are made with, or what the class says.

Nothing is refused here. Source: pydantic 1.10 and 2.5 to 2.12, as read and run.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import METACLASS_BELOW
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.pydantic_dumps import dump
from automappa_scaffold.interpreter.models.pydantic_models import PYDANTIC_MODELS
from automappa_scaffold.interpreter.models.pydantic_settings import FIELD, class_options, fields_of, truth_of
from automappa_scaffold.interpreter.models.pydantic_validators import has_model_validator, is_changed
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["PYDANTIC_OBJECTS"]

PYDANTIC_OBJECTS = Models()

_SCALARS = frozenset(("str", "int", "float", "bool"))
_DEEPEST = 8
_CHANGES_ALL = ("model_post_init", "__setattr__", "__getattribute__", "__new__")


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made: Instance = args[0]
    m.risky_calls += 1  # what does not fit is refused
    options = class_options(m, made.cls, {})
    is_open = options.unknown is not None or _may_change(made.cls)
    asked = m.decide(options.items.get("validate_default", options.items.get("validate_all")))
    for name, shown in fields_of(made.cls):
        field = made.cls.lookup(name)
        limits = field.ns if isinstance(field, Instance) and field.cls is FIELD else {}
        aliases = [limits.get(key) for key in ("alias", "validation_alias", "alias_priority")]
        is_given = name in kwargs or "**" in kwargs or (kwargs and aliases != [None] * 3)
        if is_given or is_open:
            changed = is_open or is_changed(made.cls, name) or aliases != [None] * 3
            value = MISSING if changed else _given(m, kwargs.get(name, MISSING), shown)
        else:
            validates = {asked, m.decide(limits.get("validate_default"))} - {None, False}
            value = MISSING if validates else _default(m, field, limits, place)
        if value is MISSING:
            value = m.unknown(f"the field {name} of a {made.cls.name}", place, is_foreign=True)
        m.store(made.ns, name, value)
    return None


def _may_change(cls: Class) -> bool:
    """Return whether the project's code may change an object once it has its values."""
    own = any(isinstance(cls.lookup(name), Function) for name in _CHANGES_ALL)
    return own or has_model_validator(cls)


def _given(m: Imports, value: Value, shown: str) -> Value:
    """Return a value as it was given; MISSING where it may be converted first."""
    bare = m.decide(value)
    if shown in _SCALARS:
        return value if is_constant(bare) and type(bare).__name__ == shown else MISSING
    is_kept = shown in ("Any", "object") or (shown == "Optional" and bare is None)
    return value if is_kept else MISSING


def _default(m: Imports, field: Value, limits: Kwargs, place: Place) -> Value:
    """Return what a field is where nothing is given."""
    default = field
    if limits:
        factory = limits.get("default_factory")
        default = m.call(factory, (), {}, place) if factory is not None else limits["default"]
    return MISSING if isinstance(default, Unknown) else _copied(m, default, place, 0)


def _copied(m: Imports, value: Value, place: Place, depth: int) -> Value:
    """Return a default as each object gets it: a copy of what can be changed."""
    if depth > _DEEPEST:
        return m.unknown("a default of many levels", place, is_foreign=True)
    if value.__class__ is ListValue and value.unknown is None:
        return m.new_list([_copied(m, item, place, depth + 1) for item in value.items])
    if value.__class__ is DictValue and value.unknown is None:
        return m.new_dict({key: _copied(m, item, place, depth + 1) for key, item in value.items.items()})
    if isinstance(value, (ListValue, DictValue)):
        return m.call(m.external("copy.deepcopy"), (value,), {}, place)
    if isinstance(value, Instance) and _MODEL in value.cls.mro:
        names = {key: _copied(m, item, place, depth + 1) for key, item in value.ns.items()}
        return Instance(value.cls, m.namespace(**names))
    return value


_MODEL = native_class("BaseModel", module="pydantic.main", is_open=True)
_MODEL.ns[METACLASS_BELOW] = "abc.ABCMeta"
_MODEL.ns["__init__"] = Native("__init__", _init, binds=True)
_MODEL.ns["__init_subclass__"] = Native("__init_subclass__", lambda m, args, kwargs, place: None)
_MODEL.ns["__on_class__"] = PYDANTIC_MODELS["pydantic.BaseModel:on_class"]
_MODEL.ns["__bool__"] = Native("__bool__", truth_of, binds=True)
for _name in ("__iter__", "__eq__", "__hash__", "__copy__", "__deepcopy__", "__getstate__"):
    _MODEL.ns[_name] = Native(
        _name, lambda m, args, kwargs, place: m.unknown("a model's own method", place), binds=True
    )
for _name in ("model_dump", "dict"):
    _MODEL.ns[_name] = Native(
        _name,
        lambda m, args, kwargs, place: dump(m, fields_of(args[0].cls), args, kwargs, place, FIELD),
        binds=True,
    )
for _path in ("pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.v1.BaseModel"):
    PYDANTIC_OBJECTS[f"{_path}:base"] = _MODEL
