"""Functions that are decorated as tasks, as written, with what stands around them; imports inside functions.

Text, not truth: whether ``queue.task`` is a Celery task is for the abstract start to say.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from automappa_scaffold.source.called_tasks import WrittenTask, called_tasks, dotted_name
from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.parsing import SourceSyntaxError

__all__ = ["LAZY_IMPORTS", "WRITTEN_TASKS", "LazyImport", "WrittenFile", "WrittenTask"]


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file's decorated functions, and where its imports take names from (dots lead a relative one)."""

    tasks: tuple[WrittenTask, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LazyImport:
    """An import inside a function: the module and name it takes, by which function, where."""

    module: str
    name: str
    function: str
    line: int
    column: int


def _read_written(file: SourceFile) -> WrittenFile:
    try:
        tree = file.tree()
    except SourceSyntaxError:
        return WrittenFile()
    found = [*_tasks(tree), *called_tasks(tree)]
    tasks = sorted(found, key=lambda task: (task.line, task.column))
    return WrittenFile(tuple(tasks), tuple(sorted(dict(_imports(tree)).items())))


def _tasks(tree: ast.Module) -> Iterator[WrittenTask]:
    # With each statement, what its function's parameters are by default.
    stack: list[tuple[ast.stmt, tuple[str, int, bool], Mapping[str, str]]]
    stack = [(node, ("", 0, False), {}) for node in tree.body]
    while stack:
        node, guard, defaults = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for decorator in node.decorator_list:
                yield from _task(node, decorator, guard, defaults)
            inside = (f"function {node.name}", node.lineno, not _required(node))
            stack += [(child, inside, _defaults(node)) for child in node.body]
        elif isinstance(node, ast.ClassDef):
            stack += [(child, guard, defaults) for child in node.body]
        else:
            stack += [(child, inner, defaults) for child, inner in _guarded(node, guard)]


def _guarded(
    node: ast.stmt, guard: tuple[str, int, bool]
) -> Iterator[tuple[ast.stmt, tuple[str, int, bool]]]:
    """Yield the statements inside a statement, each with the condition nearest to it."""
    is_inside = guard[0].startswith("function ")
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else ():
            if isinstance(child, ast.excepthandler):
                caught = getattr(child, "type", None)
                kind = f"except {ast.unparse(caught)}" if caught is not None else "except"
                found = guard if is_inside else (kind, child.lineno, False)
                yield from ((inner, found) for inner in getattr(child, "body", ()))
            elif isinstance(child, ast.match_case):
                found = guard if is_inside else (f"case {ast.unparse(child.pattern)}", node.lineno, False)
                yield from ((inner, found) for inner in child.body)
            elif isinstance(child, ast.stmt):
                if isinstance(node, ast.Try) and field == "body" and not is_inside:
                    yield child, ("try", node.lineno, False)
                elif isinstance(node, ast.If) and not is_inside:
                    text = f"if {ast.unparse(node.test)}"
                    words = text if field == "body" else f"else of {text}"
                    yield child, (words, node.lineno, False)
                elif isinstance(node, (ast.For, ast.While)) and field == "body" and not is_inside:
                    yield child, (_loop_words(node), node.lineno, False)
                else:
                    yield child, guard


def _loop_words(node: ast.For | ast.While) -> str:
    if isinstance(node, ast.While):
        return f"while {ast.unparse(node.test)}"
    return f"for {ast.unparse(node.target)} in {ast.unparse(node.iter)}"


def _task(
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    decorator: ast.expr,
    guard: tuple[str, int, bool],
    defaults: Mapping[str, str],
) -> Iterator[WrittenTask]:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    root, dot, rest = dotted_name(target).partition(".")
    dotted = f"{defaults.get(root, root)}{dot}{rest}"
    if dotted.rpartition(".")[2] not in ("task", "shared_task"):
        return
    keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
    names = [k.value.value for k in keywords if k.arg == "name" and isinstance(k.value, ast.Constant)]
    name = names[0] if names and isinstance(names[0], str) else ""
    yield WrittenTask(node.name, name, dotted, decorator.lineno, decorator.col_offset + 1, *guard)


def _required(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    args = node.args
    positional = len(args.posonlyargs) + len(args.args) - len(args.defaults)
    return positional > 0 or any(default is None for default in args.kw_defaults)


def _defaults(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Mapping[str, str]:
    """Return the parameters of a function that have a name for a default, each with that."""
    args = node.args
    positional = [*args.posonlyargs, *args.args][::-1]
    pairs = [*zip(positional, args.defaults[::-1], strict=False)]
    pairs += [
        (arg, default) for arg, default in zip(args.kwonlyargs, args.kw_defaults, strict=True) if default
    ]
    named = ((arg.arg, dotted_name(default)) for arg, default in pairs)
    return {name: default for name, default in named if default}


def _imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (top, top)
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            for alias in node.names:
                yield alias.asname or alias.name, f"{source}:{alias.name}"


def _read_lazy(file: SourceFile) -> tuple[LazyImport, ...]:
    try:
        tree = file.tree()
    except SourceSyntaxError:
        return ()
    found: list[LazyImport] = []
    stack: list[tuple[ast.AST, str]] = [(node, "") for node in tree.body]
    while stack:
        node, function = stack.pop()
        if function and isinstance(node, ast.Import):
            found += [
                LazyImport(alias.name, "", function, node.lineno, node.col_offset + 1) for alias in node.names
            ]
        elif function and isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found += [
                LazyImport(module, alias.name, function, node.lineno, node.col_offset + 1)
                for alias in node.names
            ]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            stack += [(child, node.name) for child in node.body]
        elif not isinstance(node, ast.expr):
            stack += [(child, function) for child in ast.iter_child_nodes(node)]
    return tuple(sorted(found, key=lambda lazy: (lazy.line, lazy.column, lazy.name)))


def _written_to_json(written: WrittenFile) -> Any:
    return [[list(asdict(task).values()) for task in written.tasks], [list(pair) for pair in written.imports]]


def _written_from_json(data: Any) -> WrittenFile:
    tasks, imports = data
    return WrittenFile(tuple(WrittenTask(*task) for task in tasks), tuple((a, b) for a, b in imports))


WRITTEN_TASKS = FactKind(
    f"{__name__}:WRITTEN_TASKS", read=_read_written, to_json=_written_to_json, from_json=_written_from_json
)
LAZY_IMPORTS = FactKind(
    f"{__name__}:LAZY_IMPORTS",
    read=_read_lazy,
    to_json=lambda found: [list(asdict(lazy).values()) for lazy in found],
    from_json=lambda data: tuple(LazyImport(*lazy) for lazy in data),
)
