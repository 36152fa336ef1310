"""What Celery keeps in one process: apps, shared tasks, signals; and how names come to be.

Source: ``celery.app.base``, ``celery._state`` and ``celery.utils.imports`` of Celery 5.3 to 5.7,
as read and as seen in real workers.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Native,
    Partial,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.python_kinds import kind_of
from automappa_scaffold.interpreter.raising import PyRaise, root_cause
from automappa_scaffold.interpreter.refusals import is_unhashable, kind_name
from automappa_scaffold.interpreter.values import MISSING, Ext, Union, Unknown, Value, is_constant
from automappa_scaffold.registry.celery_dispatch import Dispatch
from automappa_scaffold.registry.celery_proxies import PROXY, evaluate_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition, FixUp, Record
from automappa_scaffold.registry.celery_tasks import bind_task, make_task, require_options
from automappa_scaffold.registry.observed import ConfigCall, Removal, Search
from automappa_scaffold.registry.own_tasks import declare_own_tasks
from automappa_scaffold.registry.start_watch import StartWatch
from automappa_scaffold.source.places import Place

__all__ = ["World", "text_of_name"]


class World(Dispatch):
    """One process's Celery, during one abstract start."""

    def __init__(self) -> None:
        super().__init__()
        self.apps: list[Instance] = []
        self.current: Instance | None = None
        self.default: Instance | None = None
        self.shared: list[Definition] = []
        self.undecided: dict[tuple[Place, str], None] = {}
        self.definitions: list[Definition] = []
        self.bad_entries: list[str] = []
        self.causes: list[tuple[PyRaise, str]] = []  # errors, each with the rule that names it
        self.replaced: list[tuple[str, Definition, Definition]] = []
        self.config_calls: list[ConfigCall] = []
        self.searches: list[Search] = []
        self.removals: list[Removal] = []
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
        known = state.tasks.setdefault(name, [])
        for record in known:
            is_same = record.definition.fun is definition.fun
            if is_same and (not definition.scopes or record.definition.scopes):
                return record
        task = make_task(m, app, name, definition)
        record = Record(name, definition, task, definition.scopes)
        known.append(record)
        bind_task(m, app, task, definition.place)
        require_options(m, definition)
        return record

    def name_of(self, m: Interpreter, app: Instance, definition: Definition) -> str | None:
        """Return the name a declared task gets, or None where that is not decided."""
        options, place = definition.options, definition.place
        given = m.decide(options.get("name"))
        if isinstance(given, Union):
            self.undecide(given.scope.place, f"the task's name depends on it: {given.scope.reason}")
            return None
        explicit = text_of_name(given)
        fun = m.decide(definition.fun)
        try:
            self.require_function(m, fun, place)
        except PyRaise as raised:
            if not explicit or not self._is_perhaps_taken(m, explicit, definition):
                raise
            self.undecide(place, f"whether {raised.message}: not so if {explicit!r} is taken by then")
            return None
        is_object = isinstance(fun, Instance) and fun.cls is not PROXY
        if isinstance(fun, Instance) and is_object and "__annotations__" not in fun.ns:
            self.undecide(place, f"whether the {describe(fun)} has __annotations__, as a task must")
            return None
        if explicit:
            return explicit
        if is_unhashable(given) and m.truth(given) is True:
            raise m.raise_("TypeError", f"unhashable type: '{kind_name(given)}'", place)
        if (is_constant(given) or isinstance(given, tuple)) and given:
            self.undecide(place, f"the task's name is {given!r}: a worker that lists its tasks ends at it")
            return None
        if isinstance(given, (Unknown, Ext)) or "**" in options:
            blame = given if isinstance(given, Unknown) else None
            self.undecide((blame and blame.place) or place, "the task's name is computed from it")
            return None
        return self.automatic_name(m, app, fun, place)

    def _is_perhaps_taken(self, m: Interpreter, name: str, definition: Definition) -> bool:
        """Return whether another task may have a name before: shared ones are made in no fixed order.

        Celery makes nothing of a function whose name is taken, and so does not find out what it is.
        """
        for other in self.definitions:
            if other is definition:
                continue
            given = m.decide(other.options.get("name"))
            fun = other.fun
            own = fun.ns.get("__name__") if isinstance(fun, Function) else None
            if text_of_name(given) == name or (given is None and own == name.rpartition(".")[2]):
                return True
        return False

    def require_function(self, m: Interpreter, fun: Value, place: Place) -> None:
        """Raise what Celery raises for something that cannot be a task."""
        if isinstance(fun, Function) and fun.ns.get("__name__") == "<lambda>":
            text = "invalid syntax (a lambda cannot be a task)"
            raise self.refuse(m.raise_("SyntaxError", text, place), "AMS306")
        if isinstance(fun, Partial) and "__name__" not in fun.ns:
            text = "'functools.partial' object has no attribute '__name__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        is_object = isinstance(fun, Instance) and fun.cls is not PROXY
        is_plain_class = isinstance(fun, Class) and not fun.is_open and fun.lookup("__call__") is MISSING
        is_cached = isinstance(fun, Function) and "__is_cached__" in fun.ns
        if is_plain_class or is_cached or (isinstance(fun, Wrapper) and fun.kind == "staticmethod"):
            text = "'method-wrapper' object has no attribute '__module__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        if is_object and m.find_attribute(fun, "__name__", place) is MISSING:
            text = describe_missing(fun, "__name__")
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        if isinstance(fun, Native) and "__name__" not in getattr(fun, "ns", {}) and fun.name in _C_FUNCTIONS:
            text = "'builtin_function_or_method' object has no attribute '__annotations__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")

    def automatic_name(self, m: Interpreter, app: Instance, fun: Value, place: Place) -> str | None:
        """Return the name that ``gen_task_name`` makes from a function, or None."""
        if isinstance(fun, Ext):
            module, _, name = fun.path.rpartition(".")
            if m.outside.defines_function(module, name):
                made = m.call(m.get_attribute(app, "gen_task_name", place), (name, module), {}, place)
                return text_of_name(m.decide(made))
        is_standard = isinstance(fun, (Ext, Native)) and kind_of(m, fun) == "function"
        if isinstance(fun, (Unknown, Ext, Union, Native)) and not (is_standard or _has_name(fun)):
            blame = fun.place if isinstance(fun, Unknown) and fun.place else place
            why = f"the name of what it returns is not known ({_describe_source(fun)})"
            self.undecide(blame, why)
            return None
        name = m.get_attribute(fun, "__name__", place)
        module = m.get_attribute(fun, "__module__", place)
        generate = app.cls.ns.get("gen_task_name")
        if app.cls.line or "gen_task_name" in app.ns or not isinstance(generate, Native):
            made = m.call(m.get_attribute(app, "gen_task_name", place), (name, module), {}, place)
        else:
            made = generate.run(m, (app, name, module), {}, place)  # what the call comes to, for most apps
        made = m.decide(made)
        if isinstance(made, str) and not app.payload.is_naming_otherwise:
            return made
        if isinstance(made, str):
            why = "the app comes from code outside the project, which may name its tasks otherwise"
            self.undecide(place, f"whether {made} is registered depends on it: {why}")
            return None
        blame_place = made.place if isinstance(made, Unknown) and made.place else place
        self.undecide(blame_place, "the task's name is computed from it")
        return None

    # Finalizing.

    def finalize(self, m: Interpreter, app: Instance, *, auto: bool = False) -> None:
        """Evaluate shared and pending tasks of an app, once."""
        state: AppState = app.payload
        if state.finalized:
            return
        if auto and not _is_automatic(m, app):
            raise m.raise_("RuntimeError", "Contract breach: app not finalized", state.place)
        state.finalized = True
        declare_own_tasks(m, self.definitions, app, state.place)
        for definition in self.shared:
            self._evaluate(m, definition, partial(self.task_from, m, app, definition))
        for proxy in state.pending:
            self._evaluate(m, proxy.payload["definition"], partial(evaluate_proxy, m, proxy))
        state.pending.clear()
        self.send(m, ("on_after_finalize", id(app)), {"sender": app})

    def _evaluate(self, m: Interpreter, definition: Definition, evaluate: Callable[[], Value]) -> None:
        """Register a task; what is perhaps not declared at all can only perhaps stop the worker."""
        try:
            evaluate()
        except PyRaise as raised:
            if not definition.scopes:
                raise
            scope = definition.scopes[-1]
            self.undecide(scope.place, f"whether {raised.message} ends the worker: {scope.reason}")


_C_FUNCTIONS = frozenset({"len", "print", "sorted", "min", "max", "sum", "abs", "any", "all", "iter", "next"})


def text_of_name(value: Value) -> str | None:
    """Return a name given as a text or as a member of a text enumeration."""
    if isinstance(value, str):
        return value
    if isinstance(value, Instance) and isinstance(value.payload, str):
        is_text = any(base.name == "str" or "__text__" in base.ns for base in value.cls.mro)
        return value.payload if is_text else None  # a path holds its text too
    return None


def _has_name(fun: Value) -> bool:
    return isinstance(fun, Unknown) and "__name__" in fun.ns


def _describe_source(value: Value) -> str:
    """Return where an undecided value comes from."""
    if isinstance(value, Unknown):
        return value.reason
    return value.path if isinstance(value, Ext) else "a decorator's result"


def _is_automatic(m: Interpreter, app: Instance) -> bool:
    """Return whether an app may be finalized by its use; that can be changed later than it is made."""
    state: AppState = app.payload
    given = app.ns.get("autofinalize", state.autofinalize)
    return m.truth(given) is not False
