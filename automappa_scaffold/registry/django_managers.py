"""``Model.objects``: the managers of model classes, and those that a class lacks.

Source: ``django.db.models.manager`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.registry.django_fields import has_foreign_base, is_field
from automappa_scaffold.registry.django_model_options import is_abstract_model, meta_of
from automappa_scaffold.registry.django_queries import ASKING, DESCRIBING, QUERIES, ask
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.open_methods import leave_open
from automappa_scaffold.source.places import Place

__all__ = [
    "MANAGER",
    "give_default_manager",
    "give_manager",
    "manager_names",
    "user_manager",
    "user_manager_of",
]

# A query's methods that managers do not hand on.
_OF_QUERIES_ALONE = frozenset(["adelete", "delete", "as_manager", "resolve_expression"])
_NOT_OF_QUERIES = """
    auto_created check contribute_to_class creation_counter db db_manager deconstruct from_queryset
    get_queryset model name raw use_in_migrations
"""
_OTHERS = frozenset(_NOT_OF_QUERIES.split())
_QUERY_CLASS = "_queryset_class"


def _hand_on(name: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Call a method of the manager's query."""
    query = m.call(m.get_attribute(args[0], "get_queryset", place), (), {}, place)
    return m.call(m.get_attribute(query, name, place), args[1:], kwargs, place)


