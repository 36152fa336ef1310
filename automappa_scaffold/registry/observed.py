"""What an abstract start showed besides the registry: facts for the rules, as plain values."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.source.places import Place

__all__ = [
    "ConfigCall",
    "DeclaredTask",
    "Duplicate",
    "LateTask",
    "LazyModule",
    "Observed",
    "Removal",
    "Search",
    "Swallowed",
    "UnregisteredClass",
    "UnrunTask",
]


@dataclass(frozen=True, slots=True)
class DeclaredTask:
    """A task declaration that the worker runs.

    Attributes:
        name: the registered name, or the one it would get where it is not registered.
        function: the name after ``def`` or ``class``.
        place: of ``def`` or ``class``; ``declared_at``: of the decorator or call that makes it a task.
        is_registered: it reaches the registry of the worker's app.
        is_certain: no undecided condition stands before it.
        has_name: ``name=`` is given.
        bind: whether the task is passed as first argument; None where that is not decided.
        parameters: of a function, the names that take a positional argument, in order; None: not known.
        first_annotation: of a bound task, the first parameter with its annotation, where that allows no task.
        lacks_itself: a function below wrappers has a ``self`` that nothing fills.
        has_own_base: a base class of the project or of foreign code decides how the task runs.
        unknown_options: option names that neither Celery nor the task's base class knows.
        other_app: what the task was declared on, where that is not the worker's app; else empty.
        is_hidden_twin: the second task of a function that is decorated twice.
        wrapped_by: the decorator below ``@task`` that gave the function another name; ``wrapper``: the
            ``def`` of the function that it returned.
        covered_by: the decorator above ``@task`` whose plain function hides the task.
        rebound_at: the plain function of the same name that is defined later.
    """

    name: str
    function: str
    place: Place
    declared_at: Place
    module: str
    is_registered: bool = True
    is_certain: bool = True
    is_shared_task: bool = False
    has_name: bool = False
    bind: bool | None = None
    parameters: tuple[str, ...] | None = None
    takes_any: bool = False
    first_annotation: str = ""
    lacks_itself: bool = False
    is_async: bool = False
    is_generator: bool = False
    has_own_base: bool = False
    unknown_options: tuple[str, ...] = ()
    other_app: str = ""
    is_hidden_twin: bool = False
    wrapped_by: Place | None = None
    wrapper: Place | None = None
    covered_by: Place | None = None
    rebound_at: Place | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two declarations of one name. ``first`` is None for a task of Celery's own."""

    name: str
    first: Place | None
    second: Place


@dataclass(frozen=True, slots=True)
class ConfigCall:
    """A call of ``config_from_object``.

    Attributes:
        target: the name that it is given, or the module's; empty where it is neither.
        path: the file of the settings module, where it is one of the project's.
        hidden_error: the error that ``silent=True`` hides.
        app_id: tells the apps of one start apart.
    """

    target: str
    place: Place
    path: PurePosixPath | None = None
    hidden_error: str = ""
    app_id: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """A package that ``autodiscover_tasks`` searched; ``package`` is empty where it searched none.

    Attributes:
        is_listed: the package stands in a list in the call, so that its author expects tasks in it.
        package_exists: the package can be imported; ``was_found``: the module in it as well.
    """

    place: Place
    package: str = ""
    related_name: str = ""
    is_listed: bool = True
    package_exists: bool = True
    was_found: bool = False


@dataclass(frozen=True, slots=True)
class Removal:
    """A task that is taken out of the registry again."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Swallowed:
    """An import error that a handler hides: the import, the error, and the files whose import failed."""

    place: Place
    error: str
    failed: tuple[PurePosixPath, ...]


@dataclass(frozen=True, slots=True)
class LateTask:
    """A task that a signal's handler declares, when it is too late.

    ``never``: the handler never runs; ``is_gone``: since nothing holds it any more when the signal is sent.
    """

    name: str
    place: Place
    signal: str
    never: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class UnregisteredClass:
    """A class made to be a task that nothing registers."""

    name: str
    module: str
    place: Place


@dataclass(frozen=True, slots=True)
class UnrunTask:
    """A task whose declaration the worker never runs.

    Attributes:
        place: of its decorator; ``cause``: of what keeps it from running.
        code: the rule that says why.
        guard: the condition or function around it, in words; empty where it is none of these.
    """

    name: str
    function: str
    place: Place
    code: str
    guard: str
    cause: Place


@dataclass(frozen=True, slots=True)
class LazyModule:
    """A module that only a function imports, which the worker does not call when it starts."""

    name: str
    function: str
    place: Place


@dataclass(frozen=True, slots=True)
class Observed:
    """Everything that an abstract start showed.

    Attributes:
        main_name: the name that the app is made with.
        chosen_among: the apps of a module of which ``-A`` takes the first; empty where it names one.
        setting_names: the names under which a list of task modules is looked for.
    """

    tasks: tuple[DeclaredTask, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    config_calls: tuple[ConfigCall, ...] = ()
    searches: tuple[Search, ...] = ()
    removals: tuple[Removal, ...] = ()
    swallowed: tuple[Swallowed, ...] = ()
    late: tuple[LateTask, ...] = ()
    classes: tuple[UnregisteredClass, ...] = ()
    unrun: tuple[UnrunTask, ...] = ()
    lazy: tuple[LazyModule, ...] = ()
    main_name: str | None = None
    chosen_among: tuple[Place, ...] = ()
    setting_names: tuple[str, ...] = ("imports", "CELERY_IMPORTS", "include", "CELERY_INCLUDE")
