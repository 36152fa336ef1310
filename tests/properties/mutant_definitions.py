"""Mistakes in definitions: decorators, parameters, returns, base classes, kinds and names."""

import ast
import copy
from collections.abc import Callable

from tests.properties.mutant_parts import read_parts
from tests.properties.mutant_project import Project, bodies, definitions

__all__ = ["DEFINITION_CHANGES"]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in definitions(tree) if isinstance(node, _FUNCTIONS)]


def _change_decorators(project: Project) -> str:
    """Exchange decorators, copy them to another definition, call them or leave out the call."""
    random = project.random
    path = project.pick_file()
    every = definitions(project.trees[path])
    decorated = [node for node in every if node.decorator_list]
    if not decorated:
        return ""
    node, other = random.choice(decorated), random.choice(every)
    kind = random.randrange(6)
    if kind == 0 and len(node.decorator_list) > 1:
        node.decorator_list.reverse()
    elif kind == 1:
        other.decorator_list += copy.deepcopy(node.decorator_list)
    elif kind == 2:
        node.decorator_list, other.decorator_list = other.decorator_list, node.decorator_list
    elif kind == 3:
        added = random.choice(read_parts("plain decorators"))
        own = ast.parse(f"{added}\ndef f(): ...").body[0]
        assert isinstance(own, ast.FunctionDef)
        node.decorator_list[(at := random.choice((0, len(node.decorator_list)))) : at] = own.decorator_list
    elif kind == 4:
        at = random.randrange(len(node.decorator_list))
        old = node.decorator_list[at]
        node.decorator_list[at] = old.func if isinstance(old, ast.Call) else ast.Call(old, [], [])
    else:
        node.decorator_list.pop(random.randrange(len(node.decorator_list)))
    return f"decorators ({kind}) of {node.name} and {other.name} in {path}"


def _change_parameters(project: Project) -> str:
    """Change the order, the kinds, the number or the defaults of parameters."""
    random = project.random
    path = project.pick_file()
    found = _functions(project.trees[path])
    if not found:
        return ""
    node = random.choice(found)
    args = node.args
    before, kind = ast.unparse(args), random.randrange(10)
    if kind == 0:
        args.args.reverse()
    elif kind == 1 and args.args:
        args.args.pop(random.randrange(len(args.args)))
        args.defaults = args.defaults[-len(args.args) :] if args.args else []
    elif kind == 2 and args.args:
        moved = args.args.pop()
        args.defaults = args.defaults[:-1]
        args.kwonlyargs.append(moved)
        args.kw_defaults.append(random.choice((None, ast.Constant(None))))
    elif kind == 3:
        args.posonlyargs += args.args[:1]
        del args.args[:1]
    elif kind == 4:
        args.vararg = None if args.vararg else ast.arg("args")
    elif kind == 5:
        args.kwarg = None if args.kwarg else ast.arg("kwargs")
    elif kind == 6 and args.args:
        args.defaults = [project.donor(project.trees[path]) for _ in args.args]
    elif kind == 7:
        args.defaults = []
    elif kind == 8:
        args.args.insert(0, ast.arg(random.choice(("self", "cls", "request"))))
    elif args.args:
        random.choice(args.args).arg = random.choice(("x", "self", "value", "name", "request"))
    return f"parameters {before} -> {ast.unparse(args)} of {node.name} in {path}"


def _change_return(project: Project) -> str:
    """Lose a return or its value, yield instead, or return early."""
    random = project.random
    path = project.pick_file()
    found = _functions(project.trees[path])
    if not found:
        return ""
    node = random.choice(found)
    places = [
        (body, n) for body in bodies(node) for n, stmt in enumerate(body) if isinstance(stmt, ast.Return)
    ]
    kind = random.randrange(6)
    if not places or kind == 0:
        node.body.insert(0, ast.Return(project.donor(project.trees[path])))
        return f"early return of {node.name} in {path}"
    body, at = random.choice(places)
    value = getattr(body[at], "value", None) or ast.Constant(None)
    body[at] = random.choice(
        (ast.Return(None), ast.Expr(value), ast.Pass(), ast.Expr(ast.Yield(value)),
         ast.Return(project.donor(project.trees[path])), ast.Return(ast.Tuple([value], ast.Load())),
         ast.Raise(value, None), ast.Expr(ast.YieldFrom(value)))
    )  # fmt: skip
    return f"return of {node.name}: {ast.unparse(body[at])[:50]} in {path}"


def _change_bases(project: Project) -> str:
    """Change the classes on which one is built, or what is told to them."""
    random = project.random
    path = project.pick_file()
    classes = [node for node in definitions(project.trees[path]) if isinstance(node, ast.ClassDef)]
    if not classes:
        return ""
    node = random.choice(classes)
    before, kind = ast.unparse((node.bases and node.bases[0]) or ast.Constant(None)), random.randrange(8)
    if kind == 0:
        node.bases = []
    elif kind == 1:
        node.bases.reverse()
    elif kind == 2:
        node.bases.insert(random.choice((0, len(node.bases))), project.donor(project.trees[path]))
    elif kind == 3:
        name = random.choice(classes).name
        node.bases.insert(random.choice((0, len(node.bases))), ast.Name(name, ast.Load()))
    elif kind == 4:
        text = random.choice(read_parts("keywords of a class"))
        made = ast.parse(f"class A({text}): ...").body[0]
        assert isinstance(made, ast.ClassDef)
        node.keywords += made.keywords
    elif kind == 5:
        node.keywords = []
    else:
        text = random.choice(read_parts("base classes"))
        made = ast.parse(f"class A({text}): ...").body[0]
        assert isinstance(made, ast.ClassDef)
        node.bases = [*made.bases, *(node.bases if kind == 6 else [])]
    return f"bases of {node.name}: {before} ({kind}) {ast.unparse(node)[:60]!r} in {path}"


