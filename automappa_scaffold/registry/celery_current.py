"""Which app is current, and which is the default one.

Source: ``celery._state`` of Celery 5.7.
"""

from collections.abc import Callable

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import IN_THREAD
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Namespace, Value
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["CurrentApp"]


class CurrentApp:
    """What asks for the current app and changes it, for one world.

    Args:
        make_default: makes the default app where there is none.
    """

    def __init__(self, world: World, make_default: Callable[[Interpreter], Instance]) -> None:
        self.world = world
        self.make_default = make_default

    def find(self, m: Interpreter) -> Instance:
        """Return the current app, making the default one where there is none."""
        is_in_thread = m.patched.get(IN_THREAD, False) is not False
        if self.world.current is not None and not is_in_thread:  # each thread has its own
            return self.world.current
        if self.world.default is None:
            self.world.default = self.make_default(m)
        return self.world.default

    def set_current(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Make an app the current one."""
        if m.patched.get(IN_THREAD, False) is not False:
            m.disturb("which app is current in a thread", place)
        if m.scopes and self.world.current is not args[0]:
            m.unsettle("which app is the current one", place)
        self.world.current = args[0]
        return None

    def set_default(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Make an app the default one."""
        self.world.default = args[0]
        return None

    def get_current_app(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the current app."""
        return self.find(m)

    def app_or_default(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return the app that is given, or the current one."""
        given = args[0] if args else kwargs.get("app")
        return self.find(m) if given is None else given

    def of_thread(self) -> Instance:
        """Return ``celery._state._tls``, which holds the current app and nothing else."""
        cls = native_class("_TLS", module="celery._state")
        found = Native("current_app", lambda m, args, kwargs, at: self.world.current)
        cls.ns["current_app"] = Wrapper("property", found, Native("current_app", self._put_current))
        return Instance(cls, Namespace(0))

    def _put_current(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        app = m.decide(args[1])
        if app is not None and not (isinstance(app, Instance) and isinstance(app.payload, AppState)):
            m.disturb("which app is current", place)
        else:
            self.world.current = app
        return None

    def proxy(self) -> Instance:
        """Return ``celery.current_app``: a proxy of the app that is current at each use."""
        cls = native_class("Proxy", module="celery.local")
        runs: dict[str, Run] = {
            "__getattr__": lambda m, args, kwargs, at: m.get_attribute(self.find(m), args[1], at),
            "__eq__": lambda m, args, kwargs, at: m.compare("Eq", self.find(m), args[1], at),
        }
        cls.ns.update({name: Native(name, run, binds=True) for name, run in runs.items()})
        return Instance(cls, Namespace(0))
