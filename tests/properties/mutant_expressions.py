"""Mistakes in expressions and small statements: others of the same file, arguments, targets, branches."""

import ast
import copy
from collections.abc import Callable

from tests.properties.mutant_parts import read_parts
from tests.properties.mutant_project import Project, bodies, put

__all__ = ["EXPRESSION_CHANGES"]


def _graft(project: Project) -> str:
    """Put an expression of the file in the place of another."""
    tree = project.trees[project.pick_file()]
    old = project.pick_expression(tree)
    return "" if old is None else put(tree, (old, project.donor(tree)))


def _exchange(project: Project) -> str:
    """Exchange two expressions of a file that do not hold each other."""
    tree = project.trees[project.pick_file()]
    one, other = project.pick_expression(tree), project.pick_expression(tree)
    if one is None or other is None:
        return ""
    if other in ast.walk(one) or one in ast.walk(other):
        return ""
    return put(tree, (one, copy.deepcopy(other)), (other, copy.deepcopy(one)))


def _change_call(project: Project) -> str:
    """Change the order, the kind, the number or the values of arguments."""
    random = project.random
    tree = project.trees[project.pick_file()]
    call = project.pick_expression(tree, ast.Call)
    if not isinstance(call, ast.Call):
        return ""
    before, kind = ast.unparse(call)[:60], random.randrange(9)
    keywords = [n.arg for n in ast.walk(tree) if isinstance(n, ast.keyword) and n.arg] or ["name"]
    if kind == 0:
        call.args.reverse()
    elif kind == 1 and call.keywords:
        call.args.append(call.keywords.pop(0).value)
    elif kind == 2:
        call.args.append(project.donor(tree))
    elif kind == 3:
        call.keywords.append(ast.keyword(random.choice(keywords), project.donor(tree)))
    elif kind == 4 and call.keywords:
        random.choice(call.keywords).arg = random.choice((None, *keywords))
    elif kind == 5 and call.keywords:
        random.choice(call.keywords).value = project.donor(tree)
    elif kind == 6 and call.args:
        at = random.randrange(len(call.args))
        call.args[at] = ast.Starred(call.args[at], ast.Load())
    elif kind == 7:
        found = project.pick_expression(tree, ast.Call)
        assert isinstance(found, ast.Call)
        call.func = copy.deepcopy(found.func)
    elif call.args:
        call.keywords.insert(0, ast.keyword(random.choice(keywords), call.args.pop()))
    return f"call {before} -> {ast.unparse(call)[:80]}"


def _change_assignment(project: Project) -> str:
    """Change what is assigned to, or how."""
    random = project.random
    path = project.pick_file()
    places = [
        (body, n)
        for body in bodies(project.trees[path])
        for n, stmt in enumerate(body)
        if isinstance(stmt, (ast.Assign, ast.AnnAssign)) and stmt.value
    ]
    if not places:
        return ""
    body, at = random.choice(places)
    stmt = body[at]
    target = stmt.targets[0] if isinstance(stmt, ast.Assign) else getattr(stmt, "target", None)
    name, value = ast.unparse(target or ast.Constant(0)), ast.unparse(getattr(stmt, "value", stmt))
    other = ast.unparse(project.donor(project.trees[path]))
    text = random.choice(read_parts("other forms of an assignment"))
    for mark, part in (("$name", name), ("$value", value), ("$other", other)):
        text = text.replace(mark, part)
    try:
        body[at : at + 1] = ast.parse(text).body
    except SyntaxError:  # ``self.x: int = 1, y = 2`` and the like
        return ""
    return f"{text[:90]!r} in {path}"


