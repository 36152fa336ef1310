"""Branches that source does not decide: each is run, taken back, and joined with what the others did.

A condition that source does not decide is run both ways. Each way runs inside a scope; whatever it changes is
logged, taken back, and joined with what the other way did. A registration remembers the scopes it happened
in, so that an undecided condition matters only where it touches a registration.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

from automappa_scaffold.interpreter.changes import Changes
from automappa_scaffold.interpreter.frames import Span
from automappa_scaffold.interpreter.joined_tuples import are_alike, have_other_orders, join_tuples, same
from automappa_scaffold.interpreter.leaving import LEFT, LeftError
from automappa_scaffold.interpreter.library_values import LibraryValues
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import IS_CONSTANT, MISSING, Scope, Union, Unknown, Value

__all__ = ["Branches"]

# More values than these are not told apart.
_MAX_OPTIONS = 32
# A fork costs as much as so many statements.
_FORK_STEPS = 100


class _Branch:
    """What one branch came to: its result, what it changed, what it left or perhaps left."""

    __slots__ = ("carried", "catcher", "changes", "left", "result")

    def __init__(self) -> None:
        self.result: Any = None
        self.changes: Changes = {}
        self.left: Span | None = None
        self.catcher: Span | None = None
        self.carried: list[tuple[Scope, Span]] = []

    @property
    def goes_on(self) -> bool:
        """Whether it certainly came to its end."""
        return self.left is None and not self.carried and not isinstance(self.result, PyRaise)


class Branches(LibraryValues):
    """Running code under conditions that are not decided, and joining the results."""

    def fork(
        self,
        scope: Scope,
        branches: Sequence[Callable[[], Any]],
        span_of: Callable[[Any], Span | None] = lambda result: None,
    ) -> list[Any]:
        """Run each branch as if it were the one taken, and join what they changed.

        Returns what each branch returned, the PyRaise it ended with, or LEFT. Changes of a branch that raised
        are dropped when another did not. ``span_of`` tells what a result leaves; unless all leave, what
        follows runs under the scope until that ends.

        Raises:
            LeftError: no branch goes on here.
        """
        self.step(_FORK_STEPS)
        ran = [self._run_branch(scope, branch) for branch in branches]
        results = [branch.result for branch in ran]
        for branch in ran:
            if not branch.goes_on or span_of(branch.result) is not None:
                break
        else:  # as most
            self._join([branch.changes for branch in ran], scope)
            return results
        going = [b for b in ran if not isinstance(b.result, PyRaise) and b.left is None]
        staying = [b for b in going if span_of(b.result) is None] or going
        if not going and any(b.left is not None for b in ran):
            self._leave(ran, scope)
        self._join([b.changes for b in staying] or [b.changes for b in ran], scope)
        for branch in staying:
            self.linger([(scope, span) for _, span in branch.carried])
        for branch in [b for b in ran if b not in staying]:
            raised = isinstance(branch.result, PyRaise)
            last = branch.left or (None if raised else span_of(branch.result))
            for span in (*(span for _, span in branch.carried), last):  # it perhaps left before its end
                if span is not None:
                    self.linger([(scope, span)])
                    self.logs[-1].others = branch.changes
        return results

    def _leave(self, ran: Sequence[_Branch], scope: Scope) -> NoReturn:
        """Go on behind the innermost of the blocks that branches left, or perhaps left before they raised."""
        ways = [(span, b) for b in ran for span in (*(span for _, span in b.carried), b.left) if span]
        ways.sort(key=lambda way: way[0].birth)
        target, last = ways[-1]
        self._join([b.changes for span, b in ways if span is target], scope)
        for span, branch in ways:
            if span is not target:
                self.linger([(scope, span)])
                self.logs[-1].others = branch.changes
        raise LeftError(target, last.catcher)

    def _run_branch(self, scope: Scope, branch: Callable[[], Any]) -> _Branch:
        made = _Branch()
        outer = self.scopes
        log = self.open_log()
        mark = len(self.logs)
        self.scopes = (*outer, scope)
        try:
            try:
                made.result = branch()
            except PyRaise as raised:
                made.result = self.offer(raised)
        except LeftError as left:
            made.result, made.left, made.catcher = LEFT, left.span, left.catcher
        finally:
            if len(self.logs) > mark:
                made.carried = self.close_lingering(mark)
            self.close_log()
            self.scopes = outer
        if not log:
            return made
        if log.orders and log.has_reordered():
            self.disturb("the order of a dict is changed", scope.place)
        made.changes = {key: (names, name, names.get(name, MISSING)) for key, (names, name, _) in log.items()}
        for names, name, old in log.values():
            if old is MISSING:
                names.pop(name, None)
            else:
                names[name] = old
        log.restore_orders()
        return made

    def offer(self, raised: PyRaise) -> PyRaise:
        """Let the statements around catch what a branch raises; return it when none does.

        Raises:
            LeftError: one did, and the branch goes on behind it.
        """
        catchers, importing = self.catchers, self.importing
        try:
            while self.catchers:
                catcher = self.catchers[-1]
                self.catchers, self.importing = self.catchers[:-1], importing[: catcher.depth]
                try:
                    raise LeftError(catcher.catch(raised) or catcher, catcher)
                except PyRaise as other:
                    raised = other
        finally:
            self.catchers, self.importing = catchers, importing
        return raised

    def close_lingering(self, mark: int) -> list[tuple[Scope, Span]]:
        """End the logs above a mark: what they hold happened, or it did not because a branch left before.

        Returns those whose span goes on, for ``linger``.
        """
        if len(self.logs) <= mark:
            return []
        carried: dict[int, tuple[Scope, Span]] = {}
        while len(self.logs) > mark:
            log = self.close_log()
            for key, (names, name, old) in log.items():
                new = names.get(name, MISSING)
                if old is MISSING:
                    names.pop(name, None)
                else:
                    names[name] = old
                other = log.others[key][2] if key in log.others else old
                self.store(names, name, new if log.scope is None else self.join([other, new], log.scope))
            for key, (names, name, other) in log.others.items():
                if key not in log and log.scope is not None:
                    self.store(names, name, self.join([other, names.get(name, MISSING)], log.scope))
            log.restore_orders()
            if log.span is not None and log.scope is not None and log.span.is_open:
                carried[id(log.span)] = (log.scope, log.span)
        return [*carried.values()][::-1]

    def end_span(self, mark: int, scopes: tuple[Scope, ...]) -> None:
        """End what lasted until here, under the scopes from before; what a branch left beyond it goes on."""
        if len(self.logs) == mark:
            self.scopes = scopes
            return
        kept = mark
        while kept < len(self.logs) and (span := self.logs[kept].span) is not None and span.is_open:
            kept += 1
        carried = self.close_lingering(kept)
        self.scopes = scopes
        for log in self.logs[mark:]:
            if log.scope is not None and log.scope not in self.scopes:
                self.scopes = (*self.scopes, log.scope)
        self.linger(carried)

    def linger(self, left: Iterable[tuple[Scope, Span]]) -> None:
        """Go on under the condition that no branch left these."""
        for scope, span in left:
            if scope not in self.scopes:
                self.scopes = (*self.scopes, scope)
            self.open_log(scope, span)

    def scope_left(self, span: Span, mark: int) -> Scope | None:
        """Return the condition under which a branch left a span whose logs lie above a mark, or None."""
        if len(self.logs) == mark:
            return None
        return next((log.scope for log in self.logs[mark:] if log.span is span), None)

    def _join(self, changes: Sequence[Changes], scope: Scope) -> None:
        if not any(changes):
            return
        changed: Changes = {}
        for change in changes:
            for key, entry in change.items():
                changed.setdefault(key, entry)
        for key, (names, name, _) in changed.items():
            before = names.get(name, MISSING)
            values = [change[key][2] if key in change else before for change in changes]
            # Of a list and a set it matters what is among the elements, not where.
            self.store(names, name, self.join(values, scope, are_records=name != "items"))
            if name == "items" and have_other_orders(values):
                self.store(names, "shuffled", True)

    def join(self, values: Sequence[Value], scope: Scope, *, are_records: bool = True) -> Value:
        """Return the value that is one of these.

        Args:
            are_records: tuples that are alike in what they hold are joined place by place.
        """
        if len(values) == 2 and values[0] is values[1] and values[0].__class__ is not Union:
            return values[0]
        found: dict[Any, Value] = {}  # by what makes an option one with another, as for ``_Seen``
        tuples: list[tuple[Value, ...]] = []
        for value in values:
            for option in value.options if value.__class__ is Union else (value,):
                kind = option.__class__
                if kind is Unknown:  # as most
                    found[id(option)] = option
                elif isinstance(option, tuple):
                    if not any(same(option, known) for known in tuples):
                        found[id(option)] = option
                        tuples.append(option)
                elif IS_CONSTANT[kind]:
                    found.setdefault((kind, option), option)
                else:
                    found[id(option)] = option
        if len(found) == 1:
            return next(iter(found.values()))
        if len(found) == len(tuples):
            if are_records and are_alike(tuples):
                return tuple(self.join(held, scope) for held in zip(*tuples, strict=True))
            return join_tuples(tuples, scope)
        if len(found) > _MAX_OPTIONS:
            return self.unknown(scope.reason, scope.place)
        return Union(tuple(found.values()), scope)

    def settle(self, results: Sequence[Any], scope: Scope) -> Value:
        """Return the joined value of branches; raise when all raised, tell when one did."""
        raised = [r for r in results if isinstance(r, PyRaise)]
        values = [r for r in results if not isinstance(r, PyRaise) and r is not LEFT]
        if not values:
            raise raised[0]
        for loser in raised:
            self.drop(loser)
        return self.join(values, scope)

    def each(self, union: Union, run: Callable[[Value], Value]) -> Value:
        """Return what is computed of each value that it may be; raise when that raises for all."""
        results: list[Value | PyRaise] = []
        for option in [option for option in union.options if option is not MISSING] or [None]:
            try:
                results.append(run(option))
            except PyRaise as raised:
                results.append(raised)
        return self.settle(results, union.scope)

    def part(self, raised: PyRaise | None, scope: Scope | None) -> None:
        """Go on as if nothing were raised, and behind what catches it: a branch left before, or none did."""
        if raised is not None and scope is not None:
            self.settle(self.fork(scope, [lambda: _raise(raised), lambda: None]), scope)

    def drop(self, raised: PyRaise) -> None:
        """Tell that what is raised under a condition that is not decided is taken not to be."""
        if raised.place is not None:
            self.assumptions[f"{raised.place}: {raised.message} is taken not to be raised"] = None


def _raise(raised: PyRaise) -> None:
    raise raised
