"""Making objects: ``__new__``, ``__init__`` and what a metaclass says."""

from collections.abc import Callable
from contextlib import suppress
from types import NoneType

from automappa_scaffold.interpreter.abstract_classes import refuse_abstract
from automappa_scaffold.interpreter.arguments import Args, Kwargs
from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.function_runs import FunctionRuns
from automappa_scaffold.interpreter.group_making import group_made, is_group
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Wrapper,
)
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise, is_exception_class
from automappa_scaffold.interpreter.values import MISSING, ListValue, Scope, Value
from automappa_scaffold.source.places import Place

__all__ = ["ObjectMaking"]


class ObjectMaking(FunctionRuns):
    """Making objects of classes."""

    def instantiate(self, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a new object of a class."""
        meta_call = self.metaclass_method(cls, "__call__")
        if meta_call is not None:
            return self.call(Bound(meta_call, cls), args, kwargs, place)
        return self.make_instance(cls, args, kwargs, place)

    def make_instance(self, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``__new__`` and ``__init__`` of a class."""
        if not cls.line:
            self.require_fit(f"{cls.module}.{cls.name}", "", args, kwargs, place)
        elif len(args) > 1 and cls.has_content:
            self._require_content(cls, args, kwargs, place)
        if any(base is self.models.get("typing.Protocol") for base in cls.bases):
            raise self.raise_("TypeError", "Protocols cannot be instantiated", place)
        # An enumeration looks its members up, whatever its other base would make.
        is_enumeration = "__members__" in cls.ns or cls.module == "enum"
        new = cls.lookup("__lookup__" if is_enumeration else "__new__")
        made: Value
        if new is MISSING:
            refuse_abstract(self, cls, place)
            if cls is EXCEPTIONS["OSError"] and len(args) > 1 and isinstance(args[0], int):
                cls = EXCEPTIONS[type(OSError(args[0], "")).__name__]  # the number tells which it is
            made = group_made(self, cls, args, place) if is_group(cls) else Instance(cls, self.namespace())
        else:
            maker = new.function if isinstance(new, Wrapper) else new
            made = self.call(maker, (cls, *args), kwargs, place)
        if isinstance(made, Class) and not is_enumeration:
            init = cls.lookup("__init__")
            if isinstance(init, Function):
                self.call(init, (made, *args), kwargs, place)
            return made
        if not isinstance(made, Instance) or not made.cls.is_subclass(cls) or "__members__" in cls.ns:
            return made
        if "BaseExceptionGroup" in EXCEPTIONS:
            self._keep_parts(made, args)
        init = made.cls.lookup("__init__")  # of what __new__ made, which may be of a class below
        if init is not MISSING:
            self._initialize(made, init, args, kwargs, place)
        elif is_exception_class(cls):
            self.store(made.ns, "args", tuple(args))
        elif (args or kwargs) and new is MISSING and not cls.is_open:
            raise self.raise_("TypeError", f"{cls.name}() takes no arguments", place)
        elif cls.is_open and new is MISSING:
            self._leave_to_others(made, args, kwargs, place)
        last = made.cls.lookup("__del__")
        if isinstance(last, Function):
            # Nobody holds the object any longer when its method changes it.
            left = Instance(made.cls, self.namespace(**made.ns), made.payload)
            self.run_at_some_time("an object is deleted", lambda: self.call(last, (left,), {}, place), place)
        return made

    def _require_content(self, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> None:
        """Raise what a built-in type raises for arguments of a class below it that has no way of its own."""
        makers = [base for base in cls.mro if "__new__" in base.ns or "__init__" in base.ns]
        owner = next((base for base in cls.mro if base.module == "builtins"), None)
        if owner is not None and not cls.is_open and (not makers or makers[0] is owner):
            self.require_fit(f"{owner.module}.{owner.name}", "", args, kwargs, place)

    def _leave_to_others(self, made: Instance, args: Args, kwargs: Kwargs, place: Place) -> None:
        """Forget what stands in the class under names that a foreign base is given values for."""
        names = dict.fromkeys(kwargs)
        if args or "**" in kwargs:
            names.update((name, None) for base in made.cls.mro for name in base.ns.get("__fields__", ()))
        for name in names:
            if made.cls.lookup(name) is not MISSING:
                why = f"what {made.cls.name} makes of {name}, by a base outside the project"
                self.store(made.ns, name, self.unknown(why, place, is_foreign=True))

    def _keep_parts(self, made: Instance, args: Args) -> None:
        """Keep what a group of exceptions was made of under the names that it has for it."""
        group = EXCEPTIONS.get("BaseExceptionGroup")
        held = self.decide(args[1]) if group in made.cls.mro and len(args) == 2 else None
        if isinstance(held, (tuple, ListValue)):
            items = held if isinstance(held, tuple) else held.items
            if not isinstance(held, ListValue) or not held.unknown:
                self.store(made.ns, "message", args[0])
                self.store(made.ns, "exceptions", tuple(items))
                is_usual = all(
                    isinstance(item, Instance) and EXCEPTIONS["Exception"] in item.cls.mro for item in items
                )
                if made.cls is group and is_usual:
                    made.cls = EXCEPTIONS["ExceptionGroup"]

    def run_at_some_time(self, event: str, call: Callable[[], Value], place: Place) -> None:
        """Call what Python calls at a time that is not followed, and whose errors it only prints."""

        def run() -> None:
            with suppress(PyRaise):
                call()

        scope = Scope(f"when {event} is not known", place)
        self.settle(self.fork(scope, [run, lambda: None]), scope)

    def _initialize(self, made: Instance, init: Value, args: Args, kwargs: Kwargs, place: Place) -> None:
        try:
            returned = self.call(init, (made, *args), kwargs, place)
            if isinstance(init, Function) and is_none_of(self.decide(returned), NoneType):
                text = f"__init__() should return None, not '{kind_name(returned)}'"
                raise self.refusal("TypeError", text, place)
        except PyRaise as raised:
            # Foreign bases may put off the making of their objects, as form fields do.
            if not raised.is_soft or not made.cls.is_open or is_exception_class(made.cls):
                raise
            self.drop(raised)
