"""Where a file takes names from the project's modules and calls them, for the rules about callers.

An expression is ``(kind, position, ...)``, a position ``(line, column, end line, end column)``, all from 1.
The kinds, ``e`` for an expression:

    ref binding names · const type value · str ... · tuple/list/set es · dict ((e, e)...) · star e ·
    call e es ((name, e)...) · attr e name · item e e · or e e · invert e · comp e es · pass e es · other es

A ``ref`` is a name with the attributes behind it; what it is bound to is one of ``("import", module)``,
``("from", level, module, name)`` and ``("own", name, how)``. Only what the file certainly says is
kept: a parameter or a name that is bound twice is ``other``.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.name_scopes import Scope, open_inner, open_module
from automappa_scaffold.source.parsing import SourceSyntaxError

__all__ = ["CALL_FACTS", "CallFacts", "Expression", "ImportFact", "Position", "read_call_facts"]

Position = tuple[int, int, int, int]
Expression = tuple[object, ...]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
# Blocks in which a wrong call is meant: `with pytest.raises(TypeError)`.
_EXPECTING = frozenset({"raises", "suppress", "assertRaises", "assertRaisesRegex", "warns"})
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class ImportFact:
    """A name that a ``from`` statement takes from a module, outside anything that catches its failure."""

    level: int
    module: str
    name: str
    position: Position


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a file imports and calls.

    Attributes:
        calls: the outermost expressions that call something, in the order of the source.
        tested: names that the file looks for with ``hasattr``.
    """

    imports: tuple[ImportFact, ...]
    calls: tuple[Expression, ...]
    tested: tuple[str, ...]


def read_call_facts(file: SourceFile) -> CallFacts | None:
    """Return the facts of a file, or None when it does not parse."""
    try:
        tree = file.tree()
        reader = _Reader()
        reader.block(tree.body, open_module(tree, file.data), _Guards())
    except (SourceSyntaxError, RecursionError):
        return None
    return CallFacts(tuple(reader.imports), tuple(reader.calls), tuple(sorted(reader.tested)))


def _to_json(facts: CallFacts | None) -> Any:
    if facts is None:
        return None
    imports = [(fact.level, fact.module, fact.name, fact.position) for fact in facts.imports]
    return [imports, facts.calls, facts.tested]


def _from_json(stored: Any) -> CallFacts | None:
    if stored is None:
        return None
    imports, calls, tested = stored
    return CallFacts(tuple(ImportFact(*fact) for fact in imports), tuple(calls), tuple(tested))


CALL_FACTS = FactKind(f"{__name__}:CALL_FACTS", read=read_call_facts, to_json=_to_json, from_json=_from_json)


@dataclass(frozen=True, slots=True)
class _Guards:
    """What failures the surrounding blocks expect: of an import, of a call."""

    imports: bool = False
    calls: bool = False


