"""Calls of whatever can be called, and the functions that ``def`` and ``lambda`` make."""

import sys
from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.arguments import Args, Kwargs
from automappa_scaffold.interpreter.calling_back import CALLS_BACK, calls_now
from automappa_scaffold.interpreter.candidates import changers, may_run
from automappa_scaffold.interpreter.containers import CHANGES_OF_MODULES
from automappa_scaffold.interpreter.frames import Frame, class_cell, qualified_name
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.import_hooks import change_finders
from automappa_scaffold.interpreter.installed_code import HOLDS_APP, InstalledCode
from automappa_scaffold.interpreter.marks import CALLED_OUTSIDE, LENT, MEMBER, METHOD
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.outside_decorators import is_known_to_keep_names, keeps_name
from automappa_scaffold.interpreter.refusals import is_builtin
from automappa_scaffold.interpreter.standard_logging import never_fails, says_nothing
from automappa_scaffold.interpreter.standard_objects import FITTING
from automappa_scaffold.interpreter.values import MISSING, Assumed, Ext, Union, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import (
    Node,
)

__all__ = ["Calls"]

# What these make of a function or object may run it when it is called.
_WRAPPING = (
    *("types.", "weakref.", "functools.", "operator.", "unittest.mock.", "asyncio.", "contextlib."),
    *("vine.", "celery.local.", "celery.utils.functional.", "kombu.utils.functional."),
)

# What loggers and their handlers call, of what these methods gave them.
_CALLED_BY_LOGGING = {"addHandler": "emit", "addFilter": "filter", "setFormatter": "format"}

# What is made by these may be changed by whoever got it.
_SHARED_BY_THREADS = ("asyncio.queues", "queue", "threading")

_MAKER = "<made by>"  # among the attributes of what foreign code returned: the dotted path of that code


