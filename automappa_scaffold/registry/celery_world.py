"""What Celery keeps in one process: apps, shared tasks, signals; and how names come to be.

Source: ``celery.app.base``, ``celery._state`` and ``celery.utils.imports`` of Celery 5.3 to 5.7,
as read and as seen in real workers.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
)
from automappa_scaffold.interpreter.raising import PyRaise, root_cause
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_naming import Naming
from automappa_scaffold.registry.celery_proxies import evaluate_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition, FixUp, Record
from automappa_scaffold.registry.celery_task_class import bind_task
from automappa_scaffold.registry.celery_task_options import require_options
from automappa_scaffold.registry.celery_tasks import make_task
from automappa_scaffold.registry.observed import ConfigCall, Removal, Search
from automappa_scaffold.registry.own_tasks import own_tasks
from automappa_scaffold.registry.start_watch import StartWatch
from automappa_scaffold.source.places import Place

__all__ = ["World"]


class World(Naming):
    """One process's Celery, during one abstract start."""

    def __init__(self) -> None:
        super().__init__()
        self.current: Instance | None = None
        self.default: Instance | None = None
        self.shared: list[Definition] = []
        self.undecided: dict[tuple[Place, str], None] = {}
        self.bad_entries: list[str] = []
        self.causes: list[tuple[PyRaise, str]] = []  # errors, each with the rule that names it
        self.replaced: list[tuple[str, Definition, Definition]] = []
        self.config_calls: list[ConfigCall] = []
        self.searches: list[Search] = []
        self.removals: list[Removal] = []
        self.unbound: list[Class] = []  # of tasks that are put into a registry without an app
        self.unseen_apps: dict[Place, dict[str, None]] = {}  # by the search for their tasks
        self.late: dict[str, str] = {}  # tasks that a handler of a late signal registers, and the signal
        self.followed: set[str] = set()  # packages outside the project that are run like its own
        self.doubtful: set[str] = set()  # modules outside the project of which not all is decided
        self.told: set[str] = (
            set()
        )  # modules that are not seen, of which it was told that they may have tasks
        self.serializers: set[str] = set()  # that the project registers with kombu
        self.opens_serializers = False  # perhaps others
        self.is_searching = False
        self.stage = "app"
        self.fixup: FixUp | None = None
        self.uses_fixup = False
        self.watch = StartWatch()
        self.is_reversed = False  # the shared tasks are made from the last to the first
        self.unordered: Place | None = None  # an app whose shared tasks run code of the project, in any order

    def undecide(self, place: Place, reason: str) -> None:
        """Tell that a registration cannot be decided."""
        self.undecided[(place, reason)] = None

    def refuse(self, raised: PyRaise, code: str) -> PyRaise:
        """Remember the rule that names an error, and return the error."""
        self.causes.append((raised, code))
        return raised

    def hide_config_error(self, place: Place, raised: PyRaise) -> None:
        """Remember that ``silent=True`` hides this error of the settings read for a call."""
        for index, call in enumerate(self.config_calls):
            if call.place == place:
                self.config_calls[index] = replace(call, hidden_error=root_cause(raised).message)

    # Declaring.

    def define(
        self,
        m: Interpreter,
        fun: Value,
        options: Mapping[str, Value],
        place: Place,
        app: Instance | None = None,
        *,
        is_twin: bool = False,
    ) -> Definition:
        """Return a declared task, remembered; ``app`` is None for ``shared_task``."""
        module, scopes = m.where()
        decoration = m.decorations[-1] if m.decorations else None
        if decoration is not None and decoration.places[-1] != place:
            decoration = None  # declared by a call inside a decorator
        maker = fun.closure if isinstance(fun, Function) else None
        is_returned = maker is not None and not maker.is_open
        definition = Definition(fun, options, place, module, scopes, app, decoration, is_twin, is_returned)
        self.definitions.append(definition)
        return definition

    def task_from(self, m: Interpreter, app: Instance, definition: Definition) -> Value:
        """Register a declared task on an app, as ``Celery._task_from_fun`` does, and return it."""
        state: AppState = app.payload
        if not state.finalized and not _is_automatic(m, app):
            raise m.raise_("RuntimeError", "Contract breach: app not finalized", definition.place)
        name = self.name_of(m, app, definition)
        if name is None:
            return m.unknown("a task whose name is not decided", definition.place)
        return self.register(m, app, name, definition).task

    def register(self, m: Interpreter, app: Instance, name: str, definition: Definition) -> Record:
        """Put a task into an app's registry; a name that is taken keeps its first task."""
        state: AppState = app.payload
        known = state.tasks.get(name, [])
        for record in known:
            is_same = record.definition.fun is definition.fun
            if is_same and (not definition.scopes or record.definition.scopes):
                return record
        first = known[0] if known and not known[0].scopes else None
        # Shared tasks are made in no fixed order; what is there before, or comes later, has its place.
        if first is not None and not state.is_finalizing and all(r is first or r.is_hidden for r in known):
            known.append(Record(name, definition, first.task, definition.scopes, is_hidden=True))
            return known[-1]
        task = make_task(m, app, name, definition)
        own_name = self._own_name(m, task, name, definition)
        record = Record(own_name, definition, task, definition.scopes)
        state.tasks[own_name] = [*known, record] if own_name == name else [record]
        if first is not None and not definition.scopes:  # either of them may have been first
            state.twins.update((id(first.task), id(task)))
        bind_task(m, app, task, definition.place)
        require_options(m, definition, task)
        return record

    def _own_name(self, m: Interpreter, task: Instance, name: str, definition: Definition) -> str:
        """Return the name under which Celery keeps a task that was just made; its class may give another."""
        if not any(cls.line for cls in task.cls.mro):
            return name
        found = m.decide(m.get_attribute(task, "name", definition.place))
        if isinstance(found, str):
            return found
        self.undecide(definition.place, "the name that the task's class gives it")
        return name

    # Finalizing.

    def finalize(self, m: Interpreter, app: Instance, *, auto: bool = False) -> None:
        """Evaluate shared and pending tasks of an app, once."""
        state: AppState = app.payload
        if state.finalized:
            return
        if auto and not _is_automatic(m, app):
            raise m.raise_("RuntimeError", "Contract breach: app not finalized", state.place)
        state.finalized = state.is_finalizing = True
        try:
            self._make_shared_tasks(m, app)
            self.announce_finalized(m, app)
            state.is_finalizing = False  # from here on the order is known
            for proxy in state.pending:
                with _passing_over(m):
                    self._evaluate(m, proxy.payload["definition"], partial(evaluate_proxy, m, proxy))
            state.pending.clear()
            _bind_again(m, app)
        finally:
            state.is_finalizing = False
        self.send(m, ("on_after_finalize", id(app)), {"sender": app})

    def _make_shared_tasks(self, m: Interpreter, app: Instance) -> None:
        """Evaluate Celery's own tasks and the shared ones, which Celery keeps in a set."""
        makers: list[Callable[[], object]] = [
            *own_tasks(m, self.definitions, app),
            *(partial(self._make_shared_task, m, app, definition) for definition in self.shared),
        ]
        running = 0
        for make in reversed(makers) if self.is_reversed else makers:
            steps = m.steps
            make()
            running += m.steps != steps
        if running > 1:  # one alone may be what reads the settings
            self.unordered = app.payload.place

    def _make_shared_task(self, m: Interpreter, app: Instance, definition: Definition) -> None:
        self._evaluate(m, definition, partial(self.task_from, m, app, definition))

    def _evaluate(self, m: Interpreter, definition: Definition, evaluate: Callable[[], Value]) -> None:
        """Register a task; what is perhaps not declared at all can only perhaps stop the worker."""
        try:
            evaluate()
        except PyRaise as raised:
            if not definition.scopes:
                raise
            scope = definition.scopes[-1]
            self.undecide(scope.place, f"whether {raised.message} ends the worker: {scope.reason}")


@contextmanager
def _passing_over(m: Interpreter) -> Iterator[None]:
    """Return a context that hides an AttributeError, as ``celery.local.maybe_evaluate`` does."""
    try:
        yield
    except PyRaise as raised:
        if raised.is_soft or raised.type_name != "AttributeError":
            raise
        m.drop(raised)


def _bind_again(m: Interpreter, app: Instance) -> None:
    """Bind all tasks a second time, as Celery does at the end, where code of the project takes part."""
    for records in [*app.payload.tasks.values()]:
        task = records[0].task
        written = [cls for cls in task.cls.mro if cls.line] if isinstance(task, Instance) else []
        if any(name in cls.ns for cls in written for name in ("bind", "on_bound")):
            bind_task(m, app, task, records[0].definition.place)


def _is_automatic(m: Interpreter, app: Instance) -> bool:
    """Return whether an app may be finalized by its use; that can be changed later than it is made."""
    state: AppState = app.payload
    given = app.ns.get("autofinalize", state.autofinalize)
    return m.truth(given) is not False
