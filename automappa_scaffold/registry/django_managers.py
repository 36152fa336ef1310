"""``Model.objects``: queries that run at import, and the managers that a model class lacks.

Source: ``django.db.models.manager`` and ``.query`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.registry.django_fields import has_foreign_base, is_field
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["MANAGER", "give_manager", "manager_names"]

# What asks the database at once; the rest of a query's methods only describe what to ask.
_ASKING = frozenset(
    [
        "aggregate",
        "bulk_create",
        "bulk_update",
        "contains",
        "count",
        "create",
        "delete",
        "earliest",
        "exists",
        "explain",
        "first",
        "get",
        "get_or_create",
        "in_bulk",
        "iterator",
        "last",
        "latest",
        "update",
        "update_or_create",
    ]
)

_DESCRIBING = """
    alias all annotate complex_filter dates datetimes defer difference distinct exclude extra filter
    get_queryset intersection none only order_by prefetch_related reverse select_for_update select_related
    union using values values_list
"""


def _ask(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.assumptions[f"{place}: the database is taken to answer what is asked of it here"] = None
    return m.unknown("what the database holds", place, is_foreign=True)


def _method(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    query, name = args
    if name in _ASKING:
        return Native(name, _ask)
    if name in _DESCRIBING.split():
        return Native(name, lambda m2, inner, _, at: query)
    return m.unknown("a part of a query", place, is_foreign=True)


def _queries() -> Class:
    made = native_class("QuerySet", module="django.db.models.query", is_open=True)
    made.ns["__getattr__"] = Native("__getattr__", _method, binds=True)
    for name in ("__bool__", "__getitem__", "__iter__", "__len__"):
        made.ns[name] = Native(name, _ask, binds=True)
    return made


QUERIES = _queries()
MANAGER = native_class("Manager", module="django.db.models.manager", bases=(QUERIES,), is_open=True)


def _get(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    descriptor, row, cls = args
    if row is not None and descriptor.payload is not None:
        text = f"{descriptor.payload.cls.name} isn't accessible via {cls.name} instances"
        raise m.raise_("AttributeError", text, place)
    if descriptor.payload is None and has_foreign_base(cls):
        return m.unknown("objects may come with a base outside the project", place, is_foreign=True)
    if descriptor.payload is None:
        raise m.raise_("AttributeError", f"type object '{cls.name}' has no attribute 'objects'", place)
    return descriptor.payload


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


def _is_absence(value: Value) -> bool:
    return isinstance(value, Instance) and value.cls is _DESCRIPTOR and value.payload is None


def manager_names() -> dict[str, Value]:
    """Return what the names of managers and queries stand for."""
    names: dict[str, Value] = {}
    for cls in (MANAGER, QUERIES):
        names[f"django.db.models.{cls.name}"] = names[f"{cls.module}.{cls.name}"] = cls
    return names
