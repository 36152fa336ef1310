"""Calls: binding arguments, running function bodies, making objects."""

import sys
from collections.abc import Callable, Mapping, Sequence

from automappa_scaffold.interpreter.abstract_classes import is_abstract
from automappa_scaffold.interpreter.argument_errors import missing_arguments, too_many
from automappa_scaffold.interpreter.attributes import Attributes
from automappa_scaffold.interpreter.branches import LeftError
from automappa_scaffold.interpreter.frames import Frame, qualified_name
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Generator,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.outside_decorators import keeps_name
from automappa_scaffold.interpreter.raising import HARD_ERRORS, PyRaise, is_exception_class
from automappa_scaffold.interpreter.values import MISSING, Ext, Namespace, Spread, Union, Unknown, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import (
    KEYWORD_ONLY,
    POSITIONAL,
    POSITIONAL_ONLY,
    VAR_KEYWORD,
    VAR_POSITIONAL,
    Node,
)

__all__ = ["Calls"]

Args = Sequence[Value]
Kwargs = Mapping[str, Value]


_MAKER = "<made by>"  # among the attributes of what foreign code returned: the dotted path of that code

# A function that calls itself under conditions that are not decided is followed so deep.
_UNDECIDED_RECURSION = 3

# A function that imports and registers nothing is followed so often under conditions that are not decided.
_UNDECIDED_RUNS = 300


