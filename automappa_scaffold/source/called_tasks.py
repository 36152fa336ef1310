"""Tasks that a call at module level makes, as written: ``work = queue.task(function)``."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

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
    for node in tree.body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign, ast.Expr)) else None
        if not isinstance(value, ast.Call) or len(value.args) != 1:
            continue
        (made,), maker = value.args, value.func
        keywords = [*value.keywords, *(maker.keywords if isinstance(maker, ast.Call) else ())]
        maker = maker.func if isinstance(maker, ast.Call) and not maker.args else maker
        dotted = dotted_name(maker)
        last = dotted.rpartition(".")[2]
        line, column = value.lineno, value.col_offset + 1
        if last in ("task", "shared_task") and isinstance(made, ast.Name):
            given = next((word.value for word in keywords if word.arg == "name"), None)
            name = _text(given)
            if given is None or name:
                yield WrittenTask(made.id, name, dotted, line, column)
        elif last == "register_task" and isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
            name = _name_in_class(classes.get(made.func.id))
            if name:
                yield WrittenTask(made.func.id, name, dotted, line, column)


def _name_in_class(node: ast.ClassDef | None) -> str:
    for statement in node.body if node is not None else ():
        if isinstance(statement, ast.Assign) and dotted_name(statement.targets[0]) == "name":
            return _text(statement.value)
    return ""


def _text(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def dotted_name(node: ast.expr) -> str:
    """Return a name with its attributes, an empty text for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""
