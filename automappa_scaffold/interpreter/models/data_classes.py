"""Data classes."""

from automappa_scaffold.interpreter.argument_errors import missing_arguments
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Namespace,
    SetValue,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["DATA_CLASSES"]

DATA_CLASSES = Models()

_FIELD = native_class("Field", module="dataclasses")
_FROZEN = Class("FrozenInstanceError", (EXCEPTIONS["AttributeError"],), Namespace(0), module="dataclasses")
DATA_CLASSES["dataclasses.FrozenInstanceError"] = _FROZEN


@DATA_CLASSES.function("dataclasses.dataclass")
def _dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not args:
        return Native("dataclass", lambda m2, inner, _, at: _decorate(m2, inner[0], kwargs, at))
    return _decorate(m, args[0], kwargs, place)


def _decorate(m: Imports, cls: Value, options: Kwargs, place: Place) -> Value:
    if not isinstance(cls, Class):
        return cls
    own = cls.ns.get("__fields__", {})
    given = cls.lookup("__dataclass_fields__")
    fields = dict(given.items) if isinstance(given, DictValue) else {}
    for base in reversed(cls.mro[1:]):
        if "__dataclass_fields__" in base.ns:
            fields.update(base.ns["__dataclass_fields__"].items)
    keyword_only = m.truth(options.get("kw_only", False)) is True
    for name, shown in own.items():
        if _is_marked(shown, "KW_ONLY"):
            keyword_only = True
        if not _is_field(shown):
            continue
        default = cls.ns.get(name, MISSING)
        fields[name] = _field_of(m, name, default, keyword_only=keyword_only)
        fields[name].ns["<passed on>"] = _is_marked(shown, "InitVar")
        if isinstance(default, Instance) and default.cls is _FIELD:
            m.store(cls.ns, name, fields[name].ns.get("default", MISSING))
    m.store(cls.ns, "__dataclass_fields__", m.new_dict(fields))
    _refuse_class(m, cls, options, place)
    if m.truth(options.get("slots", False)) is True:
        m.store(cls.ns, "__slots__", tuple(own))
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
        methods["__setattr__"] = _refuse
    for method, run in methods.items():
        if method not in cls.ns:
            m.store(cls.ns, method, Native(method, run, binds=True))
    return cls


def _is_frozen(cls: Class, field: Instance, default: Value) -> bool:
    """Return whether a set is a frozen one, as the field's annotation says."""
    shown = (base.ns["__fields__"].get(field.ns["name"]) for base in cls.mro if "__fields__" in base.ns)
    return isinstance(default, SetValue) and next(filter(None, shown), "") in ("frozenset", "FrozenSet")


def _refuse_class(m: Imports, cls: Class, options: Kwargs, place: Place) -> None:
    """Raise what ``dataclass`` raises for a class that cannot be one."""
    before = ""
    for field in _init_fields(cls):
        default = field.ns.get("default", MISSING)
        if isinstance(default, (ListValue, DictValue)) and not _is_frozen(cls, field, default):
            text = f"mutable default {_kind_of(default)} for field {field.ns['name']} is not allowed"
            raise m.refusal("ValueError", f"{text}: use default_factory", place)
        if m.truth(field.ns["kw_only"]) or m.truth(field.ns["init"]) is False:
            continue
        if default is not MISSING or field.payload is not None:
            before = field.ns["name"]
        elif before and m.truth(options.get("init", True)):
            text = f"non-default argument '{field.ns['name']}' follows default argument"
            text += f" '{before}'" if m.python_numbers >= (3, 12) else ""
            raise m.refusal("TypeError", text, place)
    frozen = m.truth(options.get("frozen", False))
    m.store(cls.ns, "<frozen>", frozen)
    for base in cls.mro[1:]:
        if "<frozen>" in base.ns and frozen is not None and base.ns["<frozen>"] is (not frozen):
            kinds = ("frozen", "a non-frozen") if frozen else ("non-frozen", "a frozen")
            raise m.refusal("TypeError", f"cannot inherit {kinds[0]} dataclass from {kinds[1]} one", place)
    if m.truth(options.get("eq", True)) is not False and "__hash__" not in cls.ns:
        is_hashed = frozen or m.truth(options.get("unsafe_hash", False))
        if is_hashed is not False:
            m.store(cls.ns, "__hash__", Native("__hash__", lambda m2, _, __, at: m2.unknown("a hash", at)))


def _kind_of(default: Value) -> str:
    kind = "dict" if isinstance(default, DictValue) else "set" if isinstance(default, SetValue) else "list"
    return f"<class '{kind}'>"


def _is_field(annotation: Value) -> bool:
    text = annotation if isinstance(annotation, str) else ""
    return "ClassVar" not in text and not _is_marked(annotation, "KW_ONLY")


def _is_marked(annotation: Value, name: str) -> bool:
    """Return whether an annotation is one of the marks of ``dataclasses``, possibly as a text."""
    text = annotation if isinstance(annotation, str) else ""
    return text.partition("[")[0].rpartition(".")[2].strip() == name


def _field_of(m: Imports, name: str, default: Value, *, keyword_only: bool) -> Instance:
    names = m.namespace(name=name, init=True, compare=True, repr=True, kw_only=keyword_only)
    if isinstance(default, Instance) and default.cls is _FIELD:
        names.update(default.ns)
        names["name"] = name
        return Instance(_FIELD, names, default.payload)
    if default is not MISSING:
        names["default"] = default
    return Instance(_FIELD, names)


