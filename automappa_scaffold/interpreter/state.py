"""What the interpreter knows while it runs, and making values."""

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import ReferenceType

from automappa_scaffold.interpreter.changes import Log, restore_shared
from automappa_scaffold.interpreter.class_cells import ClassCell
from automappa_scaffold.interpreter.frames import Catcher, Decoration, Frame, Note
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.outside import Outside
from automappa_scaffold.interpreter.parts import Parts
from automappa_scaffold.interpreter.plugin_spaces import PluginSpace
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import (
    DictValue,
    ListValue,
    Namespace,
    Scope,
    SetValue,
    Unknown,
    Value,
)
from automappa_scaffold.interpreter.watch import Watch
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree

__all__ = ["MAX_STEPS", "State"]

# An import that runs more statements than this is not an import any more.
MAX_STEPS = 5_000_000
_MAX_DEPTH = 400
# So many elements are copied in the time of one statement.
_CHEAP = 50


_new_unknown, _new_names = object.__new__, dict.__new__


class State(Parts):
    """State, and the values that are made in it."""

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
        restore_shared()
        self.tree = tree
        self.steps = 0
        self.logs: list[Log] = []
        self.birth = 0  # the innermost open log: what is made now need not be logged in it
        self.watch = Watch()
        self.log_count = 0
        self.sys_path = self.new_list(list(sys_path))
        self.assumed_path = assumed_path
        self.environ = environ
        self.models = dict(models)
        self.is_optimised = environ.get("PYTHONOPTIMIZE", "0") not in ("", "0")  # without assertions
        if self.is_optimised:
            self.models["builtins.__debug__"] = False
        self.preloaded = preloaded  # top-level modules that are there before the project's
        self.installed = installed  # top-level modules of the app's environment; None: not known
        self.declared = declared  # distributions that the project declares
        self.outside = Outside(tree, outside)
        self.python_version = python_version
        numbers = [int(part) for part in python_version.split(".") if part.isdigit()]
        self.python_numbers = tuple(numbers[:2]) or sys.version_info[:2]  # where it is not known, as ours
        self._begin_surroundings(sys_path)
        self._begin_modules()
        self._begin_following()
        self._begin_telling()

    def _begin_surroundings(self, sys_path: Sequence[str]) -> None:
        """Nothing was asked or changed of variables and files."""
        self.environ_changes = self.namespace()
        # What says of a variable that it is set where the worker runs, and files of such that are not here.
        self.promise: Callable[[str], tuple[str, str | None]] = lambda name: ("", None)
        self.absent_files: dict[str, None] = {}
        self.set_elsewhere: frozenset[str] = frozenset()  # variables that are taken for promised ones
        self.made_paths = self.namespace()  # what the program made at a path: a file, a folder, nothing
        self.made_contents = self.namespace()  # what the program wrote into a file, None: it is not known
        self.folders_made = False  # at import: which are there is not known any more
        self.written_files: set[str] = set()  # at import: what they hold is not known
        self.left_folder = ""  # a folder that is not on the module path any more, if it is there but once
        # What says that it is all the same, and whether that may be though nothing says so.
        self.keeps_folder: Callable[[], tuple[str, bool]] = lambda: ("", False)
        self.working_directory = sys_path[0] if sys_path else self.tree.root.as_posix()
        self.start_folder = self.working_directory

    def _begin_modules(self) -> None:
        """No module was imported, and none that is not the project's was changed."""
        self.patched = self.namespace()  # what the project put into code outside it, by dotted path
        self.hashes = self.namespace()  # by object: its hash, as it was told when it was a key last
        self.builtin_names: DictValue | None = None  # as a dict, once it was asked for
        self.builtins: dict[str, tuple[str, Value]] = {}  # those that were looked up: path and model, by name
        self.follow: Callable[[str, Place | None], Module | None] | None = None  # foreign modules to run
        self.modules: dict[str, Module] = {}
        # By name: what the program put into ``sys.modules``, and is no module.
        self.replaced = self.namespace()
        self.plugin_spaces: dict[str, PluginSpace] = {}  # by the name of a source's module
        self.plugin_stack: list[str] = []  # those that are active, innermost last
        self.external_modules: set[str] = set()
        # Which of them there were when ``_uses_others`` was asked, and its answer.
        self._others = (self.external_modules, 0, False)
        # Modules of the standard library whose import has told all that it can, and under which module path.
        self.settled_imports: dict[str, tuple[Value, ...]] = {}
        self.importing: list[Module] = []
        self.library_site: Place | None = None  # the program's last call of what is written in ``library``
        self.aliases: dict[tuple[Any, ...], Value] = {}  # classes with parameters, by class and key

    def _begin_following(self) -> None:
        """Nothing runs."""
        self.swallowing = 0  # how many callers of imports pass over their errors, besides the catchers
        self.catchers: list[Catcher] = []  # the try statements that run, innermost last
        self.handling: PyRaise | None = None  # the exception whose handler runs
        self.caught: list[PyRaise] = []  # import errors that a handler of the project certainly took
        self.scopes: tuple[Scope, ...] = ()
        self.decorations: list[Decoration] = []  # the definitions whose decorators run, outermost first
        self.class_cells: list[ClassCell] = []  # of the classes whose bodies ran and that are being made
        self.caller: Frame | None = None  # what calls something now
        self.callee: Any = None  # what it calls, until that runs
        self.depth = 0
        self.deepest = _MAX_DEPTH
        # Generators whose bodies wait between two elements.
        self.waiting: list[tuple[ReferenceType[Any], Any]] = []
        self.effects = 0  # what was imported, and what was asked for by a registration
        self.effective: set[int] = set()  # functions that had effects
        self.undecided_runs: dict[int, tuple[int, int]] = {}  # by function: how often, how many statements
        # By what is waited for: what threads changed that run at the same time.
        self.threads_at_once: dict[Any, set[Any]] = {}
        # By function: under how many scopes each running call began.
        self.recursions: dict[int, list[int]] = {}

    def _begin_telling(self) -> None:
        """There is nothing to tell."""
        self.assumptions: dict[str, None] = {}
        self.notes: dict[Note, None] = {}
        self.disturbance: Scope | None = None  # what happened that may change what any later code means
        self.unsettled: Scope | None = None  # what may change what Celery does of all that came before it
        self.foreign_calls = 0
        self.app_calls: frozenset[Place] = frozenset()  # of foreign code, that are taken to make an app
        self.risky_calls = 0  # of foreign code that may well raise
        self.turned_at: Place | None = None  # where elements were asked for first that have no order
        self.turns = 0  # in which order such elements come, as ``any_order`` says
        self.has_middle = False  # an odd number of such elements was asked for
        self.numbered: dict[int, tuple[int, Value]] = {}  # elements by their id, each with its number
        self.unknowns = 0  # how many values were made that are not decided

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
        made = _new_unknown(Unknown)  # written out, as many are made
        made.reason = reason
        made.place = place
        made.is_foreign = is_foreign
        made.ns = names = _new_names(Namespace)
        names.depth = self.birth
        return made

    def step(self, count: int = 1) -> None:
        """Count one statement or element, or what costs as much as several.

        Raises:
            RunawayError: the program runs for too long.
        """
        self.steps += count
        if self.steps > MAX_STEPS:
            raise RunawayError
