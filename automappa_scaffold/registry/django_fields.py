"""``django.db.models`` fields: what making one refuses.

Source: ``django.db.models.fields`` of Django 4.2 to 5.2.
"""

from dataclasses import dataclass

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Namespace, Spread, Value, is_constant
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = [
    "AUTO_FIELDS",
    "FIELD",
    "OTHER_LOOKUPS",
    "FieldArguments",
    "field_names",
    "has_foreign_base",
    "is_field",
]

# Among what the project replaces: fields know other comparisons than Django's.
OTHER_LOOKUPS = "django.db.models.fields.Field.<lookups>"
_FIELDS = "django.db.models.fields"
_COMMON = """
    auto_created blank choices db_column db_comment db_default db_index db_tablespace default editable
    error_messages help_text max_length name null primary_key rel serialize unique unique_for_date
    unique_for_month unique_for_year validators verbose_name
"""
_RELATED = "limit_choices_to related_name related_query_name swappable to"
# What each kind takes besides, and the kind that it extends.
_KINDS = {
    "AutoField": ("Field", ""),
    "BigAutoField": ("Field", ""),
    "BigIntegerField": ("IntegerField", ""),
    "BinaryField": ("Field", ""),
    "BooleanField": ("Field", ""),
    "CharField": ("Field", "db_collation"),
    "DateField": ("Field", "auto_now auto_now_add"),
    "DateTimeField": ("DateField", ""),
    "DecimalField": ("Field", "decimal_places max_digits"),
    "DurationField": ("Field", ""),
    "EmailField": ("CharField", ""),
    "FileField": ("Field", "storage upload_to"),
    "FloatField": ("Field", ""),
    "ForeignKey": (
        "Field",
        f"{_RELATED} db_constraint from_fields on_delete parent_link to_field to_fields",
    ),
    "GenericIPAddressField": ("Field", "protocol unpack_ipv4"),
    "IntegerField": ("Field", ""),
    "JSONField": ("Field", "decoder encoder"),
    "ManyToManyField": ("Field", f"{_RELATED} db_constraint db_table symmetrical through through_fields"),
    "OneToOneField": ("ForeignKey", ""),
    "PositiveBigIntegerField": ("IntegerField", ""),
    "PositiveIntegerField": ("IntegerField", ""),
    "PositiveSmallIntegerField": ("IntegerField", ""),
    "SlugField": ("CharField", "allow_unicode"),
    "SmallAutoField": ("Field", ""),
    "SmallIntegerField": ("IntegerField", ""),
    "TextField": ("Field", "db_collation"),
    "TimeField": ("Field", "auto_now auto_now_add"),
    "URLField": ("CharField", ""),
    "UUIDField": ("Field", ""),
}
AUTO_FIELDS = ("AutoField", "BigAutoField", "SmallAutoField")
_FOREIGN_KEYS = ("ForeignKey", "OneToOneField")
_MODULES = {"ForeignKey": "related", "OneToOneField": "related", "ManyToManyField": "related"}
_MODULES |= {"FileField": "files", "JSONField": "json"}


@dataclass(frozen=True, slots=True)
class FieldArguments:
    """What a field was made with: what it refers to, and under which names, is read when it is asked for."""

    args: Args
    kwargs: Kwargs


def is_field(value: Value) -> bool:
    """Return whether a value is a field of a model, as far as is known."""
    return isinstance(value, Instance) and value.cls.is_subclass(FIELD)


def has_foreign_base(cls: Class) -> bool:
    """Return whether a class has a base that is neither the project's nor modelled."""
    return any(not isinstance(base, Class) for known in cls.mro for base in known.bases)


