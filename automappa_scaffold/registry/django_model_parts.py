"""The fields that a model class has, as far as all of them are known.

Source: ``django.db.models.options`` and ``.base`` of Django 4.2 to 5.2.
"""

from dataclasses import dataclass

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.registry.django_fields import FieldArguments, has_foreign_base, is_field
from automappa_scaffold.registry.django_model_options import is_abstract_model, label_of, meta_of, own_meta
from automappa_scaffold.registry.django_state import DjangoState

__all__ = [
    "ModelFields",
    "accessors",
    "fields_of",
    "is_relation",
    "is_table",
    "owner_of",
    "related_model",
    "reverse_fields",
]

# The fields of Django's own classes that a project's classes inherit from.
_OF_USERS = "password last_login"
_OF_PERMISSIONS = "is_superuser groups user_permissions"
_OF_DJANGO = {
    "Model": "",
    "AbstractBaseUser": _OF_USERS,
    "PermissionsMixin": _OF_PERMISSIONS,
    "AbstractUser": f"{_OF_USERS} {_OF_PERMISSIONS} username first_name last_name email is_staff is_active "
    "date_joined",
    "User": "",
}
# What may refer to a model, of the models of Django's own apps.
_OTHER_REFERENCES = ("logentry",)
_RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
_PLAIN = (Bound, Class, DictValue, Function, ListValue, Module, Native, Partial, SetValue, Wrapper)


@dataclass(frozen=True, slots=True)
class ModelFields:
    """The fields of a model class.

    Attributes:
        own: the fields that stand in the project, by name, each with the class whose body holds it.
        of_django: the names of those that come with Django's classes, or that Django makes.
    """

    own: dict[str, tuple[Instance, Class]]
    of_django: frozenset[str]

    def __contains__(self, name: str) -> bool:
        return name in self.own or name in self.of_django or name.removesuffix("_id") in self.foreign_keys

    @property
    def foreign_keys(self) -> frozenset[str]:
        """The names of the fields that hold another object's key, under another name besides."""
        found = {name for name, (field, _) in self.own.items() if is_key(field)}
        return frozenset(found | {name for name in self.of_django if name.endswith("_ptr")})


def fields_of(cls: Class) -> ModelFields | None:
    """Return the fields of a model class, None where there may be others."""
    if has_foreign_base(cls) or cls.lookup("__class__") is not MISSING:
        return None
    own: dict[str, tuple[Instance, Class]] = {}
    of_django: set[str] = set()
    seen: set[str] = set()
    for base in cls.mro:
        if not base.line:
            if base.name not in _OF_DJANGO or not base.module.startswith("django."):
                return None
            of_django.update(name for name in _OF_DJANGO[base.name].split() if name not in seen)
            continue
        is_model = any(other.name == "Model" and not other.line for other in base.mro)
        for name, value in base.ns.items():
            if name in seen or name.startswith("__"):
                continue
            seen.add(name)
            if is_field(value):
                if not is_model or value.payload is None or has_foreign_base(value.cls):
                    return None
                own[name] = (value, base)
            elif not _is_plain(value):
                return None
        if _orders_by_another(base):
            return None
    parents = [base for base in cls.mro[1:] if is_table(base) and not _is_proxy(cls)]
    of_django.update(f"{base.name.lower()}_ptr" for base in parents)
    if not any(field.ns.get("primary_key") is True for field, _ in own.values()):
        of_django.add("id")
    return ModelFields(own, frozenset(of_django))


def _orders_by_another(cls: Class) -> bool:
    meta = own_meta(cls)
    return isinstance(meta, Class) and meta.lookup("order_with_respect_to") is not MISSING


def is_table(cls: Class) -> bool:
    """Return whether a class is a model with a table of its own."""
    return isinstance(cls.ns.get("_meta"), Instance) and not is_abstract_model(cls) and not _is_proxy(cls)


def _is_proxy(cls: Class) -> bool:
    meta = own_meta(cls)
    return isinstance(meta, Class) and meta.ns.get("proxy") is True


def _is_plain(value: Value) -> bool:
    """Return whether a value in a model's body is certainly no field, nor adds one."""
    if is_constant(value) or isinstance(value, (tuple, *_PLAIN)):
        return True
    if not isinstance(value, Instance) or value.cls.lookup("contribute_to_class") is not MISSING:
        return False
    is_djangos = not value.cls.line and value.cls.module.startswith("django.db.models.")
    return is_djangos or not (has_foreign_base(value.cls) or value.cls.is_open) or _is_manager(value.cls)


