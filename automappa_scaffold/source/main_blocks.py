"""What a module does only when it is run as a script."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from automappa_scaffold.source.parsing import SourceSyntaxError, parse_source

__all__ = ["WorkerCall", "find_worker_call"]

_STARTS = frozenset({"start", "worker_main", "Worker"})


@dataclass(frozen=True, slots=True)
class WorkerCall:
    """A call that starts a worker under ``if __name__ == "__main__"``.

    ``app_name`` is the constant that its app is made with; empty where that is ``__name__`` or nothing.
    """

    line: int
    column: int
    app_name: str


def find_worker_call(source: bytes) -> WorkerCall | None:
    """Return the first such call on an app that the same file makes, or None."""
    try:
        tree = parse_source(source)
    except SourceSyntaxError:
        return None
    apps = dict(_apps(tree))
    for block in tree.body:
        if isinstance(block, ast.If) and _is_main_test(block.test):
            for node in (inner for statement in block.body for inner in ast.walk(statement)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    if node.func.attr in _STARTS and isinstance(owner, ast.Name) and owner.id in apps:
                        return WorkerCall(node.lineno, node.col_offset + 1, apps[owner.id])
    return None


def _apps(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if not isinstance(value, ast.Call) or not ast.unparse(value.func).endswith("Celery"):
            continue
        given = [*value.args[:1], *(keyword.value for keyword in value.keywords if keyword.arg == "main")]
        name = given[0].value if given and isinstance(given[0], ast.Constant) else ""
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, name if isinstance(name, str) else ""


def _is_main_test(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and {"__name__", "'__main__'"} == {
        ast.unparse(part) for part in (test.left, *test.comparators)
    }