def _change_flow(project: Project) -> str:
    """Exchange branches, lose them, handle other errors, leave loops otherwise."""
    random = project.random
    path = project.pick_file()
    kinds = (ast.If, ast.For, ast.While, ast.Try, ast.With, ast.Raise, ast.Assert, ast.IfExp)
    found = [node for node in ast.walk(project.trees[path]) if isinstance(node, kinds)]
    if not found:
        return ""
    node = random.choice(found)
    kind = random.randrange(3)
    if isinstance(node, ast.If):
        if kind == 0:
            node.body, node.orelse = node.orelse or [ast.Pass()], node.body
        elif kind == 1:
            node.orelse = []
        else:
            node.test = project.donor(project.trees[path])
    elif isinstance(node, (ast.For, ast.While)):
        node.body.insert(random.choice((0, len(node.body))), random.choice((ast.Break(), ast.Continue())))
    elif isinstance(node, ast.Try) and node.handlers:
        handler = random.choice(node.handlers)
        if kind == 0:
            handler.type = ast.Name(random.choice(read_parts("errors")), ast.Load())
        elif kind == 1:
            node.body, handler.body = handler.body, node.body
        else:
            handler.body = [ast.Raise(None, None)]
    elif isinstance(node, ast.With):
        node.items[0].context_expr = project.donor(project.trees[path])
    elif isinstance(node, ast.Raise):
        node.exc = (None, ast.Name(random.choice(read_parts("errors")), ast.Load()), node.cause)[kind]
        node.cause = node.cause if node.exc else None
    elif isinstance(node, ast.Assert):
        node.test = project.donor(project.trees[path])
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    return f"flow {ast.unparse(node)[:60]!r} in {path}"


_COLLECTIONS = (
    *(ast.List, ast.Tuple, ast.Set, ast.Dict),
    *(ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.SetComp),
)


def _change_collection(project: Project) -> str:
    """Make another kind of a collection or comprehension, or change one of its parts."""
    random = project.random
    tree = project.trees[project.pick_file()]
    kinds = (
        ast.List,
        ast.Tuple,
        ast.Set,
        ast.Dict,
        ast.ListComp,
        ast.GeneratorExp,
        ast.DictComp,
        ast.SetComp,
    )
    old = project.pick_expression(tree, *kinds)
    new: ast.expr | None = None
    if isinstance(old, (ast.List, ast.Tuple, ast.Set)):
        parts = [copy.deepcopy(part) for part in old.elts]
        random.shuffle(parts)
        parts += [project.donor(tree)] if random.random() < 0.4 else []
        parts = parts[1:] if random.random() < 0.2 and len(parts) > 1 else parts
        made = random.choice((ast.List, ast.Tuple, ast.List, ast.Tuple, ast.Set))
        new = ast.Set(parts) if made is ast.Set and parts else ast.List(parts, ast.Load())
        new = ast.Tuple(parts, ast.Load()) if made is ast.Tuple else new
    elif isinstance(old, ast.Dict):
        new = copy.deepcopy(old)
        assert isinstance(new, ast.Dict)
        if new.keys and random.random() < 0.5:
            at = random.randrange(len(new.keys))
            new.keys[at], new.values[at] = new.values[at], new.keys[at] or ast.Constant(None)
        else:
            new.keys.append(random.choice((None, project.donor(tree))))
            new.values.append(project.donor(tree))
    elif isinstance(old, (ast.ListComp, ast.GeneratorExp, ast.SetComp, ast.DictComp)):
        element = old.key if isinstance(old, ast.DictComp) else old.elt
        new = random.choice((ast.ListComp, ast.GeneratorExp, ast.SetComp))(element, old.generators)
    return "" if old is None or new is None else put(tree, (old, new))


def _change_through_name(project: Project) -> str:
    """Put a value in the place of its name, or a name that is bound before or after in that of a value."""
    random = project.random
    tree = project.trees[project.pick_file()]
    values = {
        stmt.targets[0].id: stmt.value
        for stmt in tree.body
        if isinstance(stmt, ast.Assign) and isinstance(stmt.targets[0], ast.Name)
    }
    old = project.pick_expression(tree)
    if old is None:
        return ""
    if isinstance(old, ast.Name) and old.id in values:
        return put(tree, (old, copy.deepcopy(values[old.id])))
    at = next((n for n, stmt in enumerate(tree.body) if old in ast.walk(stmt)), 0)
    told = put(tree, (old, ast.Name("extracted", ast.Load())))
    value = ast.Assign([ast.Name("extracted", ast.Store())], old, lineno=1)
    tree.body.insert(random.choice((at, at, at + 1, len(tree.body))), value)
    return f"{told} at {at}"


EXPRESSION_CHANGES: tuple[Callable[[Project], str], ...] = (
    *(_graft,) * 4,
    *(_exchange,) * 2,
    *(_change_call,) * 4,
    *(_change_assignment,) * 3,
    *(_change_flow,) * 2,
    *(_change_collection,) * 2,
    *(_change_through_name,) * 2,
)
