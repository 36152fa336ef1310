"""Mistakes of code that is moved: between modules, in and out of functions and classes, and elsewhere."""

import ast
import copy
from collections.abc import Callable
from random import Random

from tests.properties.mutant_apps import read_apps
from tests.properties.mutant_definitions import DEFINITION_CHANGES
from tests.properties.mutant_expressions import EXPRESSION_CHANGES
from tests.properties.mutant_parts import read_parts
from tests.properties.mutant_project import Project, bodies, definitions, module_name, put
from tests.properties.mutants import Mutant

__all__ = ["make_graft_mutant"]

_APPS = read_apps()
_SETTINGS = read_parts("settings")


def make_graft_mutant(seed: int) -> Mutant:
    """Return the mutant of a number: an app of any kind with one to three such mistakes."""
    random = Random(seed)
    kind = random.choice(sorted(_APPS))
    project = Project(random, _APPS[kind])
    done = [kind]
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        for _ in range(4):
            told = random.choice(_CHANGES)(project)
            if told:
                done.append(told)
                break
    return Mutant(project.app, project.texts(), tuple(done))


def _bound_names(stmt: ast.stmt) -> list[str]:
    if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [stmt.name]
    if isinstance(stmt, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).partition(".")[0] for alias in stmt.names if alias.name != "*"]
    return [node.id for node in ast.walk(stmt) if isinstance(node, ast.Name) and not _is_read(node)]


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _move_to_module(project: Project) -> str:
    """Move statements into another module, with or without the imports that they and their users need."""
    random = project.random
    source, target = project.pick_file(), project.pick_file()
    body = project.trees[source].body
    if source == target or not body:
        return ""
    at = random.randrange(len(body))
    count = random.choice((1, 1, 1, 2, 3))
    moved = body[at : at + count]
    del body[at : at + count]
    other = project.trees[target].body
    place = random.choice((0, len(other), random.randint(0, len(other))))
    names = [name for stmt in moved for name in _bound_names(stmt)]
    if random.random() < 0.6 and names:
        aliases = [ast.alias(name) for name in dict.fromkeys(names)]
        if random.random() < 0.15:
            aliases = [ast.alias("*")]
        body.insert(min(at, len(body)), ast.ImportFrom(module_name(target), aliases, 0))
    if random.random() < 0.6:
        read = {
            node.id
            for stmt in moved
            for node in ast.walk(stmt)
            if isinstance(node, ast.Name) and _is_read(node)
        }
        there = {name for stmt in body for name in _bound_names(stmt)}
        needed = [ast.alias(name) for name in sorted(read & there)]
        imports = [stmt for stmt in body if isinstance(stmt, (ast.Import, ast.ImportFrom))]
        if random.random() < 0.5:
            moved = [*(copy.deepcopy(stmt) for stmt in imports if read & {*_bound_names(stmt)}), *moved]
        elif needed:
            moved = [ast.ImportFrom(module_name(source), needed, 0), *moved]
    other[place:place] = moved
    return f"{source} to {target} at {place}: {ast.unparse(moved[-1])[:40]!r} of {count}"


def _swap_between_modules(project: Project) -> str:
    """Exchange statements, of one module or of two."""
    first, second = project.pick_file(), project.pick_file()
    a, b = project.pick_body(project.trees[first]), project.pick_body(project.trees[second])
    if not a or not b:
        return ""
    i, j = project.random.randrange(len(a)), project.random.randrange(len(b))
    inner = {id(node) for node in ast.walk(a[i])}, {id(node) for node in ast.walk(b[j])}
    if id(a[i]) in inner[1] or id(b[j]) in inner[0]:
        return ""
    a[i], b[j] = b[j], a[i]
    return f"exchanged {ast.unparse(a[i])[:40]!r} of {first} and {ast.unparse(b[j])[:40]!r} of {second}"


def _move_in_or_out(project: Project) -> str:
    """Move a statement to another depth: into a function or class, or out of it."""
    path = project.pick_file()
    tree = project.trees[path]
    inner = [body for body in bodies(tree) if body and body is not tree.body]
    if not inner or not tree.body:
        return ""
    body = project.random.choice(inner)
    if project.random.random() < 0.5:
        stmt = body.pop(project.random.randrange(len(body)))
        body.extend([] if body else [ast.Pass()])
        tree.body.insert(project.random.randint(0, len(tree.body)), stmt)
        return f"out {ast.unparse(stmt)[:60]!r} in {path}"
    stmt = project.random.choice(tree.body)
    if any(inside is body for inside in bodies(stmt)):
        return ""
    tree.body.remove(stmt)
    body.insert(project.random.randint(0, len(body)), stmt)
    return f"in {ast.unparse(stmt)[:60]!r} in {path}"


