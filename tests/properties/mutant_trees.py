"""Mistakes in the tree of a file: in values, names, attributes, calls, operators, annotations and imports."""

import ast
import builtins
import copy
from collections.abc import Callable
from random import Random

from tests.properties.mutant_apps import read_apps
from tests.properties.mutant_parts import read_parts
from tests.properties.mutant_project import expressions
from tests.properties.mutants import Mutant

__all__ = ["make_tree_mutant"]

_APPS = read_apps()
_APP_NAMES = ("example", "example", "guide", "included", "class", "wide", "wide", "pages", "pages")
_EXPRESSIONS = read_parts("other forms of an expression")
_TYPES = read_parts("annotations")
_VALUES = read_parts("values")
_BUILTINS = tuple(
    name
    for name in sorted(dir(builtins))
    if name.islower() and name[0] != "_" and name not in ("breakpoint", "exit", "help", "input", "quit")
)
_ATTRIBUTES = ("x", "name", "task", "conf", "append", "get", "__name__", "__class__", "delay", "s", "update")
_KEYWORDS = ("name", "bind", "base", "lazy", "shared", "x", "main", "include", "default", "key", "silent")
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.BitOr, ast.BitAnd, ast.MatMult, ast.Pow)
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.GtE, ast.Is, ast.IsNot, ast.In, ast.NotIn)


def make_tree_mutant(seed: int) -> Mutant:
    """Return the mutant of a number: an app with one to three such mistakes."""
    random = Random(seed)
    kind = random.choice(_APP_NAMES)
    app = _APPS[kind]
    files, done = dict(app.files), [kind]
    for _ in range(random.choice((1, 1, 2, 3))):
        name = random.choice(app.likely)
        tree = ast.parse(files[name])
        change = random.choice(_CHANGES)
        what = change(random, tree)
        files[name] = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        done.append(f"{what} in {name}")
    return Mutant(app, files, tuple(done))