def _change_member(project: Project) -> str:
    """Change what stands in a class: kinds of methods, annotations, names that Python knows."""
    random = project.random
    path = project.pick_file()
    classes = [node for node in definitions(project.trees[path]) if isinstance(node, ast.ClassDef)]
    if not classes:
        return ""
    owner = random.choice(classes)
    at = random.randrange(len(owner.body))
    stmt, kind = owner.body[at], random.randrange(6)
    if isinstance(stmt, _FUNCTIONS):
        if kind == 0:
            stmt.name = random.choice(read_parts("names of methods"))
        elif kind == 1:
            name = random.choice(("staticmethod", "classmethod", "property"))
            stmt.decorator_list.insert(0, ast.Name(name, ast.Load()))
        elif kind == 2:
            stmt.decorator_list = []
        elif kind == 3:
            owner.body.pop(at)
        elif kind == 4:
            stmt.args.args = stmt.args.args[1:]
        else:
            owner.body.insert(at, copy.deepcopy(stmt))
    elif isinstance(stmt, ast.AnnAssign):
        if kind < 2:
            stmt.value = None if stmt.value else project.donor(project.trees[path])
        elif kind == 2 and stmt.value:
            owner.body[at] = ast.Assign([stmt.target], stmt.value, lineno=1)
        else:
            owner.body.append(owner.body.pop(at))
    else:
        owner.body.pop(at)
    owner.body.extend([] if owner.body else [ast.Pass()])
    return f"member of {owner.name} ({kind}): {ast.unparse(stmt)[:60]!r} in {path}"


def _rename_once(project: Project) -> str:
    """Rename where a name is bound, or in one of the places where it is used."""
    random = project.random
    path = project.pick_file()
    tree = project.trees[path]
    kinds = (ast.Name, ast.arg, ast.Attribute, ast.alias, ast.keyword, *_FUNCTIONS, ast.ClassDef)
    found = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    if not found:
        return ""
    node = random.choice(found)
    field = {ast.Name: "id", ast.arg: "arg", ast.Attribute: "attr", ast.keyword: "arg"}.get(
        type(node), "name"
    )
    old = getattr(node, field)
    if not old or old == "*":
        return ""
    names = sorted({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}) or ["x"]
    new = random.choice((f"{old}_2", random.choice(names), f"_{old}", old.title(), old.rstrip("s")))
    setattr(node, field, new if new.replace(".", "").isidentifier() else f"{old}_2")
    return f"{type(node).__name__} {old} to {getattr(node, field)} in {path}"


def _change_kind(project: Project) -> str:
    """Make another kind of a definition: async, a class of a function, a value of it, a lambda."""
    random = project.random
    path = project.pick_file()
    found = [
        (body, n)
        for body in bodies(project.trees[path])
        for n, stmt in enumerate(body)
        if isinstance(stmt, (*_FUNCTIONS, ast.ClassDef))
    ]
    if not found:
        return ""
    body, at = random.choice(found)
    node = body[at]
    assert isinstance(node, (*_FUNCTIONS, ast.ClassDef))
    kind = random.randrange(4)
    new: ast.stmt
    if isinstance(node, ast.ClassDef):
        new = ast.FunctionDef(node.name, _no_arguments(), node.body, node.decorator_list, lineno=1)
        if kind == 3:
            new = ast.Assign([ast.Name(node.name, ast.Store())], project.donor(project.trees[path]), lineno=1)
    elif kind < 2:
        other = ast.AsyncFunctionDef if isinstance(node, ast.FunctionDef) else ast.FunctionDef
        new = other(node.name, node.args, node.body, node.decorator_list, node.returns, lineno=1)
    elif kind == 2:
        new = ast.ClassDef(node.name, [], [], node.body, node.decorator_list)
    else:
        value = next((s.value for s in ast.walk(node) if isinstance(s, ast.Return) and s.value), None)
        made = ast.Lambda(node.args, value or ast.Constant(None))
        new = ast.Assign([ast.Name(node.name, ast.Store())], made, lineno=1)
    if "type_params" in new._fields:  # Python 3.12 prints them
        setattr(new, "type_params", [])  # noqa: B010 - older ones have no such attribute
    body[at] = new
    return f"kind of {node.name}: {ast.unparse(new)[:50]!r} in {path}"


def _no_arguments() -> ast.arguments:
    return ast.arguments([], [], None, [], [], None, [])


DEFINITION_CHANGES: tuple[Callable[[Project], str], ...] = (
    *(_change_decorators,) * 3,
    *(_change_parameters,) * 2,
    *(_change_return,) * 3,
    *(_change_bases,) * 2,
    *(_change_member,) * 2,
    *(_rename_once,) * 3,
    *(_change_kind,) * 2,
)
