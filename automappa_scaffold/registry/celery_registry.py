"""``app.tasks``: a Celery registry as the project sees it."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_proxies import PROXY
from automappa_scaffold.registry.celery_state import Record
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.observed import Removal
from automappa_scaffold.source.places import Place

__all__ = ["TaskRegistry"]


class TaskRegistry:
    """The native methods of a registry object, whose payload is its app."""

    def __init__(self, world: World, register_task: Run) -> None:
        self.world = world
        self._register_task = register_task
        self.cls = native_class("TaskRegistry", module="celery.app.registry")
        for name, run in self._methods().items():
            self.cls.ns[name] = Native(name, run, binds=True)

    def _methods(self) -> dict[str, Run]:
        return {
            "register": self.register,
            "unregister": self.unregister,
            "pop": self.unregister,
            "__delitem__": self.unregister,
            "get": self.get,
            "__getitem__": self.get,
            "__setitem__": self.put,
            "update": self.put,
            "setdefault": self.put,
            "clear": self.put,
            "popitem": self.put,
            "items": self.opaque,
            "values": self.opaque,
            "copy": self.opaque,
            "periodic": self.opaque,
            "regular": self.opaque,
            "__len__": self.opaque,
            "__contains__": self.contains,
            "keys": self.names,
            "__iter__": self.names,
        }

    def register(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Register a task: the last one of a name wins.

        Unlike ``app.register_task`` this does not bind it to the app; a worker ends when it comes to use an
        unbound one (seen with Celery 5.7).
        """
        task = m.decide(args[1]) if len(args) > 1 else None
        if not (isinstance(task, Instance) and (task.cls is PROXY or "app" in task.cls.ns)):
            self.world.undecide(place, "whether the worker can use a task that is registered unbound")
            return None
        return self._register_task(m, (args[0].payload, *args[1:]), kwargs, place)

    def unregister(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Take a task out."""
        key = m.decide(args[1])
        name = key if isinstance(key, str) else m.decide(m.find_attribute(key, "name", place))
        tasks = args[0].payload.payload.tasks
        if isinstance(name, str) and (name in tasks or name.startswith("celery.")):
            if m.scopes:
                self.world.undecide(m.scopes[-1].place, f"whether {name} is taken out of the registry again")
            else:
                tasks.pop(name, None)
                self.world.removals.append(Removal(name, place))
        elif isinstance(name, str):
            raise m.raise_("KeyError", f"NotRegistered: {name!r}", place)
        else:
            self.world.undecide(place, "which task is taken out of the registry is computed")
        return None

    def get(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a task by name."""
        key = m.decide(args[1])
        records = args[0].payload.payload.tasks.get(key) if isinstance(key, str) else None
        return records[0].task if records else m.unknown("a task of the registry", place, is_foreign=True)

    def names(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the names."""
        tasks: Mapping[str, list[Record]] = args[0].payload.payload.tasks
        return m.new_list(list(tasks), m.unknown("Celery's own tasks", place, is_foreign=True))

    def contains(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return whether a name is taken."""
        key = m.decide(args[1])
        return key in args[0].payload.payload.tasks if isinstance(key, str) else m.undecided(key, place)

    def put(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Change the registry by hand, which is not followed."""
        self.world.undecide(place, "the registry is changed by hand")
        return None

    def opaque(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return something that holds Celery's own tasks too."""
        return m.unknown("tasks of the registry", place, is_foreign=True)
