"""Declaring tasks: ``app.task``, ``shared_task``, ``register_task``, and the names they get."""

from collections.abc import Callable

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import is_uncallable
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Partial, Wrapper
from automappa_scaffold.interpreter.values import (
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Union,
    Unknown,
    Value,
)
from automappa_scaffold.registry.celery_naming import text_of_name
from automappa_scaffold.registry.celery_proxies import PROMISE, PROXY, evaluate_proxy, is_proxy
from automappa_scaffold.registry.celery_state import AppState, Record
from automappa_scaffold.registry.celery_task_class import bind_task
from automappa_scaffold.registry.celery_task_options import add_retries
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["Declaring"]


_NOT_CALLABLE = (str, bytes, int, float, complex, tuple, DictValue, ListValue, SetValue)


class Declaring:
    """The native functions that declare tasks, for one world."""

    def __init__(self, world: World, current_app: Callable[[Interpreter], Instance]) -> None:
        self.world = world
        self._current_app = current_app

    def methods(self) -> dict[str, Run]:
        """Return the methods of an app."""
        return {
            "task": self.task,
            "register_task": self.register_task,
            "gen_task_name": self.gen_task_name,
        }

    def task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``app.task``, with and without call."""
        app, rest = args[0], args[1:]
        options = dict(kwargs)
        if len(rest) == 1:
            first = m.decide(rest[0])
            if isinstance(first, _NOT_CALLABLE) or first is None or is_uncallable(first):
                text = "argument 1 to @task() must be a callable"
                raise self.world.refuse(m.raise_("TypeError", text, place), "AMS306")
            return self._declare(m, app, first, options, place)
        if rest:
            text = f"@task() takes exactly 1 argument ({len(rest) + len(kwargs)} given)"
            raise m.raise_("TypeError", text, place)

        def decorate(m2: Interpreter, inner: Args, named: Kwargs, at: Place) -> Value:
            if "**" not in named and (named or len(inner) != 1):
                raise m2.raise_("TypeError", "what @task() returns takes one function, and nothing else", at)
            return self._declare(m2, app, inner[0], options, at)

        made = Native("_create_task_cls", decorate)
        made.path = "celery.app.base._create_task_cls"
        return made

    def _declare(self, m: Interpreter, app: Instance, fun: Value, options: Kwargs, place: Place) -> Value:
        options = dict(options)
        shared = m.truth(options.pop("shared", True))
        lazy = m.truth(options.pop("lazy", True))
        filter_ = options.pop("filter", None)
        if app.payload is None:
            raise m.raise_("AttributeError", f"'{app.cls.name}' object has no attribute 'finalized'", place)
        state: AppState = app.payload
        is_twin = is_proxy(fun)
        if is_twin:
            fun = _double_decorated(m, fun)
        elif isinstance(fun, Wrapper) and fun.kind == "staticmethod":
            text = "'method-wrapper' object has no attribute '__module__'"
            raise self.world.refuse(m.raise_("AttributeError", text, place), "AMS306")
        definition = self.world.define(m, fun, options, place, app, is_twin=is_twin)
        if shared is not False:
            if isinstance(fun, Partial) and "__name__" not in fun.ns:
                text = "'functools.partial' object has no attribute '__name__'"
                raise self.world.refuse(m.raise_("AttributeError", text, place), "AMS306")
            if shared is None and len(self.world.apps) > 1:
                m.unsettle("whether a task is there for other apps too", place)
            self.world.shared.append(definition)
        if lazy is False or state.finalized:
            made = self.world.task_from(m, app, definition)
        else:
            payload = {"world": self.world, "app": app, "definition": definition}
            made = Instance(PROMISE, m.namespace(), payload)
            state.pending.append(made)
        return m.call(filter_, (made,), {}, place) if filter_ is not None else made

    def shared_task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``shared_task``, with and without call."""
        options = dict(kwargs)

        def declare(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
            fun = inner[0]
            if is_proxy(fun) and fun.payload.get("is_shared"):
                m2.assumptions["the worker runs Celery 5.7 or newer, which refuses @shared_task twice"] = None
                text = "@shared_task was applied more than once to the same function."
                raise self.world.refuse(m2.raise_("TypeError", text, at), "AMS304")
            is_twin = is_proxy(fun)
            if is_twin:
                fun = _double_decorated(m2, fun)
            definition = self.world.define(m2, fun, options, at, is_twin=is_twin)
            self.world.shared.append(definition)
            for app in self.world.apps:
                if app.payload.finalized:
                    self.world.task_from(m2, app, definition)
            payload = {
                "world": self.world,
                "current": self._current_app,
                "definition": definition,
                "is_shared": True,
                "tasks": {},
            }
            return Instance(PROXY, m2.namespace(), payload)

        first = m.decide(args[0]) if args else None
        is_refused = isinstance(first, _NOT_CALLABLE) or is_uncallable(first)
        if len(args) == 1 and first is not None and not is_refused:
            return declare(m, args, {}, place)
        if args:
            were = f"{len(args)} {'was' if len(args) == 1 else 'were'} given"
            text = f"shared_task.<locals>.create_shared_task() takes 0 positional arguments but {were}"
            raise self.world.refuse(m.raise_("TypeError", text, place), "AMS306")
        made = Native("__inner", declare)
        made.path = "celery.app.__inner"
        return made

    def register_task(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``app.register_task``: the last one of a name wins."""
        app, task = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("task"))
        if isinstance(task, Class):
            task = m.call(task, (), {}, place)
        if not isinstance(task, Instance):
            m.get_attribute(task, "name", place)
            self.world.undecide(
                getattr(task, "place", None) or place, "what is registered as a task is not known"
            )
            return task
        given = m.decide(m.get_attribute(task, "name", place))
        name = text_of_name(given)
        options = {"name": name} if name else {}
        is_told = not name and not isinstance(given, (Unknown, Ext))
        if is_told and m.truth(given) is not False:
            text = f"the task's name is {kind_name(given)}: a worker that lists its tasks ends at it"
            self.world.undecide(place, text)
            return task
        if is_told:
            made = m.call(
                m.get_attribute(app, "gen_task_name", place), (task.cls.name, task.cls.module), {}, place
            )
            name = text_of_name(m.decide(made))
        if not name:
            self.world.undecide(place, "the task's name is computed from it")
            return task
        m.store(task.ns, "name", name)
        add_retries(m, task, {}, place)
        self.world.finalize(m, app, auto=True)
        definition = self.world.define(m, task.cls, options, place, app)
        for record in app.payload.tasks.get(name, ()) if not is_proxy(task) else ():
            self.world.replaced.append((name, record.definition, definition))
        app.payload.tasks[name] = [Record(name, definition, task, definition.scopes)]
        if not is_proxy(task):
            m.store(task.ns, "app", app)
        if not is_proxy(task):
            bind_task(m, app, task, place)
        return task

    def gen_task_name(self, m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return ``module.name``, or ``main.name`` for the ``__main__`` module."""
        app = args[0]
        given = dict(zip(("name", "module"), args[1:], strict=False)) | kwargs
        name, module = given.get("name"), given.get("module")
        if name.__class__ is not str or module.__class__ is not str:
            name, module = m.decide(name), m.decide(module)
        if not isinstance(name, str) or not (isinstance(module, str) or module is None):
            for number, part in enumerate((module or "", name or "")):
                if is_none_of(part, str):
                    m.require_hashable(part, place)
                    text = f"sequence item {number}: expected str instance, {kind_name(part)} found"
                    raise m.refusal("TypeError", text, place)
            return m.undecided(module if isinstance(name, str) else name, place)
        module = module or "__main__"
        loaded = m.modules.get(module)
        if loaded is not None and isinstance(loaded.ns.get("__name__"), str):
            module = loaded.ns["__name__"]
        main = m.decide(app.ns.get("main"))
        if module == "__main__" and isinstance(main, (Unknown, Union)):
            return m.undecided(main, place)
        if module == "__main__" and isinstance(main, str) and main:
            module = main
        return f"{module}.{name}" if name else module


def _double_decorated(m: Interpreter, proxy: Instance) -> Value:
    """Return what a second ``@app.task`` sees: a proxy whose own module is ``celery.local``.

    ``PromiseProxy`` takes ``__name__`` of the first function and ``__module__`` of its class (seen in a real
    worker: the second task is registered as ``celery.local.<function>``).
    """
    inner = proxy.payload["definition"].fun
    if not isinstance(inner, Function):
        return evaluate_proxy(m, proxy)
    twin = inner.twin(m.namespace(**inner.ns))
    twin.ns["__module__"] = "celery.local"
    return twin
