"""Elements that are asked for one by one."""

from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.generator_steps import DROPPED, GeneratorSteps, nothing
from automappa_scaffold.interpreter.generators import Generator, Iterator, Steps, elements_of, why_more
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Maybe, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["Stepping", "is_numbered"]

_MAX_STEPS = 10_000


class Stepping(GeneratorSteps):
    """Asking for the rest of the elements, and handing them on."""

    def walk(self, value: Value, place: Place) -> Steps:
        """Yield a value's elements, each computed when it is asked for; return why there may be others."""
        return self.rest_of(self.iterator_of(self.decide(value), place), place)

    def iterator_of(self, value: Value, place: Place) -> Value:
        """Return what hands out an object's elements; of other values, themselves."""
        if isinstance(value, Generator) and value.is_async:
            raise self.refusal("TypeError", f"'{kind_name(value)}' object is not iterable", place)
        if not isinstance(value, Instance) or is_numbered(value):
            return value
        if value.cls.lookup("__iter__") is not MISSING:
            return self.own_iterator(value, place)
        if has_no_elements(value):
            raise self.refusal("TypeError", f"'{value.cls.name}' object is not iterable", place)
        return value

    def rest_of(self, value: Value, place: Place) -> Steps:
        """Yield what is left of an iterator, or the elements of a container."""
        if isinstance(value, Generator):
            return (yield from self._rest_of_generator(value, place))
        if isinstance(value, Iterator):
            if "shuffled" in value.slots:
                self.see_unordered(place)
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
        while isinstance(value.slots["next"], int) and value.slots["next"] < len(elements_of(value)):
            item = elements_of(value)[value.slots["next"]]
            self.store(value.slots, "next", value.slots["next"] + 1)
            yield item
        if value.slots.get("source") is not None:  # it never gives more once it has ended
            self.store(value.slots, "items", ())
            self.store(value.slots, "source", None)
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
            if isinstance(element, Unknown) and isinstance(value.cls.lookup(method), Native):
                return element  # a model does not know what comes, nor when it ends
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
                    self.disturb(DROPPED, place)
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
        command = nothing
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