def _get_queryset(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    manager = args[0]
    cls = manager.cls.lookup(_QUERY_CLASS)
    model = manager.ns.get("model")
    return m.call(cls, (), {"model": model, "using": None, "hints": None}, place)


def _copy(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(args[0].cls, m.namespace(**args[0].ns), args[0].payload)


def _from_queryset(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Make a class of managers with the methods of a class of queries."""
    cls, queries = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("queryset_class"))
    if not isinstance(cls, Class) or not isinstance(queries, Class):
        return m.unknown("a class of managers", place, is_foreign=True)
    given = m.decide(args[2] if len(args) > 2 else kwargs.get("class_name"))
    name = given if isinstance(given, str) else f"{cls.name}From{queries.name}"
    made = Class(name, (cls,), m.namespace(), module=cls.module)
    is_whole = not has_foreign_base(queries) and queries.is_subclass(QUERIES)
    made.ns["<lacks>"] = lambda _: is_whole
    made.ns[_QUERY_CLASS] = queries
    for base in reversed(queries.mro):
        for key, value in base.ns.items() if base.line else ():
            if isinstance(value, Function) and _is_handed_on(m, key, value) and cls.lookup(key) is MISSING:
                made.ns[key] = Native(key, partial(_hand_on, key), binds=True)
    return made


def _is_handed_on(m: Interpreter, name: str, method: Function) -> bool:
    given = method.ns.get("queryset_only", MISSING)
    return not name.startswith("_") if given is MISSING or given is None else m.truth(given) is not True


def _bound_to(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a manager as a model class shows it; its objects do not."""
    manager, row, cls = args
    if not isinstance(cls, Class) or not isinstance(cls.lookup("_meta"), Instance):
        return manager
    if row is not None:
        text = f"Manager isn't accessible via {cls.name} instances"
        raise m.raise_("AttributeError", text, place)
    if is_abstract_model(cls) and not has_foreign_base(cls):
        text = f"Manager isn't available; {cls.name} is abstract"
        raise m.raise_("AttributeError", text, place)
    return _bind(m, manager, cls)


def _bind(m: Interpreter, manager: Instance, cls: Class) -> Instance:
    """Return the manager that belongs to a class, always the same."""
    key = f"<manager {id(manager)}>"
    held = cls.ns["_meta"].ns.get(key) if "_meta" in cls.ns else None
    if isinstance(held, Instance):
        return held
    made = Instance(manager.cls, m.namespace(**{**manager.ns, "model": cls}), manager.payload)
    if "_meta" in cls.ns:
        m.store(cls.ns["_meta"].ns, key, made)
    return made


def _managers() -> Class:
    made = native_class("Manager", module="django.db.models.manager", is_open=True)
    handed = (ASKING | DESCRIBING) - _OF_QUERIES_ALONE
    made.ns["<lacks>"] = lambda name: not name.startswith("_") and name not in handed | _OTHERS
    for name in handed:
        made.ns[name] = Native(name, partial(_hand_on, name), binds=True)
    made.ns[_QUERY_CLASS] = QUERIES
    made.ns["_db"] = None
    made.ns["get_queryset"] = Native("get_queryset", _get_queryset, binds=True)
    made.ns["all"] = Native("all", _get_queryset_of, binds=True)
    made.ns["db_manager"] = Native("db_manager", _copy, binds=True)
    leave_open(made, "__eq__")
    made.ns["from_queryset"] = Wrapper("classmethod", Native("from_queryset", _from_queryset))
    made.ns["__get__"] = Native("__get__", _bound_to, binds=True)
    return made


def _get_queryset_of(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(m.get_attribute(args[0], "get_queryset", place), (), {}, place)


MANAGER = _managers()


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    descriptor, row, cls = args
    if descriptor.payload is not None:
        return _bound_to(m, (descriptor.payload, row, cls), kwargs, place)
    if has_foreign_base(cls):
        return m.unknown("objects may come with a base outside the project", place, is_foreign=True)
    raise m.raise_("AttributeError", f"type object '{cls.name}' has no attribute 'objects'", place)


_DESCRIPTOR = native_class("ManagerDescriptor", module="django.db.models.manager", is_open=True)
_DESCRIPTOR.ns["__get__"] = Native("__get__", _get, binds=True)


def give_manager(m: Interpreter, cls: Class, *, is_abstract: bool) -> None:
    """Give a model class what Django gives it as ``objects``, where it has none of its own."""
    held = [base.ns["objects"] for base in cls.mro if "objects" in base.ns]
    if held and _is_absence(held[0]):
        real = next((value for value in held if not _is_absence(value)), MISSING)
        if real is not MISSING:
            m.store(cls.ns, "objects", real)
            return
    elif held:
        return
    if has_foreign_base(cls):
        return
    values = [value for base in cls.mro for name, value in base.ns.items() if not name.startswith("_")]
    if any(isinstance(value, Instance) and value.cls.is_subclass(MANAGER) for value in values):
        m.store(cls.ns, "objects", Instance(_DESCRIPTOR, Namespace(0), None))
    elif all(is_field(value) or not isinstance(value, Instance) or _is_absence(value) for value in values):
        manager = None if is_abstract else Instance(MANAGER, Namespace(0))
        m.store(cls.ns, "objects", Instance(_DESCRIPTOR, Namespace(0), manager))
    else:  # something may be a manager, or a field of other code
        m.store(cls.ns, "objects", m.unknown("a manager", None, is_foreign=True))


def give_default_manager(m: Interpreter, cls: Class) -> None:
    """Give a model class the manager that Django itself uses, where it is certainly the first one."""
    meta = meta_of(cls)
    named = isinstance(meta, Class) and meta.lookup("default_manager_name") is not MISSING
    managers = [
        value
        for base in reversed(cls.mro)
        for value in base.ns.values()
        if isinstance(value, Instance) and (value.cls.is_subclass(MANAGER) or value.cls is _DESCRIPTOR)
    ]
    real = [value for value in managers if not _is_absence(value)]
    if not named and not has_foreign_base(cls) and len(real) == 1:
        m.store(cls.ns, "_default_manager", real[0])


def _is_absence(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls is _DESCRIPTOR and value.payload is None


def _user_managers() -> dict[str, Class]:
    """Return the classes of managers that Django's users have."""
    base = native_class(
        "BaseUserManager", module="django.contrib.auth.base_user", bases=(MANAGER,), is_open=True
    )
    base.ns["<lacks>"] = lambda name: name not in ("get_by_natural_key", "make_random_password")
    base.ns["normalize_email"] = Wrapper("classmethod", Native("normalize_email", _email))
    made = native_class("UserManager", module="django.contrib.auth.models", bases=(base,), is_open=True)
    made.ns["<lacks>"] = lambda name: name != "with_perm"
    for name in ("create_user", "create_superuser", "acreate_user", "acreate_superuser"):
        made.ns[name] = Native(name, ask, binds=True)
    return {"BaseUserManager": base, "UserManager": made}


def _email(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("an address", place, is_foreign=True)


_OF_USERS = _user_managers()


def user_manager() -> Instance:
    """Return what Django's users have as ``objects``."""
    return Instance(_OF_USERS["UserManager"], Namespace(0))


def user_manager_of(m: Interpreter, cls: Class) -> Instance:
    """Return the manager of Django's users that belongs to a class."""
    return _bind(m, user_manager(), cls)


def manager_names() -> dict[str, Value]:
    """Return what the names of managers and queries stand for."""
    names: dict[str, Value] = {"django.db.models.manager.BaseManager": MANAGER}
    for cls in (MANAGER, QUERIES):
        names[f"django.db.models.{cls.name}"] = names[f"{cls.module}.{cls.name}"] = cls
    for name, cls in _OF_USERS.items():
        names[f"django.contrib.auth.models.{name}"] = names[f"{cls.module}.{name}"] = cls
    return names