class _Reader:
    def __init__(self) -> None:
        self.imports: list[ImportFact] = []
        self.calls: list[Expression] = []
        self.tested: set[str] = set()

    def block(self, body: Sequence[ast.stmt], scope: Scope, guards: _Guards) -> None:
        for statement in body:
            self.statement(statement, scope, guards)

    def statement(self, node: ast.stmt, scope: Scope, guards: _Guards) -> None:
        if isinstance(node, ast.ImportFrom):
            self.from_import(node, guards)
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            self.definition(node, scope, guards)
        elif isinstance(node, ast.If):
            self.expression(node.test, scope, guards)
            truth = _constant_truth(node.test)
            if truth is not False:
                self.block(node.body, scope, guards)
            if truth is not True:
                self.block(node.orelse, scope, guards)
        elif isinstance(node, ast.Assign) and self.is_followed(node, scope, guards):
            return
        elif isinstance(node, ast.Try) or type(node).__name__ == "TryStar":
            self.try_block(node, scope, guards)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self.expression(item.context_expr, scope, guards)
            if any(_expects_errors(item.context_expr) for item in node.items):
                guards = _Guards(imports=True, calls=True)
            self.block(node.body, scope, guards)
        elif type(node).__name__ == "Match":
            self.expression(node.subject, scope, guards)  # type: ignore[attr-defined]
            for case in node.cases:  # type: ignore[attr-defined]
                self.block(case.body, scope, guards)
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    self.expression(child, scope, guards)
            for name in ("body", "orelse"):
                self.block(getattr(node, name, ()), scope, guards)

    def is_followed(self, node: ast.Assign, scope: Scope, guards: _Guards) -> bool:
        """Return whether a value is looked at where its name is used, in one place alone."""
        target = node.targets[0]
        if len(node.targets) != 1 or not isinstance(target, ast.Name):
            return False
        bindings = scope.bound.get(target.id, ())
        if not any(binding[0] == "once" for binding in bindings):
            return False
        if len(bindings) > 1 or guards.calls:
            scope.bound[target.id] = [("other",)]
            return False
        return True

    def from_import(self, node: ast.ImportFrom, guards: _Guards) -> None:
        if guards.imports:
            return
        for alias in node.names:
            if alias.name != "*":
                fact = ImportFact(node.level, node.module or "", alias.name, _position(alias))
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
        self.block(node.body, open_inner(node, scope), inner)

    def try_block(self, node: ast.stmt, scope: Scope, guards: _Guards) -> None:
        assert hasattr(node, "handlers")
        caught = {name for handler in node.handlers for name in _caught(handler)}
        imports = guards.imports or bool(
            caught
            & {"", "ImportError", "ModuleNotFoundError", "AttributeError", "Exception", "BaseException"}
        )
        calls = guards.calls or bool(caught & {"TypeError", "AttributeError"})
        self.block(node.body, scope, _Guards(imports, calls))  # type: ignore[attr-defined]
        for handler in node.handlers:
            self.block(handler.body, scope, guards)
        self.block(node.orelse, scope, guards)  # type: ignore[attr-defined]
        self.block(node.finalbody, scope, guards)  # type: ignore[attr-defined]

    def expression(self, node: ast.expr, scope: Scope, guards: _Guards) -> None:
        """Keep an expression if it calls something of interest."""
        lowered = self.lower(node, scope, 0)
        if not guards.calls:
            self.calls += _outermost_calls(lowered)

    # Lowering.

    def lower(self, node: ast.expr, scope: Scope, depth: int) -> Expression:
        """Return the expression as far as the rules can use it."""
        position = _position(node)
        if depth > _DEEPEST:
            return ("other", position, ())
        if isinstance(node, ast.Constant):
            return _constant(node, position)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return self.reference(node, scope, depth)
        if isinstance(node, ast.Call):
            return self.call(node, scope, depth)
        lowered = self.container(node, scope, depth)
        if lowered is not None:
            return lowered
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return ("or", position, *(self.lower(n, scope, depth + 1) for n in (node.left, node.right)))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            return ("invert", position, self.lower(node.operand, scope, depth + 1))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            operand = self.lower(node.operand, scope, depth + 1)
            if operand[0] == "const" and operand[2] in ("int", "float"):
                return ("const", position, operand[2], f"-{operand[3]}")
        if isinstance(node, ast.JoinedStr):
            parts = self.children(node, scope, depth)
            return ("other", position, parts) if parts else ("const", position, "str", None)
        if isinstance(node, ast.Await):
            return self.lower(node.value, scope, depth + 1)
        return ("other", position, self.children(node, scope, depth))

    def container(self, node: ast.expr, scope: Scope, depth: int) -> Expression | None:
        """Return a display, comprehension or subscript, lowered."""
        position = _position(node)
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            items = tuple(self.lower(item, scope, depth + 1) for item in node.elts)
            return (type(node).__name__.lower(), position, items)
        if isinstance(node, ast.Dict):
            pairs = tuple(
                (self.lower(key, scope, depth + 1) if key else None, self.lower(value, scope, depth + 1))
                for key, value in zip(node.keys, node.values, strict=True)
            )
            return ("dict", position, pairs)
        if isinstance(node, ast.Starred):
            return ("star", position, self.lower(node.value, scope, depth + 1))
        if isinstance(node, _COMPREHENSIONS):
            inner = open_inner(node, scope)
            sources = [self.lower(generator.iter, inner, depth + 1) for generator in node.generators]
            found = tuple(call for source in sources for call in _outermost_calls(source))
            return ("comp", position, self.lower(node.elt, inner, depth + 1), found)
        if isinstance(node, ast.Subscript):
            return ("item", position, *(self.lower(n, scope, depth + 1) for n in (node.value, node.slice)))
        return None

    def call(self, node: ast.Call, scope: Scope, depth: int) -> Expression:
        if isinstance(node.func, ast.Name) and node.func.id in ("hasattr", "getattr") and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                self.tested.add(name.value)
        passed = _passed_argument(node, scope)
        if passed is not None:
            others = [
                arg for arg in (*node.args, *(word.value for word in node.keywords)) if arg is not passed
            ]
            lowered = [self.lower(other, scope, depth + 1) for other in others]
            found = tuple(call for other in lowered for call in _outermost_calls(other))
            return ("pass", _position(node), self.lower(passed, scope, depth + 1), found)
        args = tuple(self.lower(arg, scope, depth + 1) for arg in node.args)
        keywords = tuple((word.arg, self.lower(word.value, scope, depth + 1)) for word in node.keywords)
        return ("call", _position(node), self.lower(node.func, scope, depth + 1), args, keywords)

    def reference(self, node: ast.Name | ast.Attribute, scope: Scope, depth: int) -> Expression:
        names: list[str] = []
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            names.append(root.attr)
            root = root.value
        names.reverse()
        position = _position(node)
        if not isinstance(root, ast.Name):
            return _with_attributes(self.lower(root, scope, depth + 1), position, names)
        binding = scope.find(root.id)
        if binding is not None and binding[0] == "passes" and scope.module.bound.get(root.id) == [binding]:
            binding = ("own", root.id, "def")
        if binding is None or binding[0] in ("other", "passes"):
            return _unknown_reference(position, names)
        if binding[0] == "once":
            value = binding[1]
            assert isinstance(value, ast.expr)
            return _with_attributes(self.lower(value, scope, depth + 1), position, names)
        if binding[0] == "literal":
            literal = binding[1]
            assert isinstance(literal, ast.expr)
            lowered = _followed(self.lower(literal, Scope("module"), depth + 1), position)
            return lowered if not names else ("other", position, ())
        return ("ref", position, binding, tuple(names))

    def children(self, node: ast.expr, scope: Scope, depth: int) -> tuple[Expression, ...]:
        """Return the calls in the parts of an expression."""
        if isinstance(node, (ast.Lambda, ast.DictComp)):
            scope = open_inner(node, scope)
        found = [self.lower(child, scope, depth + 1) for child in _expressions_in(node)]
        return tuple(call for child in found for call in _outermost_calls(child))


