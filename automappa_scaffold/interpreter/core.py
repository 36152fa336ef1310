"""The interpreter's state, and what all its parts do with it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from weakref import ReferenceType

from automappa_scaffold.interpreter.changes import Log
from automappa_scaffold.interpreter.frames import Catcher, Decoration, Frame, Note, Span
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.outside import Outside
from automappa_scaffold.interpreter.parts import Parts
from automappa_scaffold.interpreter.plugin_spaces import PluginSpace
from automappa_scaffold.interpreter.raising import ImportStep, PyRaise, RunawayError, exception
from automappa_scaffold.interpreter.standard_names import (
    depends_on_version,
    has_standard_name,
    lacks_standard_name,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Namespace,
    Scope,
    SetValue,
    Unknown,
    Value,
    is_constant,
    show,
)
from automappa_scaffold.interpreter.watch import Watch
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import COLUMN_BITS, COLUMN_MASK, Node
from automappa_scaffold.source.tree import SourceTree

__all__ = ["MAX_STEPS", "Core"]

_new_place = tuple.__new__

# An import that runs more statements than this is not an import any more.
MAX_STEPS = 5_000_000
_MAX_DEPTH = 400
# So many elements are copied in the time of one statement.
_CHEAP = 50


# Libraries that change nothing but what is made with them.
_TAME = frozenset(
    ("annotated_types", "dotenv", "pydantic", "pydantic_core", "pydantic_settings", "typing_extensions")
)


class Core(Parts):
    """State, and the operations that every part of the interpreter uses."""

    def __init__(
        self,
        tree: SourceTree,
        sys_path: Sequence[str],
        environ: Mapping[str, str],
        models: Mapping[str, Value],
        *,
        preloaded: frozenset[str] = frozenset(),
        installed: frozenset[str] | None = None,
        declared: frozenset[str] = frozenset(),
        outside: Sequence[str] = (),
        python_version: str = "",
        assumed_path: Sequence[str] = (),
    ) -> None:
        self.tree = tree
        self.steps = 0
        self.logs: list[Log] = []
        self.birth = 0  # the innermost open log: what is made now need not be logged in it
        self.watch = Watch()
        self.log_count = 0
        self.sys_path = self.new_list(list(sys_path))
        self.assumed_path = assumed_path
        self.environ = environ
        self.environ_changes = self.namespace()
        # What says of a variable that it is set where the worker runs, and files of such that are not here.
        self.promise: Callable[[str], tuple[str, str | None]] = lambda name: ("", None)
        self.absent_files: dict[str, None] = {}
        self.set_elsewhere: frozenset[str] = frozenset()  # variables that are taken for promised ones
        self.patched = self.namespace()  # what the project put into code outside it, by dotted path
        self.builtin_names: DictValue | None = None  # as a dict, once it was asked for
        self.folders_made = False  # at import: which are there is not known any more
        self.written_files: set[str] = set()  # at import: what they hold is not known
        self.left_folder = ""  # a folder that is not on the module path any more, if it is there but once
        self.working_directory = sys_path[0] if sys_path else tree.root.as_posix()
        self.models = dict(models)
        self.builtins: dict[str, tuple[str, Value]] = {}  # those that were looked up: path and model, by name
        self.preloaded = preloaded  # top-level modules that are there before the project's
        self.installed = installed  # top-level modules of the app's environment; None: not known
        self.declared = declared  # distributions that the project declares
        self.outside = Outside(tree, outside)
        self.python_version = python_version
        numbers = [int(part) for part in python_version.split(".") if part.isdigit()]
        self.python_numbers = tuple(numbers[:2]) or sys.version_info[:2]  # where it is not known, as ours
        self.follow: Callable[[str, Place | None], Module | None] | None = None  # foreign modules to run
        self.modules: dict[str, Module] = {}
        self.replaced = (
            self.namespace()
        )  # by name: what the program put into ``sys.modules``, and is no module
        self.plugin_spaces: dict[str, PluginSpace] = {}  # by the name of a source's module
        self.plugin_stack: list[str] = []  # those that are active, innermost last
        self.external_modules: set[str] = set()
        # Which of them there were when ``_uses_others`` was asked, and its answer.
        self._others = (self.external_modules, 0, False)
        # Modules of the standard library whose import has told all that it can, and under which module path.
        self.settled_imports: dict[str, tuple[Value, ...]] = {}
        self.importing: list[Module] = []
        self.swallowing = 0  # how many callers of imports pass over their errors, besides the catchers
        self.catchers: list[Catcher] = []  # the try statements that run, innermost last
        self.scopes: tuple[Scope, ...] = ()
        self.assumptions: dict[str, None] = {}
        self.notes: dict[Note, None] = {}
        self.disturbance: Scope | None = None  # what happened that may change what any later code means
        self.decorations: list[Decoration] = []  # the definitions whose decorators run, outermost first
        self.caught: list[PyRaise] = []  # import errors that a handler of the project certainly took
        self.foreign_calls = 0
        self.app_calls: frozenset[Place] = frozenset()  # of foreign code, that are taken to make an app
        self.risky_calls = 0  # of foreign code that may well raise
        self.unknowns = 0  # how many values were made that are not decided
        self.depth = 0
        self.deepest = _MAX_DEPTH
        self.handling: PyRaise | None = None  # the exception whose handler runs
        # Generators whose bodies wait between two elements.
        self.waiting: list[tuple[ReferenceType[Any], Any]] = []
        self.library_site: Place | None = None  # the program's last call of what is written in ``library``
        self.effects = 0  # what was imported, and what was asked for by a registration
        self.effective: set[int] = set()  # functions that had effects
        self.aliases: dict[tuple[Any, ...], Value] = {}  # classes with parameters, by class and key
        self.undecided_runs: dict[int, tuple[int, int]] = {}  # by function: how often, how many statements
        # By function: under how many scopes each running call began.
        self.recursions: dict[int, list[int]] = {}

    # Making values.

    def namespace(self, **items: Value) -> Namespace:
        """Return a new mapping whose changes can be undone."""
        return Namespace(self.birth, items)

    def new_shuffled(self, items: Sequence[Value], unknown: Unknown | None = None) -> ListValue:
        """Return a new list whose order is not known."""
        made = self.new_list(items, unknown)
        made.slots["shuffled"] = True
        return made

    def new_list(self, items: Sequence[Value], unknown: Unknown | None = None) -> ListValue:
        """Return a new list."""
        self.step(len(items) // _CHEAP)
        return ListValue(Namespace(self.birth, [("items", tuple(items)), ("unknown", unknown)]))

    def new_set(
        self, items: Sequence[Value], unknown: Unknown | None = None, *, is_frozen: bool = False
    ) -> SetValue:
        """Return a new set."""
        made = SetValue(Namespace(self.birth, [("items", tuple(items)), ("unknown", unknown)]))
        if is_frozen:
            made.slots["frozen"] = True
        return made

    def new_dict(self, items: Mapping[Any, Value] | None = None, unknown: Unknown | None = None) -> DictValue:
        """Return a new dict."""
        depth = self.birth
        if items:
            self.step(1 + len(items) // _CHEAP)
        made = DictValue(Namespace(depth, (items or {}).items()), Namespace(depth, [("unknown", unknown)]))
        if items and any(isinstance(key, (Instance, tuple)) for key in items):
            made.meta["objects"] = True
        return made

    def unknown(self, reason: str, place: Place | None, *, is_foreign: bool = False) -> Unknown:
        """Return a value that cannot be decided, because of the expression at a place."""
        self.unknowns += 1
        return Unknown(reason, place, Namespace(self.birth), is_foreign=is_foreign)

    def place(self, node: Node, module: Module) -> Place:
        """Return the place of a node of a module."""
        # Written out, as one is made for every call and attribute that is met.
        position: int = node[1]
        path = module.shown_path
        if path is None:
            return self.place_at(position, module)
        return _new_place(Place, (path, position >> COLUMN_BITS, (position & COLUMN_MASK) + 1, 0, 0))

    def place_in(self, node: Node, frame: Frame) -> Place:
        """Return the place of a node that runs in a frame; those in functions are kept, as they run again."""
        module = frame.module
        if frame.function is None or not module.path:
            return self.place(node, module)
        found = module.places.get(node[1])
        if found is None:
            found = module.places[node[1]] = self.place(node, module)
        return found

    def place_at(self, position: int, module: Module) -> Place:
        """Return the place of a packed position of a module; of the library, where the program called it."""
        if not module.path and self.library_site is not None:
            return self.library_site
        path = module.shown_path or self.show_path(module)
        return _new_place(Place, (path, position >> COLUMN_BITS, (position & COLUMN_MASK) + 1, 0, 0))

    def show_path(self, module: Module) -> PurePosixPath:
        """Return a module's path as places show it, kept with the module."""
        shown = self.tree.relative(module.path)
        if module.path:
            module.shown_path = shown
        return shown

    # Code outside the project.

    def external(self, path: str) -> Value:
        """Return what a dotted path outside the project stands for: a model of it, or just its path."""
        if path in self.patched:
            return self.patched[path]
        model = self.models.get(path)
        return Ext(path) if model is None else model

    def lacks_outside(self, module: str, name: str) -> bool:
        """Return whether a foreign module is seen to have no such name."""
        path = f"{module}.{name}"
        is_known = path in self.models or path in self.patched or path in self.external_modules
        if is_known:
            return False
        if module.partition(".")[0] in sys.stdlib_module_names:
            if depends_on_version(module, name):
                version = ".".join(map(str, self.python_numbers[:2]))
                self.assumptions[f"the worker runs Python {version}"] = None
            return lacks_standard_name(module, name, self.python_numbers)
        names = self.models.get(f"{module}:names")
        if names is not None:
            return name not in names and not name.startswith("__")
        return self.outside.lacks_name(module, name)

    def may_hold(self, module: Module, name: str) -> bool:
        """Return whether a module may hold a name that is not seen in it."""
        if module.is_made or not module.stars:
            return module.is_open
        return not all(self.lacks_outside(path, name) for path in module.stars)

    def assume_name(self, module: str, name: str) -> None:
        """Tell that a foreign module is taken to have a name that its source does not show."""
        path = f"{module}.{name}"
        is_seen = path in self.models or self.outside.has_name(module, name)
        if not is_seen and not has_standard_name(module, name):
            self.assumptions[f"{name} is taken to be in {module}, whose source does not show it"] = None

    # Changes and what is told.

    def open_log(self, scope: Scope | None = None, span: Span | None = None) -> Log:
        """Begin to log changes."""
        self.log_count += 1
        log = Log(self.log_count, scope, span)
        self.logs.append(log)
        self.birth = log.serial
        return log

    def close_log(self) -> Log:
        """End the innermost log and return it."""
        log = self.logs.pop()
        self.birth = self.logs[-1].serial if self.logs else self.watch.era
        return log

    def open_era(self) -> None:
        """Begin to notice changes of what is there by now; to be called outside of branches."""
        self.log_count += 1
        self.birth = self.watch.era = self.log_count

    def close_eras(self) -> None:
        """Notice no more changes; to be called outside of branches."""
        self.birth = self.watch.era = 0
        self.watch.writes.clear()

    def store(self, names: Namespace, key: Any, value: Value) -> None:
        """Bind a key, so that an undecided branch can take it back."""
        if self.birth > names.depth:
            if self.logs:
                log, changed = self.logs[-1], (id(names), key)
                if changed not in log:
                    log[changed] = (names, key, names.get(key, MISSING))
            else:
                self.watch.writes.append((names, key, key in names))
        if value is MISSING:
            names.pop(key, None)
        else:
            names[key] = value

    def decide(self, value: Value) -> Value:
        """Return a value that is about to decide something; an assumption it rests on is told."""
        while value.__class__ is Assumed:
            self.assumptions[value.note] = None
            value = value.value
        if value.__class__ is Ext or (value.__class__ is Unknown and value.ns):
            return self.force(value)
        return value

    def note(self, reason: str, place: Place | None) -> None:
        """Tell that the answer is uncertain here."""
        if place is not None:
            self.notes[Note(place, reason)] = None

    def disturb(self, reason: str, place: Place | None) -> None:
        """Tell of something that may change what any later code does: errors are not certain from here on."""
        self.note(reason, place)
        self.disturbance = self.disturbance or Scope(reason, place or Place(self.tree.relative("")))

    def step(self, count: int = 1) -> None:
        """Count one statement or element, or what costs as much as several.

        Raises:
            RunawayError: the program runs for too long.
        """
        self.steps += count
        if self.steps > MAX_STEPS:
            raise RunawayError

    def enter(self, place: Place | None) -> None:
        """Count one call deeper."""
        self.depth += 1
        if self.depth > self.deepest:
            raise RunawayError

    def where(self) -> tuple[Module | None, tuple[Scope, ...]]:
        """Return the module whose import is running, and the conditions it runs under."""
        self.effects += 1
        scopes = self.scopes if self.disturbance is None else (*self.scopes, self.disturbance)
        return (self.importing[-1] if self.importing else None), scopes

    def raise_(self, kind: str, message: str, place: Place | None, *, missing: str = "") -> PyRaise:
        """Return a built-in exception, to be raised."""
        return exception(kind, message, place, missing=missing)

    def missing_key(self, key: Value, place: Place | None) -> PyRaise:
        """Return the KeyError of a key that is not there, to be raised."""
        raised = self.raise_("KeyError", show(key) if is_constant(key) else "", place)
        raised.value.ns["args"] = (key,)
        return raised

    def is_outside_module(self, value: Value) -> bool:
        """Return whether a value certainly is a module outside the project, and no object in its place."""
        if not isinstance(value, Ext) or value.path not in self.external_modules:
            return False
        top = value.path.partition(".")[0]
        source = self.outside.source(value.path) or b"sys.modules"
        return top in sys.stdlib_module_names or top in self.preloaded or b"sys.modules" not in source

    def refusal(self, kind: str, message: str, place: Place | None) -> PyRaise:
        """Return an error that follows from what values are; where others' code is used, they may differ."""
        raised = self.raise_(kind, message, place)
        raised.is_soft = self._uses_others()
        return raised

    def _uses_others(self) -> bool:
        """Return whether code was imported that is neither of the project nor of the standard library."""
        modules, count, answer = self._others
        if modules is not self.external_modules or count != len(modules):
            tops = {name.partition(".")[0] for name in self.external_modules}
            answer = not tops <= (sys.stdlib_module_names | self.preloaded | _TAME)
            self._others = self.external_modules, len(self.external_modules), answer
        return answer

    def trace_import(self, raised: PyRaise, module: Module, place: Place) -> None:
        """Remember that an error passed through an import of this module."""
        raised.chain.insert(0, ImportStep(module.name, place))
