"""``app.tasks``: a Celery registry as the project sees it."""

from dataclasses import replace
from functools import partial

from automappa_scaffold.interpreter.any_order import in_any_order
from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import ALSO, COUNTED
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, ListValue, Unknown, Value, is_constant
from automappa_scaffold.registry.celery_exceptions import CELERY_ERRORS, celery_error
from automappa_scaffold.registry.celery_objects import closed_class
from automappa_scaffold.registry.celery_proxies import evaluate_proxy, is_proxy
from automappa_scaffold.registry.celery_state import AppState, Definition, Record
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.observed import Removal
from automappa_scaffold.source.places import Place

__all__ = ["TaskRegistry"]


# What Celery registers itself, in every app.
_BUILT_IN = (
    *("celery.accumulate", "celery.backend_cleanup", "celery.chain", "celery.chord", "celery.chord_unlock"),
    *("celery.chunks", "celery.group", "celery.map", "celery.starmap"),
)


class TaskRegistry:
    """The native methods of a registry object, whose payload is its app."""

    def __init__(self, world: World, register_task: Run) -> None:
        self.world = world
        self._register_task = register_task
        self.cls = closed_class("celery.app.registry.TaskRegistry", self._methods())
        self.cls.ns[ALSO] = ("dict",)
        self.cls.ns[COUNTED] = self.count
        self.cls.ns["NotRegistered"] = CELERY_ERRORS["celery.exceptions.NotRegistered"]

    def _methods(self) -> dict[str, Run]:
        return {
            "register": self.register,
            "unregister": self.unregister,
            "pop": self.pop,
            "__delitem__": self.pop,
            "get": self.get,
            "__getitem__": self.item,
            "__setitem__": self.put,
            "update": self.change,
            "setdefault": self.set_default,
            "clear": self.clear,
            "popitem": self.set_default,
            "items": self.items,
            "values": self.values,
            "copy": self.mapping,
            "regular": self.mapping,
            "periodic": lambda m, args, kwargs, place: m.new_dict(),
            "__len__": self.length,
            "__contains__": self.contains,
            "keys": self.names,
            "__iter__": self.iterate,
        }

    # What it holds.

    def _held(self, m: Interpreter, registry: Value, place: Place) -> tuple[dict[str, Value], Unknown | None]:
        """Return the tasks by name, and why there may be others, or less."""
        state: AppState = registry.payload.payload
        held = {name: _own_task(m, name, place) for name in _BUILT_IN if name not in state.removed}
        is_certain = not self.world.undecided and not m.notes
        for name, records in state.tasks.items():
            if records:
                shown = [record for record in records if not record.is_hidden]
                held[name] = shown[0].task if len(shown) == 1 else _one_of_twins(m, place)
                is_certain = is_certain and not shown[0].scopes and len(shown) == 1
        return held, None if is_certain else m.unknown("which tasks a registry holds", place)

    def count(self, registry: Value) -> int | None:
        """Return how many names there are, or may be, at the moment; None: it is not known."""
        state: AppState = registry.payload.payload
        names = {name for name, records in state.tasks.items() if records}
        is_certain = all(not state.tasks[name][0].scopes for name in names)
        return len(names.union(_BUILT_IN) - (state.removed - names)) if is_certain else None

    def _view(
        self, m: Interpreter, registry: Value, items: list[Value], unknown: Unknown | None
    ) -> ListValue:
        """Return a view of a registry, which a loop goes through while it may change."""
        made = m.new_shuffled(items, unknown)
        made.slots[COUNTED] = partial(self.count, registry)
        return made

    def _find(self, m: Interpreter, args: Args, place: Place) -> Value:
        """Return a task by its name, MISSING if there is none, or what is not known."""
        key = m.decide(args[1])
        held, unknown = self._held(m, args[0], place)
        if isinstance(key, str) and key in held and (unknown is None or key in args[0].payload.payload.tasks):
            return held[key]
        m.require_hashable(key, place)
        if _is_no_name(key) or (unknown is None and is_constant(key)):
            return MISSING
        return m.unknown("a task of the registry", place, is_foreign=True)

    def get(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a task by name, or what is given for one that is not there."""
        found = self._find(m, args, place)
        return found if found is not MISSING else args[2] if len(args) > 2 else kwargs.get("default")

    def item(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a task by name, or raise NotRegistered."""
        found = self._find(m, args, place)
        if found is MISSING:
            raise _not_registered(m.decide(args[1]), place)
        return found

    def contains(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return whether a name is taken."""
        key = m.decide(args[1])
        held, unknown = self._held(m, args[0], place)
        if isinstance(key, str) and (unknown is None or key in held):
            return key in held
        return m.undecided(key if unknown is None else unknown, place)

    def length(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return how many there are."""
        held, unknown = self._held(m, args[0], place)
        return len(held) if unknown is None else unknown

    def names(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the names, whose order changes from start to start."""
        held, unknown = self._held(m, args[0], place)
        return self._view(m, args[0], [*in_any_order(m, list(held))], unknown)

    def iterate(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return an iterator over the names."""
        held, unknown = self._held(m, args[0], place)
        return m.new_iterator(in_any_order(m, list(held)), unknown, is_unordered=True)

    def values(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the tasks."""
        held, unknown = self._held(m, args[0], place)
        return self._view(m, args[0], [held[name] for name in in_any_order(m, list(held))], unknown)

    def items(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return pairs of name and task."""
        held, unknown = self._held(m, args[0], place)
        pairs: list[Value] = [(name, held[name]) for name in in_any_order(m, list(held))]
        return self._view(m, args[0], pairs, unknown)

    def mapping(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a dict of them."""
        held, unknown = self._held(m, args[0], place)
        made = m.new_dict({name: held[name] for name in in_any_order(m, list(held))}, unknown)
        made.meta["shuffled"] = True
        return made

    # Changing it.

    def register(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Register a task: the last one of a name wins.

        Unlike ``app.register_task`` this does not bind it to the app; a worker ends when it comes to use an
        unbound one (seen with Celery 5.7).
        """
        task = m.decide(args[1] if len(args) > 1 else kwargs.get("task"))
        if not (isinstance(task, Instance) and (is_proxy(task) or "app" in task.cls.ns)):
            cls = task.cls if isinstance(task, Instance) else task
            if m.decide(m.get_attribute(task, "name", place)) is None and isinstance(cls, Class):
                text = f"Task class {_shown_class(task)!r} must specify .name attribute"
                raise celery_error("InvalidTaskError", text, place)
            self.world.unbound += [cls] if isinstance(cls, Class) else []
            self.world.undecide(place, "whether the worker can use a task that is registered unbound")
            return None
        return self._register_task(m, (args[0].payload, *args[1:]), kwargs, place)

    def unregister(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take a task out, or raise NotRegistered."""
        key = m.decide(args[1] if len(args) > 1 else kwargs.get("name"))
        name = key if isinstance(key, str) else m.decide(m.find_attribute(key, "name", place))
        name = key if name is MISSING else name
        if self._take_out(m, args[0], name, place) is MISSING:
            raise _not_registered(name, place)
        return None

    def pop(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take a task out and return it, or return what is given for one that is not there."""
        name = m.decide(args[1])
        found = self._take_out(m, args[0], name, place)
        if found is not MISSING:
            return found
        if len(args) > 2:
            return args[2]
        raise m.raise_("KeyError", repr(name), place)

    def _take_out(self, m: Interpreter, registry: Value, name: Value, place: Place) -> Value:
        state: AppState = registry.payload.payload
        if _is_no_name(name):
            m.require_hashable(name, place)
            return MISSING
        if not isinstance(name, str):
            self.world.undecide(place, "which task is taken out of the registry is computed")
            return m.unknown("a task of the registry", place, is_foreign=True)
        found = self._find(m, (registry, name), place)
        if m.scopes:
            scope = m.scopes[-1]
            self.world.undecide(scope.place, f"whether {name} is taken out of the registry again")
            if name in state.tasks:
                records = state.tasks[name]
                state.tasks[name] = [replace(one, scopes=(*one.scopes, scope)) for one in records]
        elif found is not MISSING:
            if name in state.tasks:
                self.world.removals.append(Removal(name, place))
            state.tasks.pop(name, None)
            state.removed.add(name)
        return found

    def put(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Put a task under a name, its own or another."""
        name, task = m.decide(args[1]), m.decide(args[2])
        if is_proxy(task):
            task = evaluate_proxy(m, task)
        definition = task.payload if isinstance(task, Instance) else None
        if not isinstance(name, str) or not isinstance(definition, Definition) or m.scopes:
            return self.change(m, args, kwargs, place)
        args[0].payload.payload.tasks[name] = [Record(name, definition, task, definition.scopes)]
        return None

    def clear(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take all tasks out, Celery's own too; what registers later is there."""
        state: AppState = args[0].payload.payload
        if m.scopes:
            return self.change(m, args, kwargs, place)
        self.world.removals.extend(Removal(name, place) for name, records in state.tasks.items() if records)
        state.tasks.clear()
        state.removed.update(_BUILT_IN)
        return None

    def set_default(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change the registry by one task, which is not followed."""
        self.world.undecide(place, "the registry is changed by hand")
        return None

    def change(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change the registry in a way that is not followed."""
        m.refuse_as_python(dict, args[1:2], place)
        self.world.undecide(place, "the registry is changed by hand")
        return None


def _is_no_name(key: Value) -> bool:
    """Return whether a key is certainly no text, nor an object that may say that it equals one."""
    is_own = isinstance(key, Instance) and key.cls.lookup("__eq__") is not MISSING
    return not is_own and is_none_of(key, str)


def _shown_class(task: Value) -> str:
    return task.cls.name if isinstance(task, Instance) else "type"


def _own_task(m: Interpreter, name: str, place: Place) -> Value:
    """Stand for one of Celery's own tasks, of which the name is known."""
    made = m.unknown("one of Celery's own tasks", place, is_foreign=True)
    made.ns["name"] = name
    return made


def _one_of_twins(m: Interpreter, place: Place) -> Value:
    """Stand for a task whose name several have: which one is kept is another at each start."""
    return m.unknown("which of several tasks of one name is kept", place)


def _not_registered(name: Value, place: Place) -> PyRaise:
    error = celery_error("NotRegistered", repr(name), place)
    error.value.ns["args"] = (name,)
    error.is_told = True  # others' modules are taken to register no task
    return error
