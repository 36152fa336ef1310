"""What ``self.NAME`` is in a class's methods, where the class gives it one value and nothing else does."""

import ast
from collections.abc import Iterator, Mapping

from automappa_scaffold.source.expression_kinds import is_dotted
from automappa_scaffold.source.tree_walk import walk

__all__ = ["self_attributes"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def self_attributes(node: ast.ClassDef) -> Mapping[str, ast.expr]:
    """Return the names, and attributes of names, that the objects of a plain class hold.

    They stand for what they do in the module. What has bases or a decorator may make other objects.
    """
    if node.decorator_list or node.bases or node.keywords:
        return {}
    found: dict[str, ast.expr | None] = {}
    for name, value in (*_of_class(node), *_of_init(node)):
        found[name] = None if name in found else value
    stored = [n.attr for n in walk(node) if isinstance(n, ast.Attribute) and not isinstance(n.ctx, ast.Load)]
    kept = {name for name, _ in _of_init(node)}
    is_set_by_name = any(isinstance(inner, ast.Name) and inner.id == "setattr" for inner in walk(node))
    return {
        name: value
        for name, value in found.items()
        if value is not None and stored.count(name) == (name in kept) and not is_set_by_name
    }


def _of_class(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield what statements of the class bind, None for anything but a name or an attribute of one."""
    for statement in node.body:
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            yield statement.name, None
            continue
        value = statement.value if isinstance(statement, ast.Assign) else None
        for inner in walk(statement):
            if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
                yield inner.id, value if value is not None and is_dotted(value) else None


def _of_init(node: ast.ClassDef) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield what ``__init__`` surely stores in its first parameter, None for what belongs to itself."""
    init = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
    if init is None or init.decorator_list or not init.args.args:
        return
    args = init.args
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    own = {arg.arg for arg in (*args.posonlyargs, *args.args, *args.kwonlyargs, *extra)}
    own |= {n.id for n in walk(init) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    for statement in init.body:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        if not isinstance(statement, ast.Assign) or not isinstance(target, ast.Attribute):
            continue
        is_self = isinstance(target.value, ast.Name) and target.value.id == args.args[0].arg
        if is_self and len(statement.targets) == 1:
            root: ast.expr = statement.value
            while isinstance(root, ast.Attribute):
                root = root.value
            is_known = isinstance(root, ast.Name) and root.id not in own
            yield target.attr, statement.value if is_known else None
