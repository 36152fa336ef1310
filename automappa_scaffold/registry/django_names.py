"""Names of Django that change nothing a worker registers, but whose results the project goes on with.

Source: ``django.db.models.enums``, ``django.db.transaction`` and others of Django 4.2 to 5.2.
"""

from collections.abc import Iterator, Mapping, Sequence

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import NON_MEMBERS
from automappa_scaffold.interpreter.models.automatic_values import is_automatic
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, Namespace, Unknown, Value, is_constant
from automappa_scaffold.registry.celery_tasks import TASK
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["HARMLESS_NAMES"]

# These keep a function for templates and give it back, given it at once, behind a name, or afterwards.
_REGISTERING = tuple(f"django_jinja.library.{name}" for name in ("filter", "global_function", "test"))

# Constants that the names of fields are put together with.
_CONSTANTS = {"django.db.models.constants.LOOKUP_SEP": "__"}


def _register(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[-1] if args else kwargs.get("fn")
    is_name = given is None or isinstance(given, str)
    return Native("decorator", lambda m, args, kwargs, place: args[0]) if is_name else given


def _prefetches() -> dict[str, Value]:
    """Return the classes of what is fetched ahead: nothing of Python's own."""
    plain = native_class("Prefetch", _make, module="django.db.models.query")
    generic = native_class(
        "GenericPrefetch", _make, module="django.contrib.contenttypes.prefetch", bases=(plain,)
    )
    names: dict[str, Value] = {f"{cls.module}.{cls.name}": cls for cls in (plain, generic)}
    return {**names, "django.db.models.Prefetch": plain}


def _make(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(args[0], m.namespace())


def _on_commit(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Call the function: at import no transaction is open, or it ends before the import does."""
    m.assumptions[f"{place}: the database is taken to answer what is asked of it here"] = None
    m.call(args[0] if args else kwargs.get("func"), (), {}, place)
    return None


def _members(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Make the members of a class of choices: a value, or a value and its label."""
    cls: Class = args[0]
    found: dict[str, tuple[Value, Value]] = {}
    unknown: Unknown | None = None
    is_paired = False
    for name, given in _given(m, cls):
        is_pair = isinstance(given, tuple) and len(given) == 2
        value, label = given if is_pair else (given, name.replace("_", " ").title())
        is_paired = is_paired or is_pair
        value = _next_value(cls, name, found, is_paired) if is_automatic(value) else m.decide(value)
        if isinstance(value, (str, int, float)):
            found[name] = value, label
        else:
            unknown = unknown or m.unknown("what the values of choices are", place)
    members = m.new_dict(unknown=unknown)
    for name, (value, label) in found.items():
        names = m.namespace(name=name, value=value, label=label, _name_=name, _value_=value)
        member = Instance(cls, names, value if isinstance(value, str) else None)
        m.store(cls.ns, name, member)
        m.store(members.items, name, member)
    _refuse_values(m, cls, [*found.values()], place)
    if found or unknown:
        m.store(cls.ns, "__members__", members)
        if "__empty__" in cls.ns:
            found = {"__empty__": (None, cls.ns["__empty__"]), **found}
        m.store(cls.ns, "choices", m.new_list([*found.values()], unknown))
        m.store(cls.ns, "values", m.new_list([value for value, _ in found.values()], unknown))
        m.store(cls.ns, "labels", m.new_list([label for _, label in found.values()], unknown))
        m.store(cls.ns, "names", m.new_list([*found], unknown))
    return None


def _given(m: Interpreter, cls: Class) -> Iterator[tuple[str, Value]]:
    """Yield what a class of choices makes members of, by name."""
    left = cls.ns.get(NON_MEMBERS, ())
    m.store(cls.ns, NON_MEMBERS, MISSING)
    for name, given in [*cls.ns.items()]:
        value = m.decide(given)
        is_method = isinstance(value, (Function, Native, Wrapper, Class))
        is_method = is_method or (isinstance(value, Instance) and value.cls.lookup("__get__") is not MISSING)
        if not name.startswith("_") and name not in left and not is_method:
            yield name, value


def _next_value(cls: Class, name: str, found: Mapping[str, tuple[Value, Value]], is_paired: bool) -> Value:
    """Return what ``auto()`` is: the name, or a number more than the last.

    MISSING: numbers stand beside labels, which Python's versions count in different ways.
    """
    if not any(base.name == "IntegerChoices" for base in cls.mro):
        return name
    numbers = [value for value, _ in found.values() if isinstance(value, int)]
    return MISSING if is_paired else max(numbers, default=0) + 1


def _refuse_values(m: Interpreter, cls: Class, choices: Sequence[Value], place: Place) -> None:
    """Raise what a class of choices raises whose values are not unique, or no numbers."""
    values = [value for value, _ in choices]
    is_number = any(base.name == "IntegerChoices" for base in cls.mro)
    for index, value in enumerate(values):
        if value in values[:index]:
            raise m.raise_("ValueError", f"duplicate values found in <enum '{cls.name}'>", place)
        if is_number and isinstance(value, str) and not value.strip().lstrip("+-").isdecimal():
            raise m.raise_("ValueError", f"invalid literal for int() with base 10: {value!r}", place)


def _member_of(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    members = args[0].ns.get("__members__")
    wanted = m.decide(args[1]) if len(args) > 1 else MISSING
    held = [] if members is None else [*members.items.values()]
    for member in held:
        if wanted is member or (is_constant(wanted) and member.ns["value"] == wanted):
            return member
    are_known = held and all(is_constant(member.ns["value"]) for member in held)
    if are_known and wanted is not MISSING and is_constant(wanted) and args[0].lookup("_missing_") is MISSING:
        shown = args[0].ns.get("__qualname__", args[0].name)
        raise m.raise_("ValueError", f"{wanted!r} is not a valid {shown}", place)
    return m.unknown("one of the choices", place, is_foreign=True)


def _choices(name: str) -> Class:
    made = Class(name, (), Namespace(0), module="django.db.models.enums")
    made.ns["__on_class__"] = Native("__on_class__", _members)
    made.ns["__lookup__"] = made.ns["__new__"] = Native("__new__", _member_of)
    if name == "TextChoices":
        made.ns["__text__"] = True
    return made


def _names() -> dict[str, Value]:
    names: dict[str, Value] = {}
    for name in ("Choices", "TextChoices", "IntegerChoices"):
        cls = _choices(name)
        names[f"django.db.models.{name}"] = names[f"django.db.models.enums.{name}"] = cls
    names["django.db.transaction.on_commit"] = Native("on_commit", _on_commit)
    for path in _REGISTERING:
        names[path] = Native(path.rpartition(".")[2], _register)
    names.update(_prefetches())
    names.update(_CONSTANTS)
    names["celery.contrib.django.task.DjangoTask"] = TASK
    return names


HARMLESS_NAMES = _names()
