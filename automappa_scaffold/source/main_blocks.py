"""What a module does only when it is run as a script."""

import ast
from collections.abc import Iterator, Sequence
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
            for node in _run_calls(block.body, tree):
                if isinstance(node.func, ast.Attribute):
                    owner = node.func.value
                    if node.func.attr in _STARTS and isinstance(owner, ast.Name) and owner.id in apps:
                        return WorkerCall(node.lineno, node.col_offset + 1, apps[owner.id])
    return None


def _run_calls(body: Sequence[ast.stmt], tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the calls in a block, and those in the module's plain functions that it calls."""
    functions = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.decorator_list
    }
    waiting = list(body)
    while waiting:
        for node in ast.walk(waiting.pop(0)):
            if isinstance(node, ast.Call):
                yield node
                called = functions.pop(node.func.id, None) if isinstance(node.func, ast.Name) else None
                waiting += called.body if called is not None else ()


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
