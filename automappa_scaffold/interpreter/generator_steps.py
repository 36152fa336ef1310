"""Generators that run until their next element, and wait."""

import weakref
from collections.abc import Callable

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.iteration import Iteration
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Maybe, Value
from automappa_scaffold.interpreter.waiting_bodies import WaitingBody
from automappa_scaffold.source.places import Place

__all__ = ["DROPPED", "NOT_FOLLOWED", "GeneratorSteps", "nothing"]

NOT_FOLLOWED = "how far a generator has run is not followed"
DROPPED = "what a generator does when nobody asks for its next element any more is not followed"
# So many bodies may wait at a time.
_MAX_WAITING = 64


def nothing() -> Value:
    """Return what ``yield`` is worth where nothing is sent."""
    return None


class GeneratorSteps(Iteration):
    """Asking generators for one element."""

    def next_element(
        self, generator: Generator, place: Place | None, command: Callable[[], Value] = nothing
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
                self.disturb(DROPPED, body.place)
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
        except BaseException:  # whatever ends a generator, even what no program raises, ends it for good
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
        seen = self.unordered_seen
        if not body.go_on(command, place) or body.is_lost:
            return self._lose(generator, place)
        if not body.is_over and self.unordered_seen != seen:
            generator.lost = self.unknown("which element comes first", place)
            return generator.lost
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
            self.disturb(DROPPED, body.place)
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