class Calls(InstalledCode):
    """Calling values. A keyword ``**`` stands for keywords that are not known."""

    def call(self, function: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Call a value."""
        kind = function.__class__  # of the usual ones, before one is compared after the other
        if kind is Native:
            return self._call_native(function, args, kwargs, place)
        if kind is Function:
            return self._call_function(function, args, kwargs, place)
        if kind is Bound:
            if function.function.__class__ is Function:
                return self._call_function(function.function, (function.receiver, *args), kwargs, place)
            if isinstance(function.function, Native) and isinstance(function.receiver, Instance):
                self._require_method_fit(function.function, function.receiver.cls, args, kwargs, place)
            return self.call(function.function, (function.receiver, *args), kwargs, place)
        function = self.decide(function)
        if isinstance(function, (Native, Function, Bound)):
            return self.call(function, args, kwargs, place)
        if isinstance(function, Class):
            return self.instantiate(function, args, kwargs, place)
        if isinstance(function, Partial):
            merged = {**function.kwargs, **kwargs}
            return self.call(function.function, (*function.args, *args), merged, place)
        if isinstance(function, Union):
            return self._call_each(function, args, kwargs, place)
        if isinstance(function, Instance):
            return self._call_instance(function, args, kwargs, place)
        if isinstance(function, (Unknown, Ext)):
            return self.call_foreign(function, args, kwargs, place)
        if isinstance(function, Wrapper) and function.kind == "staticmethod":
            return self.call(function.function, args, kwargs, place)
        raise self.raise_("TypeError", f"'{_kind(function)}' object is not callable", place)

    def _require_method_fit(
        self, method: Native, cls: Class, args: Args, kwargs: Kwargs, place: Place
    ) -> None:
        """Raise what Python raises for arguments that a method of a class of the library does not take."""
        owner = next((base for base in cls.mro if base.ns.get(method.name) is method), None)
        if owner is not None and not owner.line:
            self.require_fit(f"{owner.module}.{owner.name}", method.name, args, kwargs, place)

    def _call_native(self, function: Native, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if function.path and (kwargs or (function.path, len(args)) not in FITTING):
            self.require_fit(function.path, "", args, kwargs, place)
        try:
            return function.run(self, tuple(args), dict(kwargs), place)
        except IndexError:
            if is_builtin(function) and not kwargs:
                text = f"{function.name} expected more arguments, got {len(args)}"
                raise self.refusal("TypeError", text, place) from None
            # A model that takes by place what the program gives by name, or not at all.
            self.disturb(f"what {function.name}() does with these arguments is not followed", place)
            return self.unknown(f"{function.name}() of arguments that are named", place)

    def _call_each(self, function: Union, args: Args, kwargs: Kwargs, place: Place) -> Value:
        options = [option for option in function.options if option is not MISSING]

        def branch(option: Value) -> Callable[[], Value]:
            return lambda: self.call(option, args, kwargs, place)

        results = self.fork(function.scope, [branch(option) for option in options])
        return self.settle(results, function.scope)

    def _call_instance(self, function: Instance, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if function.cls.lookup("__call__") is MISSING:
            if function.cls.is_open and not lacks(function, "__call__"):
                return self.call_foreign(self.undecided(function, place), args, kwargs, place)
            raise self.raise_("TypeError", f"'{function.cls.name}' object is not callable", place)
        return self.call(self.special_method(function, "__call__", place), args, kwargs, place)

    def call_foreign(self, function: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Call something that is not in the source: foreign code, or what is not decided."""
        self.risky_calls += 1
        risky = self.risky_calls
        made = self._call_foreign(function, args, kwargs, place)
        if never_fails(function, args, kwargs):
            self.risky_calls = risky - 1
        elif (
            risky == self.risky_calls
            and is_constant(made)
            and made is not None
            and made.__class__ is not bool
        ):
            self.risky_calls -= 1  # what was computed here raises nothing there
        return made

    def _call_foreign(self, function: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if self.app_calls and place in self.app_calls:
            return self.call(self.models["<app>"], args, kwargs, place)
        if isinstance(function, Ext) and (maker := self.models.get(f"{function.path}:call")) is not None:
            return self.call(maker, args, kwargs, place)
        made_kind = self.call_standard(function, tuple(args), dict(kwargs), place)
        if isinstance(function, Ext) and (check := self.models.get(f"{function.path}:check")) is not None:
            self.call(check, args, kwargs, place)
        self._lend(function, (*args, *kwargs.values()), place)
        if isinstance(function, Unknown) and MEMBER in function.ns:
            self._hand_to_logging(function.ns[MEMBER], args, place)
            if says_nothing(function.ns[MEMBER], args, kwargs):
                return None
        if isinstance(function, Ext):
            if function.path.endswith(CHANGES_OF_MODULES):
                self.unsettle(f"{function.path} changes what a module holds", place)
            change_finders(self, function.path, place)
            if any(isinstance(a, Generator) and a.is_coroutine for a in args):
                self.disturb("who runs a coroutine, and when, is not followed", place)
            self.foreign_calls += function.path.partition(".")[0] not in sys.stdlib_module_names
            found = self.call_library(function.path, args, kwargs, place)
            if found is not MISSING:
                return found
            found = self.call_installed(function.path, args, kwargs, place)
            if found is not MISSING:
                return found
            reason = f"{function.path}{CALLED_OUTSIDE}"
            made = self.unknown(reason, place, is_foreign=not self.holds_app((*args, *kwargs.values())))
            if function.path.startswith(_WRAPPING):
                made = self.one_of([*args, *kwargs.values()], made, place)
                if may_run(made.ns.get(METHOD, ())):
                    return made
            if not made.is_foreign:
                made.ns[HOLDS_APP] = True
            of_class = self.models.get(f"{function.path}:made")
            if isinstance(of_class, Class):
                return Instance(of_class, self.namespace())
            self.defer(made, function.path, args, kwargs, place)
            named = self._named_as_wrapped(made, function.path, args)
            return self.of_kind(named, made_kind) if made_kind else named
        if METHOD in function.ns:
            self._call_some(function, args, place)
        self.tell_decorating(function.reason, args, place)
        if _MAKER in function.ns:
            made = self.unknown(function.reason, function.place or place, is_foreign=True)
            return self._named_as_wrapped(made, function.ns[_MAKER], args)
        if any(isinstance(a, Generator) and a.is_coroutine for a in args):
            self.note("who runs a coroutine, and when, is not followed", place)
        if not function.is_foreign and any(
            isinstance(a, (Function, Class)) for a in (*args, *kwargs.values())
        ):
            self.note(f"it is not known what is called here ({function.reason})", place)
        made = self.unknown(function.reason, function.place or place, is_foreign=function.is_foreign)
        if function.is_foreign:
            self._name_perhaps(made, function.reason, args)
        return self.of_kind(made, made_kind) if made_kind else made

    def _lend(self, function: Value, given: tuple[Value, ...], place: Place) -> None:
        """Take into account what code that is not followed may do with what it is given."""
        for value in given:
            if value.__class__ is not Instance:
                continue
            if value.cls.module == "io":
                self.store(value.ns, "content", self.unknown("what was written elsewhere", place))
            elif value.cls.module in _SHARED_BY_THREADS:
                self.store(value.ns, LENT, True)
        is_called = (
            calls_now(function.path, given) if isinstance(function, Ext) else CALLS_BACK in function.ns
        )
        if is_called:
            self.disturb(f"what {describe(function)} calls of the project is not followed", place)

    def _hand_to_logging(self, member: tuple[str, str], args: Args, place: Place) -> None:
        """Call what logging may call of the project from now on."""
        kind, method = member[0], _CALLED_BY_LOGGING.get(member[1])
        if method is None or not kind.startswith("logging."):
            return
        for value in args:
            if isinstance(value, Instance) and isinstance(value.cls.lookup(method), Function):
                bound = self.get_attribute(value, method, place)
                record = self.unknown("what is logged", place, is_foreign=True)
                self.run_at_some_time(
                    "something is logged", partial(self.call, bound, (record,), {}, place), place
                )

    def _call_some(self, function: Unknown, args: Args, place: Place) -> None:
        """Call one of several: code of the project may run, and containers may have changed."""
        candidates = function.ns[METHOD]
        if may_run(candidates):
            self.note("a method whose name is computed is called here", place)
        for changer in changers(candidates):
            self.change_perhaps(changer.container, changer.name, function, place)

    def _named_as_wrapped(self, made: Unknown, path: str, args: Args) -> Unknown:
        """Give what a decorator of installed code makes of a function its name, where it does so."""
        wrapped = args[0] if len(args) == 1 and isinstance(args[0], Function) else None
        if wrapped is None:
            made.ns[_MAKER] = path
        elif self.installed is None:
            self._name_perhaps(made, path, args)
        elif keeps_name(self.outside, path):
            self.assumptions[f"{path} keeps the names of what it wraps, as its source shows"] = None
            for name in ("__name__", "__module__", "__qualname__"):
                made.ns[name] = self.get_attribute(wrapped, name, None)
            made.ns["__wrapped__"] = wrapped
        else:
            self._name_perhaps(made, path, args)
        return made

    def _name_perhaps(self, made: Unknown, maker: str, args: Args) -> None:
        """Give what a known decorator makes of a function its name, told when asked for.

        It is not seen, or its source does not show it.
        """
        wrapped = args[0] if len(args) == 1 and isinstance(args[0], Function) else None
        if wrapped is None or not is_known_to_keep_names(maker):
            return
        note = f"{maker} keeps the names of what it wraps, as it is taken to be the usual one"
        for name in ("__name__", "__module__", "__qualname__"):
            made.ns[name] = Assumed(self.get_attribute(wrapped, name, None), note)
        made.ns["__wrapped__"] = wrapped

    def make_function(self, node: Node, frame: Frame) -> Function:
        """Return the function of a ``def`` or ``lambda`` node."""
        functions = frame.module.functions
        assert functions is not None  # a module's code comes from its file
        spec = functions.spec_of(node[3] if node[0] == "def" else node[2])
        closure = _closure_of(frame)
        module_name = frame.module.ns.get("__name__")
        qualname = qualified_name(spec.name, frame)
        function = Function(
            spec,
            frame.module,
            closure,
            self.namespace(
                __name__=spec.name, __qualname__=qualname, __module__=module_name, __doc__=spec.docstring
            ),
        )
        function.cell = class_cell(frame)
        for name, _, default in spec.parameters:
            if default is not None:
                function.defaults[name] = self.eval(default, frame)
        return function


def _closure_of(frame: Frame) -> Frame | None:
    current: Frame | None = frame
    while current is not None and current.is_class:
        current = current.parent
    return current if current is not None and current.names is not current.module.ns else None


def _kind(value: Value) -> str:
    if isinstance(value, Module):
        return "module"
    return type(value).__name__ if is_constant(value) or isinstance(value, tuple) else describe(value)
