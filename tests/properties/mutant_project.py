"""An app as trees, for mistakes that know more than one place of it."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.properties.mutant_apps import MutantApp

__all__ = ["Project", "bodies", "definitions", "expressions", "module_name", "put", "run_later"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class Project:
    """The trees of an app's files; those that are changed are printed anew."""

    random: Random
    app: MutantApp
    trees: dict[str, ast.Module] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, text in self.app.files.items():
            if name.endswith(".py"):
                self.trees[name] = ast.parse(text)

    def pick_file(self) -> str:
        """Return a file, most often one that holds something."""
        likely = [name for name in self.trees if self.trees[name].body]
        return self.random.choice(likely if self.random.random() < 0.95 else [*self.trees])

    def pick_expression(self, tree: ast.Module, *kinds: type[ast.expr]) -> ast.expr | None:
        """Return an expression that may be replaced, most often one that is evaluated at import."""
        found = [*expressions(tree, kinds or (ast.expr,))]
        later = run_later(tree)
        early = [node for node in found if id(node) not in later]
        return self.random.choice(early if early and self.random.random() < 0.8 else found) if found else None

    def pick_body(self, tree: ast.Module) -> list[ast.stmt]:
        """Return statements that stand below each other, most often those of the module."""
        found = [body for body in bodies(tree) if body]
        if not found or self.random.random() < 0.6:
            return tree.body
        return self.random.choice(found)

    def donor(self, tree: ast.Module) -> ast.expr:
        """Return a copy of an expression that stands in this file, or in another."""
        other = tree if self.random.random() < 0.8 else self.trees[self.pick_file()]
        found = self.pick_expression(other)
        return ast.Constant(None) if found is None else copy.deepcopy(found)

    def texts(self) -> dict[str, str]:
        """Return the files, those whose trees are as before with their own text."""
        files = dict(self.app.files)
        for name, tree in self.trees.items():
            text = files.get(name)
            if text is None or ast.dump(ast.parse(text)) != ast.dump(tree):
                files[name] = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        return files


def module_name(path: str) -> str:
    """Return the name under which the module of a file is imported."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements of a tree."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if isinstance(body, list) and not isinstance(node, ast.Lambda):
                yield body


def definitions(tree: ast.AST) -> list[Definition]:
    """Return functions and classes, those inside others too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def run_later(tree: ast.Module) -> set[int]:
    """Return what is not evaluated while the module is imported: what stands in functions."""
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {id(inner) for node in functions for stmt in node.body for inner in ast.walk(stmt)}


def expressions(tree: ast.AST, kinds: tuple[type[ast.expr], ...]) -> Iterator[ast.expr]:
    """Yield what may be replaced by any other expression."""
    fixed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.JoinedStr, ast.MatchValue)):
            fixed |= {id(inner) for inner in ast.walk(node) if inner is not node}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            fixed.add(id(node.value))
    for node in ast.walk(tree):
        is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and not isinstance(node, ast.Starred)
        if is_read and isinstance(node, kinds) and id(node) not in fixed:
            yield node


class _Put(ast.NodeTransformer):
    def __init__(self, news: dict[int, ast.AST]) -> None:
        self.news = news

    def visit(self, node: ast.AST) -> ast.AST:
        return self.news.get(id(node)) or super().generic_visit(node)


def put(tree: ast.AST, *pairs: tuple[ast.AST, ast.AST]) -> str:
    """Put nodes in the place of others, and return what was done."""
    told = "; ".join(f"{ast.unparse(old)[:50]} -> {ast.unparse(new)[:70]}" for old, new in pairs)
    _Put({id(old): new for old, new in pairs}).visit(tree)
    return told.replace("\n", "|")