def _is_manager(cls: Class) -> bool:
    is_known = any(base.module == "django.db.models.manager" for base in cls.mro)
    return is_known and not has_foreign_base(cls)


def is_relation(field: Instance) -> bool:
    """Return whether a field refers to a model."""
    return any(base.name in _RELATIONS for base in field.cls.mro)


def is_key(field: Instance) -> bool:
    """Return whether a field holds the key of another model's object."""
    return any(base.name == "ForeignKey" for base in field.cls.mro)


def related_model(m: Interpreter, state: DjangoState, field: Instance, owner: Class) -> Class | None:
    """Return the model class that a field refers to, None where it is not known."""
    made = field.payload
    if not isinstance(made, FieldArguments):
        return None
    target = m.decide(made.args[0] if made.args else made.kwargs.get("to"))
    if isinstance(target, Class):
        return target
    if not isinstance(target, str):
        return None
    if target == "self":
        return owner
    label, _, name = target.rpartition(".")
    if target == "auth.User":
        found = m.models["django.contrib.auth.models.User"]
        return found if isinstance(found, Class) else None
    return state.named_models.get((label or label_of(m, state, owner) or "", name.lower()))


def reverse_fields(m: Interpreter, state: DjangoState, cls: Class) -> dict[str, Class] | None:
    """Return the models that refer to a class, by the names of queries; None: not all are known."""
    found: dict[str, Class] = {}
    tables = [base for base in cls.mro if is_table(base)]
    for model in state.models:
        fields = fields_of(model)
        if fields is None:
            return None
        for field, held in fields.own.values():
            if not is_relation(field):
                continue
            owner = model if is_abstract_model(held) else held
            target = related_model(m, state, field, owner)
            if target is None:
                return None
            if _is_same_table(cls, target):
                asked = _query_name(m, state, field, owner)
                if asked is None:
                    return None
                found[asked] = owner
        if model not in cls.mro and not _is_proxy(model) and any(table in model.mro for table in tables):
            found.setdefault(model.name.lower(), model)
    for name in _OTHER_REFERENCES:
        found.setdefault(name, cls)
    return found


def accessors(m: Interpreter, state: DjangoState, cls: Class | None) -> frozenset[str] | None:
    """Return the names that a class (None: any) has for those that refer to it; None: not all are known."""
    found: set[str] = set()
    for model in state.models:
        fields = fields_of(model)
        if fields is None:
            return None
        for field, held in fields.own.values():
            owner = owner_of(model, held)
            if is_relation(field) and not _is_elsewhere(cls, related_model(m, state, field, owner)):
                asked = _query_name(m, state, field, owner, ("related_name",))
                if asked is None:
                    return None
                found.update((asked, f"{asked}_set") if asked == model.name.lower() else (asked,))
        if cls is None or cls in model.mro[1:]:
            found.add(model.name.lower())
    return frozenset(found)


def _is_elsewhere(cls: Class | None, target: Class | None) -> bool:
    """Return whether what is referred to is certainly not a class, where one is asked for."""
    return cls is not None and target is not None and not _is_same_table(cls, target)


def _is_same_table(cls: Class, target: Class) -> bool:
    return target in cls.mro or (
        _is_proxy(target) and any(base in cls.mro for base in target.mro if is_table(base))
    )


def owner_of(cls: Class, held: Class) -> Class:
    """Return the model that a field belongs to which stands in the body of a class or of a base."""
    return cls if is_abstract_model(held) else held


def _query_name(
    m: Interpreter,
    state: DjangoState,
    field: Instance,
    owner: Class,
    keys: tuple[str, ...] = ("related_query_name", "related_name"),
) -> str | None:
    """Return the name under which queries of the other model find this one, None where it is computed."""
    given = field.payload.kwargs
    for key in keys:
        value = m.decide(given.get(key))
        if value is not None:
            return _filled(m, state, value, owner)
    meta = meta_of(owner)
    common = m.decide(meta.lookup("default_related_name")) if isinstance(meta, Class) else MISSING
    if common is not MISSING and common is not None:
        return _filled(m, state, common, owner)
    return owner.name.lower()


def _filled(m: Interpreter, state: DjangoState, value: Value, owner: Class) -> str | None:
    if not isinstance(value, str):
        return None
    label = label_of(m, state, owner) or ""
    held = {"class": owner.name.lower(), "model_name": owner.name.lower(), "app_label": label.lower()}
    try:
        return str(value) % held
    except (KeyError, TypeError, ValueError):
        return None
