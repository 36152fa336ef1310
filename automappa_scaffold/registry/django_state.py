"""What Django keeps in one process: settings, installed apps, checks; and the errors it raises."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Module
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Ext, Namespace, Scope, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.source.places import Place

_OWN = frozenset(["asgiref", "celery", "django", "kombu"])

__all__ = [
    "DJANGO_ERRORS",
    "Check",
    "DjangoState",
    "InstalledApp",
    "django_error",
    "has_other_libraries",
    "importer_here",
    "is_djangos",
    "refuse",
    "under",
]


@dataclass(frozen=True, slots=True, eq=False)
class InstalledApp:
    """One entry of ``INSTALLED_APPS``.

    Attributes:
        name: the package, as in ``blog``.
        module: the package's module, Ext where it is not the project's.
        config: the AppConfig object; a plain one where the app's own is foreign code that is not seen.
        scopes: the conditions under which the app is installed.
        place: where the settings name it.
    """

    name: str
    module: Module | Ext
    config: Instance
    scopes: tuple[Scope, ...]
    place: Place

    @property
    def label(self) -> str:
        """The app's label: what its config says, else the last part of its name."""
        given = self.config.ns.get("label", self.config.cls.lookup("label"))
        return given if isinstance(given, str) else self.name.rpartition(".")[2]


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """A function that the project registers as a system check."""

    function: Value
    module: Module | None
    scopes: tuple[Scope, ...]


@dataclass(slots=True, eq=False)
class DjangoState:
    """What the model keeps of Django.

    Attributes:
        sources: the files that are read for the settings, for telling where a value stands.
        has_database: whether the database backend is loaded.
        named_models: the model classes that are there in any case, by app label and lower-case name.
        is_decided: whether all installed apps are known.
        reached: the modules of its own distribution that a module outside the project names.
        rest_settings: the settings of REST framework whose classes are imported.
        stage: ``""``, then ``apps`` while app packages are imported, ``models``, ``ready``, ``done``.
    """

    world: World
    settings_module: Module | None = None
    overrides: Mapping[str, Value] | None = None
    sources: tuple[PurePosixPath, ...] = ()
    apps: list[InstalledApp] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    models: list[Class] = field(default_factory=list)
    named_models: dict[tuple[str, str], Class] = field(default_factory=dict)
    reached: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stage: str = ""
    is_decided: bool = True
    has_database: bool = False
    rest_settings: set[str] = field(default_factory=set)

    def place_of(self, m: Interpreter, text: str, fallback: Place) -> Place:
        """Return where the settings first name a text, in quotes."""
        for path in self.sources:
            source = m.tree.read(m.tree.absolute(path)) or b""
            for quote in (b'"', b"'"):
                found = source.find(quote + text.encode() + quote)
                if found >= 0:
                    return Place(path, source.count(b"\n", 0, found) + 1)
        return fallback


def _error_classes() -> dict[str, Class]:
    def error(name: str, base: str = "Exception") -> Class:
        return Class(name, (EXCEPTIONS[base],), Namespace(0), module="django.core.exceptions")

    improper = error("ImproperlyConfigured")
    already, absent = error("AlreadyRegistered"), error("NotRegistered")
    bad_cache, bad_alias = error("InvalidCacheBackendError"), error("ConnectionDoesNotExist")
    return {
        "django.contrib.admin.exceptions.AlreadyRegistered": already,
        "django.contrib.admin.exceptions.NotRegistered": absent,
        "django.contrib.admin.sites.AlreadyRegistered": already,
        "django.contrib.admin.sites.NotRegistered": absent,
        "django.core.cache.InvalidCacheBackendError": bad_cache,
        "django.core.cache.backends.base.InvalidCacheBackendError": bad_cache,
        "django.core.exceptions.ImproperlyConfigured": improper,
        "django.core.exceptions.AppRegistryNotReady": error("AppRegistryNotReady"),
        "django.core.exceptions.FieldDoesNotExist": error("FieldDoesNotExist"),
        "django.core.exceptions.FieldError": error("FieldError"),
        "django.db.utils.ConnectionDoesNotExist": bad_alias,
        "django.utils.connection.ConnectionDoesNotExist": bad_alias,
        "django.core.exceptions.ViewDoesNotExist": error("ViewDoesNotExist"),
    }


def _database_errors() -> dict[str, Class]:
    """Return what a database's errors become (``django.db.utils``)."""
    root = Class("Error", (EXCEPTIONS["Exception"],), Namespace(0), module="django.db.utils")
    of_database = Class("DatabaseError", (root,), Namespace(0), module="django.db.utils")
    made = [root, of_database, Class("InterfaceError", (root,), Namespace(0), module="django.db.utils")]
    for kind in ("Data", "Integrity", "Internal", "NotSupported", "Operational", "Programming"):
        made.append(Class(f"{kind}Error", (of_database,), Namespace(0), module="django.db.utils"))
    return {f"{path}.{cls.name}": cls for path in ("django.db", "django.db.utils") for cls in made}


DJANGO_ERRORS = _error_classes() | _database_errors()
_ERRORS_BY_NAME = {cls.name: cls for cls in DJANGO_ERRORS.values()}


def django_error(name: str, text: str, place: Place | None) -> PyRaise:
    """Return one of Django's exceptions, to be raised."""
    cls = _ERRORS_BY_NAME[name]
    return PyRaise(Instance(cls, Namespace(0, [("args", (text,))]), text), place)


def refuse(m: Interpreter, kind: str, text: str, place: Place | None) -> PyRaise:
    """Return an error that Django raises, unless code of other libraries changes what it knows."""
    raised = django_error(kind, text, place) if kind in _ERRORS_BY_NAME else m.raise_(kind, text, place)
    raised.is_soft = has_other_libraries(m)
    raised.is_told = kind == "FieldError"  # it follows from the models alone, wherever the query is made
    return raised


def has_other_libraries(m: Interpreter) -> bool:
    """Return whether code of other libraries than Django and Celery is used."""
    tops = {name.partition(".")[0] for name in m.external_modules}
    return not tops <= (sys.stdlib_module_names | m.preloaded | _OWN)


def importer_here(m: Interpreter, place: Place | None, label: str) -> tuple[Module | None, Place | None, str]:
    """Return the site of an import that runs now: by the module that is being imported, if there is one."""
    return (m.importing[-1] if m.importing else None, place, label)


def is_djangos(name: str) -> bool:
    """Return whether a dotted name belongs to Django itself, which this model knows."""
    return name == "django" or name.startswith("django.")


@contextmanager
def under(m: Interpreter, scopes: tuple[Scope, ...]) -> Iterator[None]:
    """Run a block under conditions that are not decided: its errors are taken not to be raised, and told."""
    outer, m.scopes = m.scopes, (*m.scopes, *scopes)
    try:
        yield
    except PyRaise as raised:
        if not scopes:
            raise
        m.assumptions[f"{scopes[-1].place}: {raised.message} is taken not to be raised"] = None
    finally:
        m.scopes = outer
