"""Generators whose elements are asked for one by one."""

import weakref
from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.branches import LeftError
from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.generators import Generator, Iterator, Steps, why_more
from automappa_scaffold.interpreter.iteration import Iteration
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import lacks
from automappa_scaffold.interpreter.values import MISSING, Maybe, Unknown, Value
from automappa_scaffold.interpreter.waiting_bodies import WaitingBody
from automappa_scaffold.source.places import Place

__all__ = ["NOT_FOLLOWED", "Stepping", "is_numbered"]

NOT_FOLLOWED = "how far a generator has run is not followed"
_DROPPED = "what a generator does when nobody asks for its next element any more is not followed"
# So many bodies may wait at a time.
_MAX_WAITING = 64
_MAX_STEPS = 10_000


def _nothing() -> Value:
    return None


class Stepping(Iteration):
    """Asking generators for one element, and for the rest."""

    def next_element(
        self, generator: Generator, place: Place | None, command: Callable[[], Value] = _nothing
    ) -> Value:
        """Return the next element of a generator; unknown, and ``lost`` from then on, where none is certain.

        Args:
            command: gives or raises what the ``yield`` is worth at which its body waits.
        Raises:
            PyRaise: what its body raised; ``StopIteration`` at its end.
        """
        if generator.lost is not None:
            return self.undecided(generator.lost, place)
        if generator.is_running and generator.waiting is not None:
            raise self.refusal("ValueError", "generator already executing", place)
        if generator.is_left or generator.is_running or generator.is_coroutine:
            return self._lose(generator, place)
        if generator.spent and generator.waiting is None and generator.steps is None:
            raise self._stop(generator, place)
        if generator.birth != self.birth:
            return self._lose(generator, place)
        generator.spent = generator.is_running = True
        try:
            return self._step(generator, place) if generator.pull else self._go_on(generator, place, command)
        finally:
            generator.is_running = False

    def walk(self, value: Value, place: Place) -> Steps:
        """Yield a value's elements, each computed when it is asked for; return why there may be others."""
        return self.rest_of(self.iterator_of(self.decide(value), place), place)

    def iterator_of(self, value: Value, place: Place) -> Value:
        """Return what hands out an object's elements; of other values, themselves."""
        if not isinstance(value, Instance) or is_numbered(value):
            return value
        if value.cls.lookup("__iter__") is not MISSING:
            return self.own_iterator(value, place)
        if all(lacks(value, name) for name in ("__iter__", "__getitem__")):
            raise self.refusal("TypeError", f"'{value.cls.name}' object is not iterable", place)
        return value

    def rest_of(self, value: Value, place: Place) -> Steps:
        """Yield what is left of an iterator, or the elements of a container."""
        if isinstance(value, Generator):
            return (yield from self._rest_of_generator(value, place))
        if isinstance(value, Iterator):
            return (yield from self._rest_of_iterator(value))
        if isinstance(value, Instance) and is_numbered(value):
            return (yield from self._called(value, "__getitem__", "IndexError", place))
        if isinstance(value, Instance) and value.cls.lookup("__next__") is not MISSING:
            return (yield from self._called(value, "__next__", "StopIteration", place))
        items, unknown = self.iterate(value, place)
        yield from items
        return unknown

    def _rest_of_generator(self, value: Generator, place: Place) -> Steps:
        while value.lost is None:
            try:
                element = self.next_element(value, place)
            except PyRaise as raised:
                if raised.type_name != "StopIteration":
                    raise
                return None
            if value.lost is None:
                yield element
        return value.lost

    def _rest_of_iterator(self, value: Iterator) -> Steps:
        while isinstance(value.slots["next"], int) and value.slots["next"] < len(value.slots["items"]):
            item = value.slots["items"][value.slots["next"]]
            self.store(value.slots, "next", value.slots["next"] + 1)
            yield item
        index, unknown = value.slots["next"], value.slots["unknown"]
        return index if isinstance(index, Unknown) else unknown

    def _called(self, value: Instance, method: str, end: str, place: Place) -> Steps:
        """Yield what a method of an object gives until it raises."""
        function = self.special_method(value, method, place)
        for index in range(_MAX_STEPS):
            self.step()
            try:
                element = self.call(function, (index,) if method == "__getitem__" else (), {}, place)
            except PyRaise as raised:
                if raised.type_name not in (end, "StopIteration"):
                    raise
                return None
            yield element
        return self.unknown(f"the elements of a {value.cls.name} object", place)

    def take(self, value: Value, handle: Callable[[Value], object], place: Place) -> Unknown | None:
        """Give elements to ``handle``, one by one, until it returns True; return why there may be others.

        A generator runs no further than its elements are taken.
        """
        if isinstance(value, Generator) and not value.spent:
            return self.push(value, handle, place)
        steps = self.walk(value, place)
        while True:
            try:
                item = next(steps)
            except StopIteration as ended:
                return why_more(ended)
            if handle(item) is True:
                return None

    def push(
        self, generator: Generator, handle: Callable[[Value], object], place: Place, *, closes: bool = False
    ) -> Unknown | None:
        """Run a generator from its beginning, until ``handle`` returns True.

        ``closes``: nobody else has it, so that it is ended then.
        """
        generator.spent = generator.is_running = True
        span, mark, scopes, caught = Span(), len(self.logs), self.scopes, len(self.catchers)
        failed: list[PyRaise] = []

        def stop_at(element: Value) -> None:
            sure = len(self.scopes) <= len(scopes) or isinstance(element, Maybe)
            try:
                stops = handle(element if sure else Maybe(element, self.scopes[-1])) is True
            except PyRaise as raised:
                if not sure:
                    raise
                stops = True
                failed.append(raised)  # it is nothing of the generator's
            if stops:
                cleans_up = any(catcher.cleans_up for catcher in self.catchers[caught:])
                if cleans_up and closes and sure and not generator.is_left:
                    generator.is_left = True
                    raise self.raise_("GeneratorExit", "", place)
                if cleans_up and not generator.is_left:
                    self.disturb(_DROPPED, place)
                generator.is_left = True
                raise LeftError(span)

        unknown = None
        try:
            unknown = generator.run(stop_at)
        except LeftError as left:
            if left.span is not span:
                raise
        except PyRaise:
            if not generator.is_left:
                raise
        finally:
            generator.is_running = span.is_open = False
            self.end_span(mark, scopes)
        if failed:
            raise failed[0]
        return unknown

    def delegate(self, generator: Generator, handle: Callable[[Value], Value], place: Place) -> Value:
        """Return what ``yield from`` gives: elements go out, and what is sent or raised for them comes in."""
        if not generator.spent:
            return self._delegate_whole(generator, handle)
        command = _nothing
        while generator.lost is None:
            try:
                element = self.next_element(generator, place, command)
            except PyRaise as raised:
                if raised.type_name != "StopIteration":
                    raise
                return raised.value.ns["value"]
            if generator.lost is None:
                command = _answer(handle, element)
        return generator.lost

    def _delegate_whole(self, generator: Generator, handle: Callable[[Value], Value]) -> Value:
        generator.spent = generator.is_running = True
        ending: list[PyRaise] = []

        def pass_on(element: Value) -> Value:
            try:
                return handle(element)
            except PyRaise as raised:
                if raised.type_name == "GeneratorExit":
                    ending.append(raised)
                raise

        try:
            unknown = generator.run(pass_on)
        finally:
            generator.is_running = False
        if ending:  # whatever the inner one makes of it, the outer one ends too
            raise ending[0]
        return generator.returned if unknown is None else unknown

    def as_generator_raises(self, raised: PyRaise) -> PyRaise:
        """Return an error as it leaves a generator, whose end is not for its body to tell."""
        if raised.type_name != "StopIteration":
            return raised
        error = self.raise_("RuntimeError", "generator raised StopIteration", raised.place)
        error.is_soft, error.cause = raised.is_soft, raised
        return error

    def drop_waiting(self) -> None:
        """End all bodies that wait, and tell of those of which it is not known when they end."""
        for reference, body in self.waiting:
            generator = reference()
            if body.cleans_up and not self._is_held(generator):
                self.disturb(_DROPPED, body.place)
            body.drop()
        self.waiting.clear()

    def _is_held(self, generator: object) -> bool:
        return any(held is generator for module in self.modules.values() for held in module.ns.values())

    def _step(self, generator: Generator, place: Place | None) -> Value:
        assert generator.pull is not None
        if generator.steps is None:
            generator.steps = generator.pull()
        seen = self.unordered_seen
        try:
            element = next(generator.steps)
        except StopIteration as ended:
            generator.steps = None
            if ended.value is None:
                raise self._stop(generator, place) from None
            generator.lost = ended.value
            return self.undecided(ended.value, place)
        except BaseException:
            generator.steps = None
            raise
        if isinstance(element, Maybe) or self.unordered_seen != seen:
            scope_place = element.scope.place if isinstance(element, Maybe) else place
            generator.lost = self.unknown("which element comes first", scope_place)
            return generator.lost
        return element

    def _go_on(self, generator: Generator, place: Place | None, command: Callable[[], Value]) -> Value:
        body = generator.waiting
        if body is None:
            self.waiting = [(ref, known) for ref, known in self.waiting if not known.is_over]
            if len(self.waiting) >= _MAX_WAITING:
                return self._lose(generator, place)
            body = generator.waiting = WaitingBody(self, generator.run)
            self.waiting.append((weakref.ref(generator), body))
            weakref.finalize(generator, self._end, body).atexit = False
        if not body.go_on(command, place) or body.is_lost:
            return self._lose(generator, place)
        if not body.is_over:
            return body.element
        generator.waiting = None
        if body.error is not None:
            raise body.error
        if body.unknown is not None:
            generator.lost = body.unknown
            return self.undecided(body.unknown, place)
        raise self._stop(generator, place)

    def _end(self, body: WaitingBody) -> None:
        """End a body whose generator is there no more."""
        if body.cleans_up:
            self.disturb(_DROPPED, body.place)
        body.drop()

    def _lose(self, generator: Generator, place: Place | None) -> Value:
        self.disturb(NOT_FOLLOWED, place)
        generator.lost = self.unknown(NOT_FOLLOWED, place)
        if generator.waiting is not None and not generator.is_running:
            generator.waiting.drop()
        return generator.lost

    def _stop(self, generator: Generator, place: Place | None) -> PyRaise:
        """Return the error that ends a generator; its function's value is told once."""
        raised = self.raise_("StopIteration", "", place)
        value = generator.ended.pop() if generator.ended else None
        raised.value.ns["value"] = value
        raised.value.ns["args"] = () if value is None else (value,)
        return raised


def is_numbered(value: Instance) -> bool:
    """Return whether the elements of an object are what it has under 0, 1 and so on."""
    own, others = value.cls.lookup("__getitem__"), ("__iter__", "__next__")
    is_alone = all(value.cls.lookup(name) is MISSING for name in others)
    return isinstance(own, Function) and is_alone and not value.cls.has_content


def _answer(handle: Callable[[Value], Value], element: Value) -> Callable[[], Value]:
    """Return what gives or raises what comes in for an element."""
    try:
        sent = handle(element)
    except PyRaise as raised:
        return partial(_raise, raised)
    return lambda: sent


def _raise(raised: PyRaise) -> Value:
    raise raised