def _enclose(project: Project) -> str:
    """Put some statements into one more that uses an expression of the file."""
    path = project.pick_file()
    body = project.pick_body(project.trees[path])
    if not body:
        return ""
    at = project.random.randrange(len(body))
    some = body[at : at + project.random.choice((1, 1, 2, 3))]
    with_expr = project.donor(project.trees[path])
    header = project.random.choice(read_parts("enclosing statements"))
    text = header.replace("$", ast.unparse(with_expr))
    try:
        made = ast.parse(text)
    except SyntaxError:  # ``except*`` before Python 3.11, or an expression that may not stand there
        return ""
    empty = [part for part in bodies(made) if any(isinstance(stmt, ast.Pass) for stmt in part)]
    part = project.random.choice(empty)
    where = next(n for n, stmt in enumerate(part) if isinstance(stmt, ast.Pass))
    part[where : where + 1] = some
    body[at : at + len(some)] = made.body
    return f"enclosed by {text[:60]!r} in {path}"


def _dissolve(project: Project) -> str:
    """Put what a statement holds in its place, or lose one of its parts."""
    path = project.pick_file()
    found = [
        (body, stmt) for body in bodies(project.trees[path]) for stmt in body if [*bodies(stmt)] and body
    ]
    if not found:
        return ""
    body, stmt = project.random.choice(found)
    parts = [part for part in [*bodies(stmt)] if part]
    at = next(n for n, one in enumerate(body) if one is stmt)
    body[at : at + 1] = project.random.choice(parts)
    return f"dissolved {ast.unparse(stmt)[:50]!r} in {path}"


def _change_import_source(project: Project) -> str:
    """Import a name from another module of the app, the module itself, or in another place."""
    random = project.random
    path, other = project.pick_file(), project.pick_file()
    tree = project.trees[path]
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    if not imports or random.random() < 0.3:
        names = [name for stmt in project.trees[other].body for name in _bound_names(stmt)]
        new = ast.parse(
            random.choice(
                (f"import {module_name(other)}", f"from {module_name(other)} import *",
                 f"from {module_name(other)} import {random.choice(names or ['x'])}",
                 f"import {module_name(other)} as {random.choice(names or ['x'])}")
            )
        )  # fmt: skip
        body = project.pick_body(tree)
        body.insert(random.choice((0, len(body), random.randint(0, len(body)))), new.body[0])
        return f"{ast.unparse(new)} in {path}"
    node = random.choice(imports)
    before = ast.unparse(node)
    kind = random.randrange(5)
    if kind == 0:
        node.module, node.level = module_name(other), 0
    elif kind == 1:
        node.level = random.choice((0, 1, 2, 3))
    elif kind == 2:
        alias = random.choice(node.names)
        names = [name for stmt in project.trees[other].body for name in _bound_names(stmt)] or ["x"]
        alias.name, alias.asname = random.choice(names), random.choice((None, alias.name))
    elif kind == 3 and node.module and "." in node.module:
        node.module, _, last = node.module.rpartition(".")
        node.names = [ast.alias(last)]
    else:
        node.names.append(ast.alias(random.choice(("x", "tasks", "queue", "__all__", "__name__", "pages"))))
    return f"{before} -> {ast.unparse(node)} in {path}"


def _change_settings(project: Project) -> str:
    """Add a setting, rename one, or give one the value of another."""
    random = project.random
    path = project.app.words["config"].replace(".", "/") + ".py"
    if path not in project.trees:
        return ""
    tree = project.trees[path]
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    kind = random.randrange(4)
    if kind == 0 or len(assigned) < 2:
        new = ast.parse(random.choice(_SETTINGS).format(**project.app.words)).body
        tree.body[(at := random.randint(0, len(tree.body))) : at] = new
        return f"setting {ast.unparse(new[0])}"
    one, other = random.sample(assigned, 2)
    if kind == 1:
        return put(tree, (one.value, copy.deepcopy(other.value)))
    if kind == 2:
        return put(tree, (one.targets[0], copy.deepcopy(other.targets[0])))
    added = ast.parse(random.choice(_SETTINGS).format(**project.app.words)).body[0]
    if isinstance(added, ast.Assign):
        return put(tree, (one.targets[0], added.targets[0]))
    return put(tree, (one, added))


def _merge(project: Project) -> str:
    """Keep both sides of a merge: a definition twice, the second one with the inside of another."""
    path = project.pick_file()
    body = project.pick_body(project.trees[path])
    if not body:
        return ""
    at = project.random.randrange(len(body))
    twin = copy.deepcopy(body[at])
    found = definitions(twin)
    if found and project.random.random() < 0.5:
        others = definitions(project.trees[path])
        found[0].body = copy.deepcopy(project.random.choice(others).body)
    else:
        old = project.pick_expression(ast.Module([twin], []))
        if old is not None:
            put(twin, (old, project.donor(project.trees[path])))
    body.insert(at + project.random.choice((0, 1)), twin)
    return f"both {ast.unparse(twin)[:60]!r} in {path}"


_CHANGES: tuple[Callable[[Project], str], ...] = (
    *(_move_to_module,) * 5,
    _swap_between_modules,
    *(_move_in_or_out,) * 2,
    *(_enclose,) * 3,
    *(_dissolve,) * 2,
    *(_change_import_source,) * 3,
    *(_change_settings,) * 3,
    *(_merge,) * 2,
    *DEFINITION_CHANGES,
    *EXPRESSION_CHANGES,
)