def _expressions_in(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions nearest below a node."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        else:
            yield from _expressions_in(child)


def _passed_argument(node: ast.Call, scope: Scope) -> ast.expr | None:
    """Return the argument that a call returns as it is, where it calls such a function."""
    binding = scope.find(node.func.id) if isinstance(node.func, ast.Name) else None
    if binding is None or binding[0] != "passes":
        return None
    index, name = binding[1], binding[2]
    assert isinstance(index, int)
    if any(isinstance(arg, ast.Starred) for arg in node.args[: index + 1]):
        return None
    named = (word.value for word in node.keywords if word.arg == name)
    return node.args[index] if index < len(node.args) else next(named, None)


def _unknown_reference(position: Position, names: Sequence[str]) -> Expression:
    return _with_attributes(("other", position, ()), position, names)


def _with_attributes(lowered: Expression, position: Position, names: Sequence[str]) -> Expression:
    for name in names:
        lowered = ("attr", position, lowered, name)
    return lowered


def _followed(literal: Expression, position: Position) -> Expression:
    """Return a literal that a name stands for: of one that may have changed since, only the type."""
    if literal[0] in ("list", "dict", "set"):
        return ("const", position, literal[0], None)
    return (literal[0], position, *literal[2:])


def _outermost_calls(node: Expression) -> Iterator[Expression]:
    """Yield the expression, or what calls are in it, without those that nothing can be said about."""
    kind = node[0]
    if kind in ("call", "or", "invert", "item", "pass"):
        if _is_of_interest(node):
            yield node
    elif kind in ("other", "tuple", "list", "set"):
        for item in node[2]:  # type: ignore[attr-defined]
            yield from _outermost_calls(item)
    elif kind == "dict":
        for pair in node[2]:  # type: ignore[attr-defined]
            for item in pair:
                if item is not None:
                    yield from _outermost_calls(item)
    elif kind in ("star", "comp", "attr"):
        inner = node[2]
        assert isinstance(inner, tuple)
        yield from _outermost_calls(inner)
        if kind == "comp":
            yield from node[3]  # type: ignore[misc]


def _is_of_interest(node: object) -> bool:
    """Return whether anything in an expression is taken from elsewhere, or may be a setting up of beat."""
    if not isinstance(node, tuple):
        return False
    if node and node[0] == "ref":
        return True
    return any(_is_of_interest(part) for part in node)


def _constant(node: ast.Constant, position: Position) -> Expression:
    value = node.value
    kind = "none" if value is None else type(value).__name__
    if isinstance(value, (str, bool)) or value is None:
        return ("const", position, kind, value)
    return ("const", position, kind, repr(value) if isinstance(value, (int, float)) else None)


def _position(node: ast.AST) -> Position:
    line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
    end_line, end_column = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
    return (line, column + 1, end_line or line, (column if end_column is None else end_column) + 1)


def _constant_truth(test: ast.expr) -> bool | None:
    if isinstance(test, ast.Constant):
        return bool(test.value)
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    return False if name == "TYPE_CHECKING" else None


def _expects_errors(context: ast.expr) -> bool:
    function = context.func if isinstance(context, ast.Call) else context
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in _EXPECTING


def _caught(handler: ast.ExceptHandler) -> Iterator[str]:
    if handler.type is None:
        yield ""
        return
    for node in ast.walk(handler.type):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
