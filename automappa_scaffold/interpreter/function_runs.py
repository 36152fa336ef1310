"""Running the bodies of the project's functions, generators and coroutines."""

from collections.abc import Callable

from automappa_scaffold.interpreter.arguments import Args, Arguments, Kwargs
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.leaving import LeftError
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.raising import HARD_ERRORS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["AWAITABLE", "FunctionRuns"]

# What coroutines are gathered or wrapped in: they run where something waits for it.
AWAITABLE = Class("_GatheringFuture", (), Namespace(0), module="asyncio.tasks")
AWAITABLE.is_partial = True

# A function that calls itself under conditions that are not decided is followed so deep.
_UNDECIDED_RECURSION = 3

# A function that imports and registers nothing is followed so often, and through so many statements, under
# conditions that are not decided.
_UNDECIDED_RUNS, _UNDECIDED_STEPS = 300, 40_000


class FunctionRuns(Arguments):
    """Running functions, no deeper and no more often than is of use."""

    def _call_function(self, function: Function, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if not function.module.path and place.path.name:
            self.library_site = place
        caller = None
        if self.callee is function:  # and nothing calls it on behalf of another one
            caller, self.callee = self.caller, None
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
        frame.caller = caller
        seen = self.unordered_seen
        value = self.run_function(frame)
        self.unordered_seen = seen  # what it went through says nothing of its caller's order
        return value

    def _coroutine(self, frame: Frame) -> Generator:
        ended: list[Value] = []

        def run(handle: Callable[[Value], Value]) -> None:
            ended.append(self.run_function(frame))

        made = Generator(run, is_coroutine=True)
        made.ended, made.frame = ended, frame
        return made

    def wait_for(self, value: Value, place: Place) -> Value:
        """Return what ``await`` gives: a coroutine of the program runs now."""
        value = self.decide(value)
        if lacks(value, "__await__"):
            text = f"object {kind_name(value)} can't be used in 'await' expression"
            raise self.refusal("TypeError", text, place)
        if isinstance(value, Instance) and value.cls is AWAITABLE:
            if isinstance(value.payload, tuple):
                return self.new_list([self.wait_for(one, place) for one in value.payload])
            return self.wait_for(value.payload, place)
        if isinstance(value, Instance) and isinstance(value.cls.lookup("__await__"), Function):
            return self._wait_for_steps(value, place)
        if not isinstance(value, Generator) or not value.is_coroutine:
            return self.undecided(value, place)
        if not value.spent:
            value.spent = True
            value.run(lambda element: None)
        return value.returned

    def _wait_for_steps(self, value: Instance, place: Place) -> Value:
        """Return what an object gives that says itself how it is waited for."""
        steps = self.decide(self.call(self.special_method(value, "__await__", place), (), {}, place))
        if lacks(steps, "__next__"):
            text = f"__await__() returned non-iterator of type '{kind_name(steps)}'"
            raise self.refusal("TypeError", text, place)
        if not isinstance(steps, Generator) or steps.spent or not steps.is_generator:
            return self.undecided(steps, place)
        steps.spent = True
        steps.run(self._hand_to_driver)
        return steps.returned

    def _hand_to_driver(self, element: Value) -> None:
        """Note that a coroutine waits: whoever drives it may send it something back."""
        self.unknowns += 1

    def _generator(self, frame: Frame) -> Generator:
        ended: list[Value] = []

        def run(handle: Callable[[Value], Value]) -> None:
            frame.handle_yield = handle
            try:
                ended.append(self.run_function(frame))
            except PyRaise as raised:
                raise self.as_generator_raises(raised) from None

        made = Generator(run, birth=self.birth, is_function=True)
        made.ended, made.frame, made.is_async = ended, frame, frame.function.spec.is_async
        made.is_generator = bool(frame.module.path) and not made.is_async
        return made

    def run_function(self, frame: Frame) -> Value:
        """Run a function's body and return its value."""
        key = id(frame.function.spec)
        depths = self.recursions.get(key)
        if depths is None:
            depths = self.recursions[key] = []
        if len(depths) >= _UNDECIDED_RECURSION:
            before, last = depths[-_UNDECIDED_RECURSION], depths[-1]
            if before < last < len(self.scopes):
                return self.unknown(f"how deep the recursion of {frame.function.spec.name}() goes", None)
        effects, steps = self.effects, self.steps
        is_undecided = bool(self.scopes) and key not in self.effective
        if is_undecided:
            runs, spent = self.undecided_runs.get(key, (0, 0))
            self.undecided_runs[key] = runs + 1, spent
            if runs >= _UNDECIDED_RUNS or spent > _UNDECIDED_STEPS:
                return self.unknown(f"what {frame.function.spec.name}() gives, called very often", None)
        depths.append(len(self.scopes))
        try:
            return self._run_body(frame)
        finally:
            depths.pop()
            if is_undecided and not depths:
                runs, spent = self.undecided_runs[key]
                self.undecided_runs[key] = runs, spent + self.steps - steps
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
            # Foreign code ran before: it may have set what the function checks. What a module raises that
            # the function imports does not follow from that.
            is_checked = self.foreign_calls > 0 and not raised.chain and not raised.is_told
            raised.is_soft = raised.is_soft or (is_checked and raised.type_name not in HARD_ERRORS)
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
            frame.caller = None  # closures keep the frame
            if len(self.logs) == mark:  # as mostly: no branch left the function
                self.scopes = scopes
            else:
                self.end_span(mark, scopes)
        if not frame.pending:
            return value
        self.part(error, frame.pending[0][0])
        values = [v for _, v in frame.pending] + ([] if value is MISSING else [value])
        return self.join(values, frame.pending[0][0])
