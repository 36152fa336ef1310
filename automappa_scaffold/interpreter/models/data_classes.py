"""Data classes."""

from collections.abc import Mapping
from functools import partial

from automappa_scaffold.interpreter.abstract_classes import fix_abstract_methods
from automappa_scaffold.interpreter.argument_errors import missing_arguments
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.data_class_bodies import (
    mark_of,
    name_default,
    own_annotations,
    take_from_descriptor,
    with_slots,
)
from automappa_scaffold.interpreter.models.data_class_functions import (
    DATA_CLASS_FUNCTIONS,
    fields_of,
    fields_taken,
    held_in,
)
from automappa_scaffold.interpreter.models.data_class_marks import set_hash, set_params
from automappa_scaffold.interpreter.models.data_class_refusals import (
    refuse_class,
    refuse_field,
    refuse_options,
    refuse_other,
    refuse_unannotated,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Namespace,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["DATA_CLASSES"]

DATA_CLASSES = Models(DATA_CLASS_FUNCTIONS)

_FIELD = native_class("Field", module="dataclasses")
_FROZEN = Class("FrozenInstanceError", (EXCEPTIONS["AttributeError"],), Namespace(0), module="dataclasses")
DATA_CLASSES["dataclasses.FrozenInstanceError"] = _FROZEN


@DATA_CLASSES.function("dataclasses.dataclass")
def _dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not args or args[0] is None:
        return Native("dataclass", lambda m2, inner, _, at: _decorate(m2, inner[0], kwargs, at))
    return _decorate(m, args[0], kwargs, place)


def _decorate(m: Imports, cls: Value, options: Kwargs, place: Place) -> Value:
    if not isinstance(cls, Class):
        refuse_other(m, cls, place)
        return cls
    own = own_annotations(cls)
    refuse_unannotated(m, cls, own, _FIELD, place)
    refuse_options(m, cls, options, place)
    fields = _gather_fields(m, cls, own, options, place)
    set_params(m, cls, options)
    m.store(cls.ns, "__dataclass_fields__", m.new_dict(fields))
    refuse_class(m, cls, options, place)
    if cls.ns.get("__doc__") is None:
        told = m.unknown("the docstring that a data class gets", place)
        m.store(cls.ns, "__doc__", m.of_kind(told, "builtins.str"))
    _add_methods(m, cls, options)
    set_hash(m, cls, options)
    fix_abstract_methods(m, cls)
    if m.truth(options.get("match_args", True)) is not False and "__match_args__" not in cls.ns:
        named = [f for f in fields.values() if m.truth(f.ns["init"]) and not m.truth(f.ns["kw_only"])]
        m.store(cls.ns, "__match_args__", tuple(f.ns["name"] for f in named))
    if m.truth(options.get("slots", False)) is True:
        return with_slots(m, cls, tuple(fields), options, place)
    return cls


def _gather_fields(
    m: Imports, cls: Class, own: Mapping[str, Value], options: Kwargs, place: Place
) -> dict[str, Value]:
    """Return the fields of a class, those of its bases first; what it has of its own is made one."""
    given = cls.lookup("__dataclass_fields__")
    fields = dict(given.items) if isinstance(given, DictValue) else {}
    for base in reversed(cls.mro[1:]):
        if "__dataclass_fields__" in base.ns:
            fields.update(base.ns["__dataclass_fields__"].items)
    keyword_only = m.truth(options.get("kw_only", False)) is True
    for name, shown in own.items():
        mark = mark_of(m, cls, shown)
        keyword_only = keyword_only or mark == "KW_ONLY"
        default = cls.ns.get(name, MISSING)
        if is_perhaps_bound(default):
            m.disturb("which fields a data class has", place)
        if mark in ("ClassVar", "KW_ONLY"):
            if isinstance(default, Instance) and default.cls is _FIELD and default.payload is not None:
                raise m.refusal("TypeError", f"field {name} cannot have a default factory", place)
            continue
        fields[name] = _field_of(m, name, default, keyword_only=keyword_only)
        fields[name].ns["<passed on>"] = mark == "InitVar"
        if isinstance(default, Instance) and default.cls is _FIELD:
            m.store(cls.ns, name, fields[name].ns.get("default", MISSING))
            name_default(m, cls, name, place)
        take_from_descriptor(m, cls, fields[name], place)
    return fields


def _add_methods(m: Imports, cls: Class, options: Kwargs) -> None:
    """Give a class the methods that it is to have and has not itself."""
    methods: dict[str, Run] = {}
    if m.truth(options.get("init", True)) is not False:
        methods["__init__"] = _init
    if m.truth(options.get("eq", True)) is not False:
        methods["__eq__"] = _equal
    if m.truth(options.get("repr", True)) is not False:
        methods["__repr__"] = _show
    if m.truth(options.get("order", False)):
        for method, op in (("__lt__", "Lt"), ("__le__", "LtE"), ("__gt__", "Gt"), ("__ge__", "GtE")):
            methods[method] = _ordering(op)
    if m.truth(options.get("frozen", False)):
        methods["__setattr__"] = methods["__delattr__"] = partial(_refuse, cls)
    for method, run in methods.items():
        if method not in cls.ns:
            m.store(cls.ns, method, Native(method, run, binds=True))


def _field_of(m: Imports, name: str, default: Value, *, keyword_only: bool) -> Instance:
    names = m.namespace(name=name, init=True, compare=True, repr=True, kw_only=keyword_only)
    if isinstance(default, Instance) and default.cls is _FIELD:
        names.update(default.ns)
        names["name"] = name
        return Instance(_FIELD, names, default.payload)
    if default is not MISSING:
        names["default"] = default
    return Instance(_FIELD, names)


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made, values, named = args[0], list(args[1:]), dict(kwargs)
    missing: list[str] = []
    unknown = named.pop("**", None)
    given: dict[str, Value] = {}
    for field in fields_taken(made.cls):
        name = field.ns["name"]
        takes = m.truth(field.ns["init"]) is not False
        if takes and values and not m.truth(field.ns["kw_only"]):
            value = values.pop(0)
        elif takes and name in named:
            value = named.pop(name)
        elif takes and unknown is not None:
            value = m.undecided(unknown, place)
        elif field.payload is not None:
            value = m.call(field.payload, (), {}, place)
        elif "default" in field.ns:
            if not takes and "__slots__" not in made.cls.ns and made.cls.lookup(name) is not MISSING:
                continue  # the class has it
            value = field.ns["default"]
        elif takes:
            missing.append(name)
            continue
        else:
            continue
        given[name] = value
    text = f"got an unexpected keyword argument '{next(iter(named))}'" if named else ""
    if not text and values:
        text = _too_many(m, made.cls, len(values))
    text = text or missing_arguments("positional", missing)
    if text:
        name = made.cls.ns.get("__qualname__", made.cls.name)
        raise m.raise_("TypeError", f"{name}.__init__() {text}", place)
    passed_on = {field.ns["name"] for field in fields_taken(made.cls) if field.ns.get("<passed on>")}
    # A frozen class sets its fields past its own refusal.
    has_hook = isinstance(made.cls.lookup("__setattr__"), Function)
    is_watched = has_hook or made.cls.lookup("<descriptors>") is True
    for name, value in given.items():
        if name not in passed_on and is_watched:
            (m.set_attribute if has_hook else m.set_plainly)(made, name, value, place)
        elif name not in passed_on:
            m.store(made.ns, name, value)
    if made.cls.lookup("__post_init__") is not MISSING:
        hook = m.get_attribute(made, "__post_init__", place)
        m.call(hook, tuple(given[name] for name in given if name in passed_on), {}, place)
    return None


def _too_many(m: Imports, cls: Class, left: int) -> str:
    """Return what is said of ``left`` positional arguments that no field takes."""
    taken = [f for f in fields_taken(cls) if m.truth(f.ns["init"]) and not m.truth(f.ns["kw_only"])]
    most = 1 + len(taken)
    least = most - sum(1 for f in taken if f.payload is not None or "default" in f.ns)
    count = str(most) if least == most else f"from {least} to {most}"
    plural = "" if most == 1 else "s"
    return f"takes {count} positional argument{plural} but {most + left} were given"


def _values(value: Instance) -> tuple[Value, ...]:
    return tuple(
        held_in(value, field.ns["name"]) for field in fields_of(value.cls) if field.ns.get("compare") is True
    )


def _equal(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args
    if not isinstance(other, Instance) or other.cls is not one.cls:
        is_apart = not isinstance(other, Instance) or not other.cls.is_open
        return Ext("builtins.NotImplemented") if is_apart else m.undecided(other, place)
    answers = [
        m.truth(m.compare("Eq", a, b, place)) for a, b in zip(_values(one), _values(other), strict=True)
    ]
    if False in answers:
        return False
    return True if None not in answers else m.unknown("whether two objects are equal", place)


def _ordering(op: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        one, other = args[0], m.decide(args[1])
        if isinstance(other, Instance) and other.cls is one.cls:
            return m.compare(op, _values(one), _values(other), place)
        is_known = is_constant(other) or (isinstance(other, Instance) and not other.cls.is_open)
        return Ext("builtins.NotImplemented") if is_known else m.undecided(other, place)

    return run


def _show(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    shown = []
    for field in fields_of(args[0].cls):
        if field.ns.get("repr") is True:
            text = m.call(m.models["builtins.repr"], (held_in(args[0], field.ns["name"]),), {}, place)
            if not isinstance(text, str):
                return m.undecided(text, place)
            shown.append(f"{field.ns['name']}={text}")
    return f"{args[0].cls.ns.get('__qualname__', args[0].cls.name)}({', '.join(shown)})"


def _refuse(cls: Class, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Refuse a change of a frozen class's object; a class below it may have more than fields."""
    made, name = args[0], m.decide(args[1])
    is_below = made.cls is not cls and isinstance(name, str)
    if is_below and all(field.ns["name"] != name for field in fields_taken(cls)):
        if not made.cls.is_subclass(cls):  # the class was made anew, with slots
            text = "super(type, obj): obj must be an instance or subtype of type"
            raise m.refusal("TypeError", text, place)
        if len(args) > 2:
            m.set_plainly(made, name, args[2], place)
        else:
            m.store(made.ns, name, MISSING)
        return None
    text = f"cannot {'assign to' if len(args) > 2 else 'delete'} field {name!r}"
    value = Instance(_FROZEN, m.namespace(args=(text,)))
    value.payload = text
    raise PyRaise(value, place)


@DATA_CLASSES.function("dataclasses.field")
def _field(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    refuse_field(m, kwargs, place)
    names = m.namespace(init=True, compare=True, repr=True, metadata=m.new_dict())
    given = {key: value for key, value in kwargs.items() if not _is_left_out(value)}
    names.update({key: value for key, value in given.items() if key not in ("default_factory", "**")})
    return Instance(_FIELD, names, given.get("default_factory"))


def _is_left_out(value: Value) -> bool:
    return isinstance(value, Ext) and value.path == "dataclasses.MISSING"