class Calls(Attributes):
    """Calling values. A keyword ``**`` stands for keywords that are not known."""

    def call(self, function: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Call a value."""
        function = self.decide(function)
        if isinstance(function, Function):
            return self._call_function(function, args, kwargs, place)
        if isinstance(function, Native):
            return function.run(self, tuple(args), dict(kwargs), place)
        if isinstance(function, Bound):
            return self.call(function.function, (function.receiver, *args), kwargs, place)
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
            return self._call_outside(function, args, kwargs, place)
        if isinstance(function, Wrapper) and function.kind == "staticmethod":
            return self.call(function.function, args, kwargs, place)
        raise self.raise_("TypeError", f"'{_kind(function)}' object is not callable", place)

    def _call_each(self, function: Union, args: Args, kwargs: Kwargs, place: Place) -> Value:
        options = [option for option in function.options if option is not MISSING]

        def branch(option: Value) -> Callable[[], Value]:
            return lambda: self.call(option, args, kwargs, place)

        results = self.fork(function.scope, [branch(option) for option in options])
        return self.settle(results, function.scope)

    def _call_instance(self, function: Instance, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if function.cls.lookup("__call__") is MISSING:
            if function.cls.is_open:
                return self._call_outside(self.undecided(function, place), args, kwargs, place)
            raise self.raise_("TypeError", f"'{function.cls.name}' object is not callable", place)
        return self.call(self.get_attribute(function, "__call__", place), args, kwargs, place)

    def _call_outside(self, function: Value, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Call something that is not in the source: foreign code, or what is not decided."""
        self.risky_calls += 1
        if isinstance(function, Ext):
            if any(isinstance(a, Generator) and a.is_coroutine for a in args):
                self.note("who runs a coroutine, and when, is not followed", place)
            self.foreign_calls += function.path.partition(".")[0] not in sys.stdlib_module_names
            made = self.unknown(f"{function.path}() is not part of the project", place, is_foreign=True)
            return self._named_as_wrapped(made, function.path, args)
        if _MAKER in function.ns:
            made = self.unknown(function.reason, function.place or place, is_foreign=True)
            return self._named_as_wrapped(made, function.ns[_MAKER], args)
        if any(isinstance(a, Generator) and a.is_coroutine for a in args):
            self.note("who runs a coroutine, and when, is not followed", place)
        if not function.is_foreign and any(
            isinstance(a, (Function, Class)) for a in (*args, *kwargs.values())
        ):
            self.note(f"it is not known what is called here ({function.reason})", place)
        return self.unknown(function.reason, function.place or place, is_foreign=function.is_foreign)

    def _named_as_wrapped(self, made: Unknown, path: str, args: Args) -> Unknown:
        """Give what a decorator of installed code makes of a function its name, where it does so."""
        wrapped = args[0] if len(args) == 1 and isinstance(args[0], Function) else None
        if wrapped is None:
            made.ns[_MAKER] = path
        elif self.installed is not None and keeps_name(self.outside, path):
            self.assumptions[f"{path} keeps the names of what it wraps, as its source shows"] = None
            for name in ("__name__", "__module__", "__qualname__"):
                made.ns[name] = self.get_attribute(wrapped, name, None)
            made.ns["__wrapped__"] = wrapped
        return made

    # Functions of the project.

    def _call_function(self, function: Function, args: Args, kwargs: Kwargs, place: Place) -> Value:
        cached = function.ns.get("__native_call__")
        if isinstance(cached, Native):
            return cached.run(self, tuple(args), dict(kwargs), place)
        names = self.bind(function, args, kwargs, place)
        spec = function.spec
        frame = Frame(function.module, names, function.closure, function, is_body=True)
        if spec.is_generator:
            return self._generator(frame)
        if spec.is_async:
            return self._coroutine(frame)
        return self.run_function(frame)

    def _coroutine(self, frame: Frame) -> Generator:
        made = Generator(lambda handle: None, is_coroutine=True)

        def run(handle: Callable[[Value], Value]) -> None:
            made.returned = self.run_function(frame)

        made.run = run
        return made

    def wait_for(self, value: Value, place: Place) -> Value:
        """Return what ``await`` gives: a coroutine of the program runs now."""
        value = self.decide(value)
        if not isinstance(value, Generator) or not value.is_coroutine:
            return self.undecided(value, place)
        if not value.spent:
            value.spent = True
            value.run(lambda element: None)
        return value.returned

    def _generator(self, frame: Frame) -> Generator:
        def run(handle: Callable[[Value], Value]) -> Value:
            frame.handle_yield = handle
            made.returned = self.run_function(frame)
            return None

        made = Generator(run, is_function=True)
        return made

    def run_function(self, frame: Frame) -> Value:
        """Run a function's body and return its value."""
        depths = self.recursions.setdefault(id(frame.function.spec), [])
        if len(depths) >= _UNDECIDED_RECURSION:
            before, last = depths[-_UNDECIDED_RECURSION], depths[-1]
            if before < last < len(self.scopes):
                return self.unknown(f"how deep the recursion of {frame.function.spec.name}() goes", None)
        key, effects = id(frame.function.spec), self.effects
        if self.scopes and key not in self.effective:
            self.undecided_runs[key] = self.undecided_runs.get(key, 0) + 1
            if self.undecided_runs[key] > _UNDECIDED_RUNS:
                return self.unknown(f"what {frame.function.spec.name}() gives, called very often", None)
        depths.append(len(self.scopes))
        try:
            return self._run_body(frame)
        finally:
            depths.pop()
            if self.effects != effects:
                self.effective.add(key)

    def _run_body(self, frame: Frame) -> Value:
        scopes, mark = self.scopes, len(self.logs)
        value: Value = None
        error: PyRaise | None = None
        self.enter(None)
        try:
            outcome = self.run_block(frame.function.spec.body, frame)
            value = outcome.value if outcome else None
        except PyRaise as raised:
            # Foreign code ran before: it may have set what the function checks.
            raised.is_soft = raised.is_soft or (
                self.foreign_calls > 0 and raised.type_name not in HARD_ERRORS
            )
            if not frame.pending:
                raise
            value, error = MISSING, raised
        except LeftError as left:
            if left.span is not frame:
                raise
            value = MISSING
        finally:
            self.depth -= 1
            frame.is_open = False
            self.end_span(mark, scopes)
        if not frame.pending:
            return value
        self.part(error, frame.pending[0][0])
        values = [v for _, v in frame.pending] + ([] if value is MISSING else [value])
        return self.join(values, frame.pending[0][0])

    def bind(self, function: Function, args: Args, kwargs: Kwargs, place: Place) -> Namespace:
        """Return a function's parameters bound to arguments.

        Raises:
            PyRaise: TypeError, as Python raises it.
        """
        names = self.namespace()
        positional = list(args)
        spread = next((a.unknown for a in positional if isinstance(a, Spread)), None)
        positional = [a for a in positional if not isinstance(a, Spread)]
        keywords = dict(kwargs)
        open_keywords = keywords.pop("**", None)
        unknown = spread or open_keywords
        missing: dict[int, list[str]] = {POSITIONAL: [], KEYWORD_ONLY: []}
        for name, kind, default in function.spec.parameters:
            if kind == VAR_POSITIONAL:
                names[name] = self.new_list(positional, spread) if spread else tuple(positional)
                positional = []
            elif kind == VAR_KEYWORD:
                names[name] = self.new_dict(keywords, open_keywords)
                keywords = {}
            elif kind in (POSITIONAL_ONLY, POSITIONAL) and positional:
                names[name] = positional.pop(0)
                if kind == POSITIONAL and name in keywords:
                    raise self._bad_call(function, f"got multiple values for argument '{name}'", place)
            elif kind in (POSITIONAL, KEYWORD_ONLY) and name in keywords:
                names[name] = keywords.pop(name)
            elif unknown is not None:
                names[name] = self.undecided(unknown, place)
            elif default is not None:
                names[name] = function.defaults[name]
            else:
                missing[KEYWORD_ONLY if kind == KEYWORD_ONLY else POSITIONAL].append(name)
        text = (
            (f"got an unexpected keyword argument '{next(iter(keywords))}'" if keywords else "")
            or (too_many(function.spec, len(positional), names) if positional else "")
            or missing_arguments("positional", missing[POSITIONAL])
            or missing_arguments("keyword-only", missing[KEYWORD_ONLY])
        )
        if text:
            raise self._bad_call(function, text, place)
        return names

    def _bad_call(self, function: Function, text: str, place: Place) -> PyRaise:
        name = function.ns.get("__qualname__")
        name = name if isinstance(name, str) else function.spec.name
        return self.raise_("TypeError", f"{name}() {text}", place)

    # Objects.

    def instantiate(self, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Return a new object of a class."""
        meta_call = self.metaclass_method(cls, "__call__")
        if meta_call is not None:
            return self.call(Bound(meta_call, cls), args, kwargs, place)
        return self.make_instance(cls, args, kwargs, place)

    def make_instance(self, cls: Class, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Run ``__new__`` and ``__init__`` of a class."""
        if is_abstract(cls):
            text = f"Can't instantiate abstract class {cls.name} without an implementation"
            raise self.raise_("TypeError", text, place)
        # An enumeration looks its members up, whatever its other base would make.
        new = cls.lookup("__lookup__") if "__members__" in cls.ns else cls.lookup("__new__")
        made: Value
        if new is MISSING:
            made = Instance(cls, self.namespace())
        else:
            maker = new.function if isinstance(new, Wrapper) else new
            made = self.call(maker, (cls, *args), kwargs, place)
        if isinstance(made, Class):
            init = cls.lookup("__init__")
            if isinstance(init, Function):
                self.call(init, (made, *args), kwargs, place)
            return made
        if not isinstance(made, Instance) or not made.cls.is_subclass(cls):
            return made
        init = cls.lookup("__init__")
        if init is not MISSING:
            self._initialize(made, init, args, kwargs, place)
        elif is_exception_class(cls):
            self.store(made.ns, "args", tuple(args))
        elif (args or kwargs) and new is MISSING and not cls.is_open:
            raise self.raise_("TypeError", f"{cls.name}() takes no arguments", place)
        return made

    def _initialize(self, made: Instance, init: Value, args: Args, kwargs: Kwargs, place: Place) -> None:
        try:
            self.call(init, (made, *args), kwargs, place)
        except PyRaise as raised:
            # Foreign bases may put off the making of their objects, as form fields do.
            if not raised.is_soft or not made.cls.is_open or is_exception_class(made.cls):
                raise
            self.drop(raised)

    def metaclass_method(self, cls: Class, name: str) -> Value:
        """Return what the class's metaclass binds to a name, when it is the project's own; else None."""
        for base in cls.mro:
            meta = base.ns.get("__class__")
            if isinstance(meta, Class):
                found = meta.lookup(name)
                return None if found is MISSING else found
        return None

    # Definitions.

    def make_function(self, node: Node, frame: Frame) -> Function:
        """Return the function of a ``def`` or ``lambda`` node."""
        functions = frame.module.functions
        assert functions is not None  # a module's code comes from its file
        spec = functions.spec_of(node[3] if node[0] == "def" else node[2])
        closure = _closure_of(frame)
        module_name = frame.module.ns.get("__name__", frame.module.name)
        qualname = qualified_name(spec.name, frame)
        function = Function(
            spec,
            frame.module,
            closure,
            self.namespace(
                __name__=spec.name, __qualname__=qualname, __module__=module_name, __doc__=spec.docstring
            ),
        )
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
    return (
        "NoneType" if value is None else type(value).__name__ if isinstance(value, tuple) else describe(value)
    )
