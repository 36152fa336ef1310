"""Where a file takes names from the project's modules and calls them, for the rules about callers."""

import ast
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from automappa_scaffold.source.call_expressions import Expression, Position, outermost_calls, position_of
from automappa_scaffold.source.call_lowering import CallLowering
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.grown_chains import with_whole_chains
from automappa_scaffold.source.name_scopes import Scope, open_inner, open_module
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.tree_walk import iter_children
from automappa_scaffold.source.unrolled_loops import in_rounds, rounds_of

__all__ = ["CALL_FACTS", "CallFacts", "ImportFact", "read_call_facts"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Blocks in which a wrong call is meant: `with pytest.raises(TypeError)`.
_ANY = "*"
# Errors that are expected of an import, an empty name for those of `except:`; and of a call.
_OF_IMPORTS = frozenset(
    {_ANY, "", "ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"}
)
_OF_CALLS = frozenset({_ANY, "TypeError", "AttributeError", "NotRegistered", "KeyError"})
_EXPECTING = frozenset({"raises", "suppress", "assertRaises", "assertRaisesRegex", "warns"})


class ImportFact(NamedTuple):
    """A name that an import takes from a module, outside anything that catches its failure.

    ``name`` is empty where the module itself is imported.
    """

    level: int
    module: str
    name: str
    position: Position


class CallFacts(NamedTuple):
    """What a file imports and calls.

    Attributes:
        calls: the outermost expressions that call something, in the order of the source; ``call_expressions``
            says how they are written.
        tested: names that the file looks for with ``hasattr``.
        looked_for: names that are looked for in ``app.tasks``, each with the first and the last line of the
            function that does so.
    """

    imports: tuple[ImportFact, ...]
    calls: tuple[Expression, ...]
    tested: tuple[str, ...]
    looked_for: tuple[tuple[str, int, int], ...] = ()


def read_call_facts(file: SourceFile) -> CallFacts | None:
    """Return the facts of a file, or None when it does not parse."""
    try:
        tree = file.tree()
        reader = _Reader()
        reader.block(tree.body, open_module(tree, file.data), _Guards())
    except (SourceSyntaxError, RecursionError):
        return None
    lowering = reader.lowering
    looked_for = tuple(sorted(lowering.looked_for))
    called = (ImportFact(0, module, "", position) for module, position in dict.fromkeys(lowering.imported))
    imports = (*reader.imports, *called)
    return CallFacts(imports, tuple(reader.calls), tuple(sorted(lowering.tested)), looked_for)


def _to_json(facts: CallFacts | None) -> Any:
    if facts is None:
        return None
    imports = [(fact.level, fact.module, fact.name, fact.position) for fact in facts.imports]
    return [imports, facts.calls, facts.tested, facts.looked_for]


def _from_json(stored: Any) -> CallFacts | None:
    if stored is None:
        return None
    imports, calls, tested, looked_for = stored
    known = tuple((name, first, last) for name, first, last in looked_for)
    return CallFacts(tuple(ImportFact(*fact) for fact in imports), tuple(calls), tuple(tested), known)


CALL_FACTS = FactKind(f"{__name__}:CALL_FACTS", read=read_call_facts, to_json=_to_json, from_json=_from_json)


class _Guards(NamedTuple):
    """What failures the surrounding blocks expect: of an import, of a call."""

    imports: bool = False
    calls: bool = False

    def catching(self, names: set[str]) -> "_Guards":
        """Return the same with errors of these names expected too."""
        return _Guards(
            self.imports or not names.isdisjoint(_OF_IMPORTS), self.calls or not names.isdisjoint(_OF_CALLS)
        )


class _Reader:
    def __init__(self) -> None:
        self.imports: list[ImportFact] = []
        self.calls: list[Expression] = []
        self.lowering = CallLowering()

    def block(self, body: Sequence[ast.stmt], scope: Scope, guards: _Guards) -> None:
        for statement in body:
            self.statement(statement, scope, guards)

    def statement(self, node: ast.stmt, scope: Scope, guards: _Guards) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            self.imported(node, guards)
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            self.definition(node, scope, guards)
        elif isinstance(node, ast.If):
            self.expression(node.test, scope, guards)
            truth = _constant_truth(node.test)
            if truth is not False:
                self.block(node.body, scope, guards)
            if truth is not True:
                self.block(node.orelse, scope, guards)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and self.is_followed(node, scope, guards):
            return
        elif isinstance(node, ast.For) and (rounds := rounds_of(node, scope)):
            self.expression(node.iter, scope, guards)
            first = len(self.calls)
            for _ in in_rounds(scope, rounds):
                self.block(node.body, scope, guards)
            self.calls[first:] = dict.fromkeys(self.calls[first:])  # what is the same in every round
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self.try_block(node, scope, guards)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self.expression(item.context_expr, scope, guards)
            for item in node.items:
                guards = guards.catching(_expected(item.context_expr))
            self.block(node.body, scope, guards)
        elif type(node).__name__ == "Match":
            self.expression(node.subject, scope, guards)  # type: ignore[attr-defined]
            for case in node.cases:  # type: ignore[attr-defined]
                self.block(case.body, scope, guards)
        else:
            for child in iter_children(node):
                if isinstance(child, ast.expr):
                    self.expression(child, scope, guards)
            for name in ("body", "orelse"):
                self.block(getattr(node, name, ()), scope, guards)

    def is_followed(self, node: ast.Assign | ast.AnnAssign, scope: Scope, guards: _Guards) -> bool:
        """Return whether a value is looked at where its name is used, in one place alone."""
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        target = targets[0]
        if len(targets) != 1 or not isinstance(target, ast.Name):
            return False
        bindings = scope.bound.get(target.id, ())
        if not any(binding[0] == "once" for binding in bindings):
            return False
        if len(bindings) > 1 or guards.calls or (guards.imports and _imports_module(node)):
            scope.bound[target.id] = [("other",)]
            return False
        return True

    def imported(self, node: ast.Import | ast.ImportFrom, guards: _Guards) -> None:
        if guards.imports:
            return
        for alias in node.names:
            if isinstance(node, ast.Import):
                if "." in alias.name:
                    self.imports.append(ImportFact(0, alias.name, "", position_of(alias)))
            elif alias.name != "*":
                fact = ImportFact(node.level, node.module or "", alias.name, position_of(alias))
                self.imports.append(fact)

    def definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope, guards: _Guards
    ) -> None:
        outside: list[ast.expr] = list(node.decorator_list)
        if isinstance(node, ast.ClassDef):
            outside += [*node.bases, *(keyword.value for keyword in node.keywords)]
        else:
            outside += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
        for expression in outside:
            self.expression(expression, scope, guards)
        # A function runs later, outside the blocks that surround its definition.
        inner = guards if isinstance(node, ast.ClassDef) else _Guards()
        if not isinstance(node, ast.ClassDef):
            node = with_whole_chains(node)
        outer, self.lowering.lines = self.lowering.lines, (node.lineno, node.end_lineno or node.lineno)
        self.block(node.body, open_inner(node, scope), inner)
        self.lowering.lines = outer

    def try_block(self, node: ast.stmt, scope: Scope, guards: _Guards) -> None:
        assert hasattr(node, "handlers")
        caught = {name for handler in node.handlers for name in _caught(handler.type)}
        self.block(node.body, scope, guards.catching(caught))  # type: ignore[attr-defined]
        for handler in node.handlers:
            self.block(handler.body, scope, guards)
        self.block(node.orelse, scope, guards)  # type: ignore[attr-defined]
        self.block(node.finalbody, scope, guards)  # type: ignore[attr-defined]

    def expression(self, node: ast.expr, scope: Scope, guards: _Guards) -> None:
        """Keep an expression if it calls something of interest."""
        self.lowering.expects_import_errors = guards.imports
        lowered = self.lowering.lower(node, scope, 0)
        if not guards.calls:
            self.calls += outermost_calls(lowered)


def _imports_module(node: ast.stmt) -> bool:
    called = (inner.func for inner in ast.walk(node) if isinstance(inner, ast.Call))
    return "import_module" in {getattr(function, "attr", getattr(function, "id", "")) for function in called}


def _constant_truth(test: ast.expr) -> bool | None:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    return False if name == "TYPE_CHECKING" else None


def _expected(context: ast.expr) -> set[str]:
    """Return the names of the errors that a context manager expects, ``*`` where it may be any."""
    function = context.func if isinstance(context, ast.Call) else context
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in _EXPECTING:
        return set()
    args = context.args if isinstance(context, ast.Call) else []
    names = {found for arg in args for found in _caught(arg)}
    is_told = name == "suppress" and all(each.endswith("Error") for each in names)
    return names if is_told else {_ANY}


def _caught(types: ast.expr | None) -> Iterator[str]:
    """Yield the names of the errors that a handler catches, an empty one for all."""
    if types is None:
        yield ""
        return
    for node in ast.walk(types):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
