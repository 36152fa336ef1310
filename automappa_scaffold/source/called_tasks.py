"""Tasks that a call at module level makes, as written: ``work = queue.task(function)``."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["WrittenTask", "called_tasks", "dotted_name"]


@dataclass(frozen=True, slots=True)
class WrittenTask:
    """A decorated function, or one that a call makes a task.

    Attributes:
        function: its name, or that of a class; ``name``: the constant that ``name=`` gives, or empty.
        decorator: the decorator without its call, ``queue.task``; ``queue.register_task`` of a class.
        line: of the decorator or of the call; ``column`` likewise, both from 1.
        guard: what decides whether it runs: ``if X``, ``else of if X``, ``try``, ``except X``, ``case X``,
            ``for X in Y``, ``while X``, ``function f``; empty at module level. ``guard_line`` is its line.
        is_plain_function: of a function around it, whether it can be called without arguments.
    """

    function: str
    name: str
    decorator: str
    line: int
    column: int
    guard: str = ""
    guard_line: int = 0
    is_plain_function: bool = False


def called_tasks(tree: ast.Module) -> Iterator[WrittenTask]:
    """Yield the tasks whose names are written out, or follow from their functions."""
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for node, known in _rounds(tree.body):
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr)) else None
        if isinstance(node, ast.FunctionDef) and known:
            yield from _decorated(node, known)
        if not isinstance(value, ast.Call) or len(value.args) != 1:
            continue
        (made,), maker = value.args, value.func
        keywords = [*value.keywords, *(maker.keywords if isinstance(maker, ast.Call) else ())]
        maker = maker.func if isinstance(maker, ast.Call) and not maker.args else maker
        dotted = dotted_name(maker)
        last = dotted.rpartition(".")[2]
        line, column = value.lineno, value.col_offset + 1
        if last in ("task", "shared_task"):
            given = _given_name(keywords)
            name = _text(given, known)
            function = made.id if isinstance(made, ast.Name) else dotted_name(getattr(made, "func", made))
            if name or (given is None and isinstance(made, ast.Name) and not known):
                yield WrittenTask(function, name, dotted, line, column)
        elif last == "register_task" and isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
            name = _name_in_class(classes.get(made.func.id))
            if name:
                yield WrittenTask(made.func.id, name, dotted, line, column)


def _rounds(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, Mapping[str, object]]]:
    """Yield the statements of a module, those of loops over constants for each of these, with its value."""
    for node in body:
        if not isinstance(node, ast.For):
            yield node, {}
            continue
        elements = node.iter.elts if isinstance(node.iter, (ast.Tuple, ast.List)) else []
        if isinstance(node.target, ast.Name) and all(isinstance(each, ast.Constant) for each in elements):
            for each in elements:
                assert isinstance(each, ast.Constant)
                yield from ((inner, {node.target.id: each.value}) for inner in node.body)


def _decorated(node: ast.FunctionDef, known: Mapping[str, object]) -> Iterator[WrittenTask]:
    """Yield what a function becomes in a round of a loop, where its name follows from that."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        dotted = dotted_name(call.func) if call is not None else ""
        name = _text(_given_name(call.keywords), known) if call is not None else ""
        if name and dotted.rpartition(".")[2] in ("task", "shared_task"):
            yield WrittenTask(node.name, name, dotted, decorator.lineno, decorator.col_offset + 1)


def _given_name(keywords: Sequence[ast.keyword]) -> ast.expr | None:
    return next((word.value for word in keywords if word.arg == "name"), None)


def _name_in_class(node: ast.ClassDef | None) -> str:
    for statement in node.body if node is not None else ():
        if isinstance(statement, ast.Assign) and dotted_name(statement.targets[0]) == "name":
            return _text(statement.value)
    return ""


def _text(node: ast.expr | None, known: Mapping[str, object] = MappingProxyType({})) -> str:
    """Return a text that is written out, but for names of known values; empty: it is none."""
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part, known) for part in node.values]
        return "".join(parts) if all(parts) else ""
    if isinstance(node, ast.FormattedValue):
        is_plain = node.conversion == -1 and node.format_spec is None
        node = node.value if is_plain and isinstance(node.value, ast.Name) else None
    if isinstance(node, ast.Name) and node.id in known:
        return str(known[node.id])
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def dotted_name(node: ast.expr) -> str:
    """Return a name with its attributes, an empty text for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
