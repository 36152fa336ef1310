"""What Celery keeps of apps, tasks and signal handlers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from automappa_scaffold.interpreter.frames import Decoration
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Module
from automappa_scaffold.interpreter.values import DictValue, Namespace, Scope, Value
from automappa_scaffold.source.places import Place

__all__ = ["AppState", "Definition", "FixUp", "Handler", "Record"]


class FixUp(Protocol):
    """What Celery does for a framework that a project uses."""

    def install(self, m: Interpreter, app: Instance, place: Place) -> bool:
        """Prepare a new app; return whether its project uses the framework."""

    def is_installed(self, package: str) -> bool:
        """Return whether a package belongs to the framework's installed apps."""

    def look_behind(self, m: Interpreter, name: str) -> None:
        """Let a package outside the project be run like its own code if what is imported there has tasks."""

    def conclude(self, m: Interpreter, place: Place) -> None:
        """Tell what is left undecided when the worker has imported everything."""

    def packages(self, m: Interpreter, place: Place) -> tuple[Value, ...]:
        """Return the packages in which ``autodiscover_tasks()`` looks for tasks."""


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A task as declared: what is decorated, with which options, where, and under which conditions.

    Attributes:
        app: None where ``shared_task`` declares it.
        is_twin: of a function that is a task already.
        is_returned: the function was made by another one, which had returned it before.
    """

    fun: Value
    options: Mapping[str, Value]
    place: Place
    module: Module | None
    scopes: tuple[Scope, ...]
    app: Instance | None = None
    decoration: Decoration | None = None
    is_twin: bool = False
    is_returned: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """A task in an app's registry."""

    name: str
    definition: Definition
    task: Value
    scopes: tuple[Scope, ...] = ()
    is_hidden: bool = False  # by the first of its name, whose task it gets


@dataclass(slots=True, eq=False)
class AppState:
    """What the model keeps with a Celery instance."""

    preconf: DictValue
    place: Place  # where its settings come from
    made_at: Place
    loader: Value = None
    own_loader: Instance | None = None  # an object of a class of the project, once it is asked for
    import_defaults: Callable[[], None] | None = None  # while a worker's modules are imported
    default_modules: tuple[Value, ...] | None = None  # once the loader was asked for them, before the worker
    autofinalize: bool = True
    strict_typing: Value = True
    finalized: bool = False
    is_finalizing: bool = False  # the shared tasks are being made, in no fixed order
    twins: set[int] = field(default_factory=set)  # of the tasks of one name that were made so
    pending: list[Value] = field(default_factory=list)
    tasks: dict[str, list[Record]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)  # names of Celery's own that were taken out
    replaced_conf: Value = None
    registry: Instance | None = None  # the object that its tasks are found in
    conf: Instance | None = None  # the object of the settings, until they are read from elsewhere
    config_source: Value = None
    is_read_at_once: bool = False  # by the call that says where the settings are, not by who asks for one
    # Those whose attributes are settings, and the settings as they were read last.
    config_objects: list[tuple[Class | Instance | Module, DictValue]] = field(default_factory=list)
    config_silent: bool = False
    namespace: Value = None
    auto_keys: set[str] = field(default_factory=set)
    configured: bool = False
    read_under: Scope | None = None  # the condition under which the settings were read
    doubt: Scope | None = None  # the condition under which they are others
    settings: list[DictValue] = field(default_factory=list)
    pending_defaults: list[Value] = field(default_factory=list)  # given by add_defaults, to be read later
    pending_periodic: list[tuple[Value, Value, Place]] = field(default_factory=list)
    config_label: str = ""
    config_module: Module | None = None
    has_fixup: bool = False
    is_outside: bool = False  # made by code outside the project: its settings are not known
    is_naming_otherwise: bool = False  # perhaps, than Celery does

    def copy_changes(self) -> DictValue:
        """Return what was set by hand so far; what is set later is forgotten with the settings read now."""
        items, meta = self.preconf.items, self.preconf.meta
        return DictValue(Namespace(items.depth, items), Namespace(meta.depth, meta))

    @property
    def changes(self) -> DictValue:
        """Return what is set by hand; where the settings were read, that is theirs alone."""
        return self.settings[0] if self.configured and self.settings else self.preconf

    def forget_settings(self) -> None:
        """Read the settings anew when one is asked for; who holds the object of the old ones keeps it."""
        self.doubt = self.doubt or self.read_under
        self.configured, self.settings, self.conf = False, [], None


@dataclass(slots=True)
class Handler:
    """A function connected to a signal.

    ``is_weak``: only while something else holds it too; ``is_retried``: called again until it raises nothing.
    """

    function: Value
    sender: Value
    module: Module | None
    scopes: tuple[Scope, ...]
    place: Place
    is_weak: bool
    uid: Value = None
    is_retried: bool = False
    was_called: bool = False
    is_gone: bool = False  # nothing held it any more when the signal was sent
