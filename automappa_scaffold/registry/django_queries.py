"""``QuerySet``: queries that are described at import, and what they refuse.

Source: ``django.db.models.query`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Spread, Value, is_constant
from automappa_scaffold.registry.django_databases import refuse_without_database
from automappa_scaffold.registry.django_expressions import default_alias, refuse_condition, refuse_expression
from automappa_scaffold.registry.django_lookups import Asked, has_field, refuse_order, refuse_reference
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.django_state import DjangoState, refuse
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["ASKING", "DESCRIBING", "QUERIES", "ask"]

_ASKING = """
    aggregate bulk_create bulk_update contains count create delete earliest exists explain first get
    get_or_create in_bulk iterator last latest update update_or_create aaggregate abulk_create
    abulk_update acontains acount acreate adelete aearliest aexists aexplain afirst aget aget_or_create
    ain_bulk aiterator alast alatest aupdate aupdate_or_create
"""
# What asks the database at once; the rest of a query's methods only describe what to ask.
ASKING = frozenset(_ASKING.split())
_DESCRIBING = """
    alias all annotate complex_filter dates datetimes defer difference distinct exclude extra filter
    intersection none only order_by prefetch_related reverse select_for_update select_related union
    using values values_list
"""
DESCRIBING = frozenset(_DESCRIBING.split())
# What certainly sends something, if the query may find anything.
_SENDING = frozenset(
    (
        *("count", "create", "earliest", "exists", "first", "get", "get_or_create", "last", "latest"),
        *("update", "update_or_create"),
    )
)
# Marks of a query: Django may know that it finds nothing; another database is asked.
_EMPTY, _ELSEWHERE = "<perhaps empty>", "<using>"
_CONDITIONS = ("exclude", "filter", "get", "aget")
_COLUMNS = ("values", "values_list")
_DATES = ("dates", "datetimes")
_NAMING = ("aggregate", "annotate", "alias")
_BESIDES = """
    as_manager db fetch_mode model ordered query raw resolve_expression totally_ordered
"""
# What a query has besides; names that begin with an underscore are left open.
_OTHERS = frozenset(_BESIDES.split())


def ask(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for what asks the database."""
    m.assumptions[f"{place}: the database is taken to answer what is asked of it here"] = None
    return m.unknown("what the database holds", place, is_foreign=True)


def _run(name: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    query = args[0]
    names = _checked(m, query, name, args[1:], kwargs, place)
    is_asking_in = any("in" in key.split("__")[1:] for key in kwargs)
    if name in _SENDING:
        _require_database(m, query, place, is_sent=not is_asking_in)
    if name in ASKING:
        return ask(m, args, kwargs, place)
    made = Instance(query.cls, m.namespace(**query.ns), names)
    if name == "none" or is_asking_in or (name in _CONDITIONS and args[1:]):
        made.ns[_EMPTY] = True
    if name == "using":
        made.ns[_ELSEWHERE] = True
    return made


def _look(name: str, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if name != "__getitem__" or (len(args) > 1 and is_constant(m.decide(args[1]))):
        _require_database(m, args[0], place)
    return ask(m, args, kwargs, place)


def _require_database(m: Interpreter, query: Instance, place: Place, *, is_sent: bool = True) -> None:
    """Raise what Django raises where the database that is asked is not set, or has no tables."""
    settings = _settings_of(m)
    if settings is None or _ELSEWHERE in query.ns or m.decide(query.ns.get("_db")) is not None:
        return
    model = m.decide(query.ns.get("model")) if is_sent and _EMPTY not in query.ns else None
    refuse_without_database(m, settings, model, place)


def _settings_of(m: Interpreter) -> DjangoSettings | None:
    known = m.models.get("django.conf.settings")
    settings = known.payload if isinstance(known, Instance) else None
    return settings if isinstance(settings, DjangoSettings) else None


def _checked(
    m: Interpreter, query: Instance, name: str, args: Args, kwargs: Kwargs, place: Place
) -> frozenset[str] | None:
    """Return the names that a query has beside the model's fields then, None where they are not known."""
    settings = _settings_of(m)
    model = m.decide(query.ns.get("model"))
    names: frozenset[str] | None = query.payload
    if not isinstance(model, Class) or settings is None or names is None:
        return None
    state, asked = settings.state, Asked(model, names)
    plain = tuple(given for given in args if not isinstance(given, Spread))
    if name in _CONDITIONS:
        refuse_condition(m, state, asked, plain, kwargs, place)
    elif name in _COLUMNS or name == "order_by" or name in _DATES:
        for given in map(m.decide, plain[:1] if name in _DATES else plain):
            if isinstance(given, str) and name == "order_by":
                refuse_order(m, state, asked, given, place)
            elif isinstance(given, str):
                refuse_reference(m, state, asked, given, place)
    elif name in _NAMING:
        return _named(m, state, asked, args, kwargs, place, is_kept=name != "aggregate")
    added = frozenset(kwargs) if name in _COLUMNS else frozenset()
    if name in ("extra", "complex_filter", "dates", "datetimes") or "**" in kwargs or len(plain) < len(args):
        return None
    return names | added


def _named(
    m: Interpreter,
    state: DjangoState,
    asked: Asked,
    args: Args,
    kwargs: Kwargs,
    place: Place,
    *,
    is_kept: bool,
) -> frozenset[str] | None:
    """Return the names of a query when it has these expressions too."""
    names: set[str] = set(asked.names or ())
    is_known = "**" not in kwargs
    given: list[tuple[str | None, Value]] = [(default_alias(m, value), value) for value in args]
    for name, value in [*given, *((key, value) for key, value in kwargs.items() if key != "**")]:
        refuse_expression(m, state, Asked(asked.model, frozenset(names)), value, place)
        if name is None:
            is_known = False
            continue
        if is_kept and has_field(asked.model, name) and not names:
            text = f"The annotation '{name}' conflicts with a field on the model."
            raise refuse(m, "ValueError", text, place)
        names.add(name)
    return frozenset(names) if is_known else None


def _init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    query = args[0]
    query.payload = frozenset()
    m.store(query.ns, "model", args[1] if len(args) > 1 else kwargs.get("model"))
    m.store(query.ns, "_db", kwargs.get("using"))
    m.store(query.ns, "_hints", kwargs.get("hints"))
    return None


def _combine(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(args[0].cls, m.namespace(**args[0].ns), None)


def _queries() -> Class:
    made = native_class("QuerySet", module="django.db.models.query", is_open=True)
    known = ASKING | DESCRIBING | _OTHERS
    made.ns["<lacks>"] = lambda name: not name.startswith("_") and name not in known
    made.ns["__init__"] = Native("__init__", _init, binds=True)
    for name in ASKING | DESCRIBING:
        made.ns[name] = Native(name, partial(_run, name), binds=True)
    for name in ("__bool__", "__getitem__", "__iter__", "__len__"):
        made.ns[name] = Native(name, partial(_look, name), binds=True)
    for name in ("__and__", "__or__", "__xor__"):
        made.ns[name] = Native(name, _combine, binds=True)
    made.ns["as_manager"] = Wrapper("classmethod", Native("as_manager", _as_manager))
    return made


def _as_manager(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    manager = m.models["django.db.models.manager.Manager"]
    made = m.call(m.get_attribute(manager, "from_queryset", place), args[:1], {}, place)
    return m.call(made, (), {}, place)


QUERIES = _queries()
