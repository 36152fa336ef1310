"""``contextlib``: an object whose payload runs a block inside a context."""

from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.frames import Outcome
from automappa_scaffold.interpreter.generator_methods import throw_into
from automappa_scaffold.interpreter.generator_steps import NOT_FOLLOWED
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["CONTEXTLIB"]

CONTEXTLIB = Models()

_MANAGER = native_class("_GeneratorContextManager", module="contextlib")
# Used as a decorator, it gives back a function of the same name that runs the old one inside.
_MANAGER.ns["__call__"] = Native(
    "__call__", lambda m, args, kwargs, place: args[1] if len(args) > 1 else None, binds=True
)
_NULL = native_class("nullcontext", module="contextlib")


@CONTEXTLIB.function("contextlib.contextmanager")
def _contextmanager(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function = args[0]

    def make(m2: Imports, inner: Args, named: Kwargs, at: Place) -> Value:
        generator = m2.call(function, inner, named, at)

        def run_block(m3: Imports, inside: Callable[[Value], Outcome | None]) -> Outcome | None:
            ended: list[Outcome | None] = []
            if not isinstance(generator, Generator):
                return ended[0] if ended else None
            sure, begun = len(m3.scopes), list[Value]()

            def handle(value: Value) -> None:
                if begun and len(m3.scopes) == sure:
                    raise m3.refusal("RuntimeError", "generator didn't stop", at)
                begun.append(value)
                ended.append(inside(value))

            _require_fresh(m3, generator, at)
            generator.spent = generator.birth == m3.birth
            generator.run(handle)
            if not begun:
                raise m3.refusal("RuntimeError", "generator didn't yield", at)
            return ended[0] if ended else None

        names = m2.namespace(again=Native("again", lambda m3, _, __, at3: make(m3, inner, named, at3)))
        if isinstance(generator, Generator) and not generator.is_async:
            names["__enter__"] = Native("__enter__", partial(_enter, generator))
            names["__exit__"] = Native("__exit__", partial(_leave, generator))
        return Instance(_MANAGER, names, run_block)

    return _called_natively(m, function, Native("contextmanager", make))


def _called_natively(m: Imports, function: Value, native: Native) -> Value:
    """Return a function that looks like another one."""
    if not isinstance(function, Function):
        return native
    names = m.namespace(**function.ns)
    names["__native_call__"], names["__wrapped__"] = native, function
    return function.twin(names)


def _by_hand(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb(NOT_FOLLOWED, place)
    return m.unknown("a context manager that is driven by hand", place)


def _require_fresh(m: Imports, generator: Generator, place: Place) -> None:
    """Raise what Python raises where a manager is entered a second time."""
    if generator.spent and generator.birth == m.birth:
        text = "'_GeneratorContextManager' object has no attribute 'args'"
        raise m.refusal("AttributeError", text, place)


def _enter(generator: Generator, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _require_fresh(m, generator, place)
    try:
        return m.next_element(generator, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration":
            raise
        raise m.refusal("RuntimeError", "generator didn't yield", place) from None


def _leave(generator: Generator, m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``__exit__``: the body goes on, or meets the exception."""
    kind, value = (*args, *kwargs.values(), None, None)[:2]
    if kind is None:
        return _go_on(m, generator, place)
    given = m.call(kind, (), {}, place) if value is None else value
    thrown = PyRaise(given, place)
    try:
        throw_into(m, generator, thrown, place)
    except PyRaise as raised:
        if raised.value is given:
            return False
        if raised.type_name == "StopIteration":
            return True
        raise
    if generator.lost is not None:
        return generator.lost
    raise m.refusal("RuntimeError", "generator didn't stop after throw()", place)


def _go_on(m: Imports, generator: Generator, place: Place) -> Value:
    try:
        m.next_element(generator, place)
    except PyRaise as raised:
        if raised.type_name != "StopIteration":
            raise
        return False
    if generator.lost is not None:
        return generator.lost
    raise m.refusal("RuntimeError", "generator didn't stop", place)


def _decorate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a function that runs another one inside the context."""
    manager, function = args[0], args[1]

    def call(m2: Imports, inner: Args, named: Kwargs, at: Place) -> Value:
        result: list[Value] = []
        again = m2.call(manager.ns["again"], (), {}, at)
        again.payload(m2, lambda value: result.append(m2.call(function, inner, named, at)))
        return result[0] if result else None

    return _called_natively(m, function, Native("inner", call))


for _name in ("__enter__", "__exit__"):
    _MANAGER.ns[_name] = Native(_name, _by_hand, binds=True)
_MANAGER.ns["__call__"] = Native("__call__", _decorate, binds=True)


@CONTEXTLIB.function("contextlib.suppress")
def _suppress(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    def swallow(m2: Imports, inner: Args, _: Kwargs, at: Place) -> Value:
        raised = PyRaise(inner[1], at)
        caught = inner[0] is not None and m2.catches(tuple(args), raised)
        return m2.unknown("whether an error is suppressed here", at) if caught is None else caught

    names = m.namespace(__enter__=Native("__enter__", lambda m2, inner, _, at: None))
    names["__exit__"] = Native("__exit__", swallow)
    return Instance(Class("suppress", (), names, module="contextlib"), m.namespace(suppressed=tuple(args)))


@CONTEXTLIB.function("contextlib.nullcontext")
def _nullcontext(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = args[0] if args else kwargs.get("enter_result")
    names = m.namespace(enter_result=value)
    names["__enter__"] = Native("__enter__", lambda m2, inner, _, at: value)
    names["__exit__"] = Native("__exit__", lambda m2, inner, _, at: None)
    return Instance(_NULL, names, lambda m2, inside: inside(value))