def _init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0].cls
    if kwargs.get("primary_key") is not None:
        m.store(args[0].ns, "primary_key", kwargs["primary_key"])
    kind = next((base for base in cls.mro if base.module.startswith(_FIELDS)), FIELD)
    if has_foreign_base(cls) or "**" in kwargs or any(isinstance(given, Spread) for given in args):
        return None
    args[0].payload = FieldArguments(args[1:], kwargs)
    for name in kwargs:
        if name not in _taken(kind.name):
            text = f"Field.__init__() got an unexpected keyword argument '{name}'"
            raise m.raise_("TypeError", text, place)
    for name in ("encoder", "decoder") if kind.name == "JSONField" else ():
        given = m.decide(kwargs.get(name))
        if given is not None and is_constant(given):
            raise m.raise_("ValueError", f"The {name} parameter must be a callable object.", place)
    if kind.name in _FOREIGN_KEYS:
        _check_relation(m, kind.name, args[1:], kwargs, place)
    return None


def _taken(kind: str) -> frozenset[str]:
    if kind not in _KINDS:
        return frozenset(_COMMON.split())
    base, own = _KINDS[kind]
    return _taken(base) | frozenset(own.split())


def _check_relation(m: Interpreter, kind: str, args: Args, kwargs: Kwargs, place: Place) -> None:
    """Raise what a field raises that is not told rightly to which model it refers, or what deleting does."""
    if len(args) < 2 and "on_delete" not in kwargs:
        text = f"{kind}.__init__() missing 1 required positional argument: 'on_delete'"
        raise m.raise_("TypeError", text, place)
    target = m.decide(args[0] if args else kwargs.get("to", ""))
    is_class = isinstance(target, Class) and not target.is_open
    if is_class or isinstance(target, Function) or (is_constant(target) and not isinstance(target, str)):
        text = (
            f"{kind}({target!r}) is invalid. First parameter to {kind} must be either a model, a model name"
        )
        raise m.raise_("TypeError", text, place)
    if isinstance(target, str) and target.count(".") > 1:
        text = f"Invalid model reference '{target}'. String model references must be of the form "
        raise m.raise_("ValueError", f"{text}'app_label.ModelName'.", place)
    if is_constant(m.decide(args[1] if len(args) > 1 else kwargs["on_delete"])):
        raise m.raise_("TypeError", "on_delete must be callable.", place)


def _many() -> Class:
    """Return the class of what a model class has under the name of a field with many values."""
    made = native_class("ManyToManyDescriptor", module=f"{_FIELDS}.related_descriptors", is_open=True)
    known = ["field", "rel", "related_manager_cache_key", "related_manager_cls", "reverse", "through"]
    made.ns["<lacks>"] = lambda name: not name.startswith(("_", "get_", "is_")) and name not in known
    return made


_MANY = _many()


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what a model class or its object has under a field's name: never the field."""
    if args[1] is None and any(base.name == "ManyToManyField" for base in args[0].cls.mro):
        return Instance(_MANY, Namespace(0))
    return m.unknown("a field's value", place, is_foreign=True)


def _contribute(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) > 2 and isinstance(args[1], Class) and isinstance(args[2], str):
        m.store(args[1].ns, args[2], args[0])
    return None


def _register_lookup(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(m.patched, OTHER_LOOKUPS, True)
    return args[1] if len(args) > 1 else None


def _field() -> Class:
    made = native_class("Field", module=_FIELDS, is_open=True)
    made.ns["__init__"] = Native("__init__", _init, binds=True)
    made.ns["__get__"] = Native("__get__", _get, binds=True)
    made.ns["contribute_to_class"] = Native("contribute_to_class", _contribute, binds=True)
    made.ns["register_lookup"] = Wrapper("classmethod", Native("register_lookup", _register_lookup))
    return made


FIELD = _field()


def field_names() -> dict[str, Value]:
    """Return what the names of fields stand for."""
    made = {"Field": FIELD}
    names: dict[str, Value] = {}

    def make(name: str) -> Class:
        if name not in made:
            module = f"{_FIELDS}.{_MODULES[name]}" if name in _MODULES else _FIELDS
            made[name] = native_class(name, module=module, bases=(make(_KINDS[name][0]),), is_open=True)
        return made[name]

    for name in ("Field", *_KINDS):
        cls = make(name)
        names[f"django.db.models.{name}"] = names[f"{cls.module}.{name}"] = cls
    return names
