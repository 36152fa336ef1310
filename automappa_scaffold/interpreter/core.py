"""What all parts of the interpreter do with its state."""

import sys
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.interpreter.changes import Log, remember_shared
from automappa_scaffold.interpreter.frames import Frame, Note, Span
from automappa_scaffold.interpreter.objects import Class, Module, Native
from automappa_scaffold.interpreter.raising import ImportStep, PyRaise, RunawayError, exception
from automappa_scaffold.interpreter.standard_names import (
    depends_on_version,
    has_standard_name,
    lacks_standard_name,
    public_names,
)
from automappa_scaffold.interpreter.state import State
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Ext,
    Namespace,
    Scope,
    Unknown,
    Value,
    is_constant,
    show,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import COLUMN_BITS, COLUMN_MASK, Node

__all__ = ["Core"]

_new_place = tuple.__new__

# Libraries that change nothing but what is made with them.
_TAME = frozenset(
    ("annotated_types", "dotenv", "pydantic", "pydantic_core", "pydantic_settings", "typing_extensions")
)


_TO_BE_DECIDED = frozenset((Assumed, Ext, Unknown))

# What else a module of the standard library is called.
_OTHER_NAMES = ("os.path",)


class Core(State):
    """The operations that every part of the interpreter uses."""

    # Making values.

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

    def mixin_of(self, path: str) -> Class | None:
        """Return a class with the methods that a foreign base gives, where these are known."""
        return None

    def base_of(self, base: Ext | Native) -> Value:
        """Return the class that stands for one of the library where a class inherits from it."""
        return self.models.get(f"{base.path}:base", base)

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
        return not all(self.star_lacks(path, name) for path in module.stars)

    def star_lacks(self, module: str, name: str) -> bool:
        """Return whether a star import of a foreign module certainly does not take a name."""
        exported = self.models.get(f"{module}:all") or self.outside.exported(module)
        if exported:
            return name not in exported
        taken = public_names(module) if self.python_numbers[:2] == sys.version_info[:2] else ()
        if not taken or self.outside.source(f"{module}.{name}") is not None:
            return self.lacks_outside(module, name)
        return name not in taken

    def assume_name(self, module: str, name: str) -> None:
        """Tell that a foreign module is taken to have a name that its source does not show."""
        path = f"{module}.{name}"
        is_seen = path in self.models or self.outside.has_name(module, name)
        if not is_seen and not has_standard_name(module, name):
            self.assumptions[f"{name} is taken to be in {module}, whose source does not show it"] = None

    def assume_version(self) -> None:
        """Tell that the version of Python, where it is taken to be ours, decides something."""
        if not self.python_version:
            self.assumptions[f"the worker runs Python {'.'.join(map(str, self.python_numbers[:2]))}"] = None

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
            if names.depth < 0:
                remember_shared(names, key)
            if self.logs:
                log, changed = self.logs[-1], (id(names), key)
                if changed not in log:
                    log[changed] = (names, key, names.get(key, MISSING))
            elif self.birth:
                self.watch.writes.append((names, key, key in names))
        if value is not MISSING:
            names[key] = value
        elif key in names:
            if self.logs and self.birth > names.depth and names.__class__ is Namespace:
                self.logs[-1].orders.setdefault(id(names), (names, [*names]))
            del names[key]

    def decide(self, value: Value) -> Value:
        """Return a value that is about to decide something; an assumption it rests on is told."""
        if value.__class__ not in _TO_BE_DECIDED:
            return value
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

    def unsettle(self, reason: str, place: Place | None) -> None:
        """Tell of something that may change what Celery does with all that came before it, too."""
        self.disturb(reason, place)
        self.unsettled = self.unsettled or Scope(reason, place or Place(self.tree.relative("")))

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
        if not isinstance(value, Ext):
            return False
        if value.path not in self.external_modules:
            return value.path in _OTHER_NAMES and value.path not in self.patched
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
