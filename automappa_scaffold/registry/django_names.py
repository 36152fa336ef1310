"""Names of Django that change nothing a worker registers, but whose results the project goes on with.

Source: ``django.db.models.enums``, ``django.db.transaction`` and others of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_task_class import TASK
from automappa_scaffold.registry.django_choices import CHOICES
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.open_methods import leave_open
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
    leave_open(plain, "__eq__")
    names: dict[str, Value] = {f"{cls.module}.{cls.name}": cls for cls in (plain, generic)}
    return {**names, "django.db.models.Prefetch": plain}


def _make(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(args[0], m.namespace())


def _on_commit(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Call the function: at import no transaction is open, or it ends before the import does."""
    m.assumptions[f"{place}: the database is taken to answer what is asked of it here"] = None
    m.call(args[0] if args else kwargs.get("func"), (), {}, place)
    return None


def _names() -> dict[str, Value]:
    names: dict[str, Value] = {}
    names.update(CHOICES)
    names["django.db.transaction.on_commit"] = Native("on_commit", _on_commit)
    for path in _REGISTERING:
        names[path] = Native(path.rpartition(".")[2], _register)
    names.update(_prefetches())
    names.update(_CONSTANTS)
    names["celery.contrib.django.task.DjangoTask"] = TASK
    return names


HARMLESS_NAMES = _names()