def _read(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _run_later(tree: ast.Module) -> set[int]:
    """Return what is not evaluated while the module is imported: what stands in functions."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {id(inner) for node in functions for stmt in node.body for inner in ast.walk(stmt)}


class _Put(ast.NodeTransformer):
    """Puts one expression in the place of another."""

    def __init__(self, old: ast.expr, new: ast.expr) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """Return the node, or the one that takes its place."""
        return self.new if node is self.old else super().generic_visit(node)


def _pick(random: Random, tree: ast.Module, *kinds: type[ast.expr]) -> ast.expr | None:
    found = [*expressions(tree, kinds or (ast.expr,))]
    later = _run_later(tree)
    early = [node for node in found if id(node) not in later]
    return random.choice(early if early and random.random() < 0.8 else found) if found else None


def _replaced(tree: ast.Module, old: ast.expr, new: str) -> str:
    _Put(old, _read(new)).visit(tree)
    return f"{ast.unparse(old)[:50]} -> {new[:70]}"


def _wrap(random: Random, tree: ast.Module) -> str:
    """Put an expression into a call of a built-in function, or into another form."""
    old = _pick(random, tree)
    if old is None:
        return ""
    if random.random() < 0.4:
        return _replaced(tree, old, f"{random.choice(_BUILTINS)}({ast.unparse(old)})")
    return _replaced(tree, old, random.choice(_EXPRESSIONS).replace("$", ast.unparse(old)))


def _other_value(random: Random, tree: ast.Module) -> str:
    old = _pick(random, tree, ast.Constant)
    return "" if old is None else _replaced(tree, old, random.choice(_VALUES))


def _other_name(random: Random, tree: ast.Module) -> str:
    old = _pick(random, tree, ast.Name)
    if not isinstance(old, ast.Name):
        return ""
    names = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)})
    new = random.choice(
        (f"{old.id}s", old.id.upper(), f"_{old.id}", random.choice(names), "__name__", "self")
    )
    return _replaced(tree, old, random.choice((new, random.choice(names), random.choice(_BUILTINS))))


def _other_attribute(random: Random, tree: ast.Module) -> str:
    old = _pick(random, tree, ast.Attribute)
    if not isinstance(old, ast.Attribute):
        return ""
    owner, name = ast.unparse(old.value), old.attr
    new = random.choice((f"{name}s", f"_{name}", name.upper(), f"{name}.{name}", random.choice(_ATTRIBUTES)))
    return _replaced(tree, old, random.choice((f"{owner}.{new}", f"{owner}[{name!r}]", owner, name)))


def _other_call(random: Random, tree: ast.Module) -> str:
    old = _pick(random, tree, ast.Call)
    if not isinstance(old, ast.Call):
        return ""
    before = ast.unparse(old)[:50]
    kind = random.randrange(8)
    if kind == 0 and old.args:
        old.args.pop()
    elif kind == 1 and old.keywords:
        old.keywords.pop(random.randrange(len(old.keywords)))
    elif kind == 2 and old.keywords:
        old.keywords.append(copy.deepcopy(random.choice(old.keywords)))
    elif kind == 3 and old.args:
        old.keywords.insert(0, ast.keyword(random.choice(_KEYWORDS), old.args.pop(0)))
    elif kind == 4:
        return _replaced(tree, old, ast.unparse(old.func))
    elif kind == 5:
        return _replaced(tree, old, f"{ast.unparse(old)}()")
    elif kind == 6:
        old.args.insert(0, _read(random.choice(_VALUES)))
    else:
        old.keywords.append(ast.keyword(random.choice(_KEYWORDS), _read(random.choice(_VALUES))))
    return f"call {before} -> {ast.unparse(old)[:70]}"


def _other_operator(random: Random, tree: ast.Module) -> str:
    found = [
        n for n in ast.walk(tree) if isinstance(n, (ast.BinOp, ast.Compare, ast.BoolOp, ast.If, ast.IfExp))
    ]
    if not found:
        return _wrap(random, tree)
    node = random.choice(found)
    if isinstance(node, ast.BinOp):
        node.op = random.choice(_OPERATORS)()
    elif isinstance(node, ast.Compare):
        node.ops[0] = random.choice(_COMPARISONS)()
    elif isinstance(node, ast.BoolOp):
        node.values.reverse()
    else:
        node.test = ast.UnaryOp(ast.Not(), node.test)
    return f"operator in {ast.unparse(node)[:50]}"


def _other_annotation(random: Random, tree: ast.Module) -> str:
    new = random.choice(_TYPES)
    arguments = [node for node in ast.walk(tree) if isinstance(node, ast.arg)]
    assigned = [node for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    if assigned and random.random() < 0.4:
        random.choice(assigned).annotation = _read(new)
    elif functions and random.random() < 0.3:
        random.choice(functions).returns = _read(new)
    elif arguments:
        random.choice(arguments).annotation = _read(new)
    return f"annotation {new}"


def _other_import(random: Random, tree: ast.Module) -> str:
    found = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    if not found:
        return _other_name(random, tree)
    node = random.choice(found)
    before, kind = ast.unparse(node), random.randrange(7)
    if kind == 0:
        node.level += 1
    elif kind == 1:
        node.level = 0 if node.level and node.module else 1
    elif kind == 2:
        node.names = [ast.alias("*")]
    elif kind == 3:
        random.choice(node.names).name += "s"
    elif kind == 4:
        random.choice(node.names).asname = "other"
    elif kind == 5:
        tree.body.remove(node)
    else:
        tree.body.append(tree.body.pop(tree.body.index(node)))
    return f"import {before} ({kind})"


_CHANGES: tuple[Callable[[Random, ast.Module], str], ...] = (
    *(_wrap,) * 4,
    *(_other_value,) * 2,
    *(_other_name,) * 2,
    _other_attribute,
    *(_other_call,) * 2,
    _other_operator,
    *(_other_annotation,) * 2,
    *(_other_import,) * 2,
)