def _init_fields(cls: Class) -> list[Instance]:
    """Return the fields, and what ``__init__`` takes and passes on."""
    found = cls.lookup("__dataclass_fields__")
    return list(found.items.values()) if isinstance(found, DictValue) else []


def _fields(cls: Class) -> list[Instance]:
    return [field for field in _init_fields(cls) if not field.ns.get("<passed on>")]


def _init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made, values, named = args[0], list(args[1:]), dict(kwargs)
    missing: list[str] = []
    unknown = named.pop("**", None)
    given: dict[str, Value] = {}
    for field in _init_fields(made.cls):
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
            value = field.ns["default"]
        elif takes:
            missing.append(name)
            continue
        else:
            continue
        given[name] = value
    text = f"got an unexpected keyword argument '{next(iter(named))}'" if named else ""
    if not text and values:
        most = 1 + sum(
            1 for f in _init_fields(made.cls) if m.truth(f.ns["init"]) and not m.truth(f.ns["kw_only"])
        )
        text = f"takes {most} positional arguments but {most + len(values)} were given"
    text = text or missing_arguments("positional", missing)
    if text:
        name = made.cls.ns.get("__qualname__", made.cls.name)
        raise m.raise_("TypeError", f"{name}.__init__() {text}", place)
    passed_on = {field.ns["name"] for field in _init_fields(made.cls) if field.ns.get("<passed on>")}
    for name, value in given.items():
        if name not in passed_on:
            m.store(made.ns, name, value)
    hook = made.cls.lookup("__post_init__")
    if hook is not MISSING:
        m.call(hook, (made, *(given[name] for name in given if name in passed_on)), {}, place)
    return None


def _values(value: Instance) -> tuple[Value, ...]:
    return tuple(
        value.ns.get(field.ns["name"], MISSING)
        for field in _fields(value.cls)
        if field.ns.get("compare") is True
    )


def _equal(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    one, other = args
    if not isinstance(other, Instance) or other.cls is not one.cls:
        return (
            False if not isinstance(other, Instance) or not other.cls.is_open else m.undecided(other, place)
        )
    answers = [
        m.truth(m.compare("Eq", a, b, place)) for a, b in zip(_values(one), _values(other), strict=True)
    ]
    if False in answers:
        return False
    return True if None not in answers else m.unknown("whether two objects are equal", place)


def _ordering(op: str) -> Run:
    return lambda m, args, kwargs, place: m.compare(op, _values(args[0]), _values(args[1]), place)


def _show(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    shown = []
    for field in _fields(args[0].cls):
        if field.ns.get("repr") is True:
            text = m.call(m.models["builtins.repr"], (args[0].ns.get(field.ns["name"]),), {}, place)
            if not isinstance(text, str):
                return m.undecided(text, place)
            shown.append(f"{field.ns['name']}={text}")
    return f"{args[0].cls.ns.get('__qualname__', args[0].cls.name)}({', '.join(shown)})"


def _refuse(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = Instance(_FROZEN, m.namespace(args=(f"cannot assign to field '{args[1]}'",)))
    value.payload = f"cannot assign to field '{args[1]}'"
    raise PyRaise(value, place)


@DATA_CLASSES.function("dataclasses.field")
def _field(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    names = m.namespace(init=True, compare=True, repr=True, kw_only=False, metadata=m.new_dict())
    names.update({key: value for key, value in kwargs.items() if key not in ("default_factory", "**")})
    return Instance(_FIELD, names, kwargs.get("default_factory"))


@DATA_CLASSES.function("dataclasses.fields")
def _list_fields(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0].cls if isinstance(args[0], Instance) else args[0]
    return tuple(_fields(cls)) if isinstance(cls, Class) else m.undecided(args[0], place)


@DATA_CLASSES.function("dataclasses.is_dataclass")
def _is_dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0].cls if isinstance(args[0], Instance) else args[0]
    return "__dataclass_fields__" in cls.ns if isinstance(cls, Class) else m.undecided(args[0], place)


def _plain(m: Imports, value: Value) -> Value:
    if isinstance(value, Instance) and _fields(value.cls):
        return m.new_dict({f.ns["name"]: _plain(m, value.ns.get(f.ns["name"])) for f in _fields(value.cls)})
    if type(value) is ListValue:
        return m.new_list([_plain(m, item) for item in value.items], value.unknown)
    if isinstance(value, tuple):
        return tuple(_plain(m, item) for item in value)
    if isinstance(value, DictValue):
        return m.new_dict({key: _plain(m, item) for key, item in value.items.items()}, value.unknown)
    return value


@DATA_CLASSES.function("dataclasses.asdict")
def _asdict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _plain(m, args[0]) if isinstance(args[0], Instance) else m.undecided(args[0], place)


@DATA_CLASSES.function("dataclasses.astuple")
def _astuple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _asdict(m, args, kwargs, place)
    return tuple(made.items.values()) if isinstance(made, DictValue) else made


@DATA_CLASSES.function("dataclasses.replace")
def _replace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = args[0]
    if not isinstance(value, Instance):
        return m.undecided(value, place)
    kept = {f.ns["name"]: value.ns.get(f.ns["name"]) for f in _fields(value.cls) if f.ns.get("init") is True}
    return m.call(value.cls, (), {**kept, **kwargs}, place)
