"""Branches that source does not decide: each is run, taken back, and joined with what the others did.

A condition that source does not decide is run both ways. Each way runs inside a scope; whatever it changes is
logged, taken back, and joined with what the other way did. A registration remembers the scopes it happened
in, so that an undecided condition matters only where it touches a registration.
"""

from collections.abc import Callable, Sequence
from typing import Any

from automappa_scaffold.interpreter.core import Changes, Core
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Maybe, Scope, Union, Value, is_constant

__all__ = ["Branches"]


class Branches(Core):
    """Running code under conditions that are not decided, and joining the results."""

    def fork(self, scope: Scope, branches: Sequence[Callable[[], Any]]) -> list[Any]:
        """Run each branch as if it were the one taken, and join what they changed.

        Returns what each branch returned, or the PyRaise it ended with. Changes of a branch that raised are
        dropped when another did not.
        """
        results: list[Any] = []
        changes: list[Changes] = []
        for branch in branches:
            result, change = self._run_branch(scope, branch)
            results.append(result)
            changes.append(change)
        alive = [c for r, c in zip(results, changes, strict=True) if not isinstance(r, PyRaise)] or changes
        self._join(alive, scope)
        return results

    def _run_branch(self, scope: Scope, branch: Callable[[], Any]) -> tuple[Any, Changes]:
        outer = self.scopes
        log = self.open_log()
        mark = len(self.logs)
        self.scopes = (*outer, scope)
        try:
            result = branch()
        except PyRaise as raised:
            result = raised
        finally:
            self.close_lingering(mark)
            self.close_log()
            self.scopes = outer
        change = {key: (names, name, names.get(name, MISSING)) for key, (names, name, _) in log.items()}
        for names, name, old in log.values():
            if old is MISSING:
                names.pop(name, None)
            else:
                names[name] = old
        return result, change

    def close_lingering(self, mark: int) -> None:
        """End the logs above a mark: what they hold happened, or it did not because a branch left before."""
        while len(self.logs) > mark:
            log = self.close_log()
            for names, name, old in log.values():
                new = names.get(name, MISSING)
                if old is MISSING:
                    names.pop(name, None)
                else:
                    names[name] = old
                scope = log.scope
                self.store(names, name, new if scope is None else self.join([old, new], scope))

    def _join(self, changes: list[Changes], scope: Scope) -> None:
        for key in {key: None for change in changes for key in change}:
            names, name = next((c[key][0], c[key][1]) for c in changes if key in c)
            before = names.get(name, MISSING)
            values = [change[key][2] if key in change else before for change in changes]
            self.store(names, name, self.join(values, scope))

    def join(self, values: Sequence[Value], scope: Scope) -> Value:
        """Return the value that is one of these."""
        options: list[Value] = []
        for value in values:
            for option in value.options if isinstance(value, Union) else (value,):
                if not any(_same(option, known) for known in options):
                    options.append(option)
        if len(options) == 1:
            return options[0]
        if all(isinstance(option, tuple) for option in options):
            return _join_elements(options, scope)
        return Union(tuple(options), scope)

    def settle(self, results: Sequence[Any], scope: Scope) -> Value:
        """Return the joined value of branches; raise when all raised, tell when one did."""
        raised = [r for r in results if isinstance(r, PyRaise)]
        values = [r for r in results if not isinstance(r, PyRaise)]
        if not values:
            raise raised[0]
        for loser in raised:
            if loser.place is not None:
                self.assumptions[f"{loser.place}: {loser.message} is taken not to be raised"] = None
        return self.join(values, scope)


def _same(a: Value, b: Value) -> bool:
    if a is b:
        return True
    if is_constant(a) and is_constant(b):
        return type(a) is type(b) and bool(a == b)
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        return all(_same(x, y) for x, y in zip(a, b, strict=True))
    return False


def _join_elements(options: Sequence[tuple[Value, ...]], scope: Scope) -> tuple[Value, ...]:
    """Join tuples: what all hold stays, what some hold becomes Maybe; the order of the longest rules."""
    longest = max(options, key=len)
    joined: list[Value] = []
    for element in longest:
        everywhere = all(any(_same(element, other) for other in option) for option in options)
        joined.append(element if everywhere or isinstance(element, Maybe) else Maybe(element, scope))
    for option in options:
        for element in option:
            bare = element.value if isinstance(element, Maybe) else element
            if not any(_same(bare, j.value if isinstance(j, Maybe) else j) for j in joined):
                joined.append(element if isinstance(element, Maybe) else Maybe(element, scope))
    return tuple(joined)
