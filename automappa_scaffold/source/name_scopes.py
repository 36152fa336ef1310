"""What names stand for in a file, as far as the file alone says it: imports, own definitions, literals."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from automappa_scaffold.source.expression_kinds import (
    count_loads,
    holds_calls,
    is_dotted,
    is_literal,
    is_text_of_names,
    target_names,
)
from automappa_scaffold.source.own_nodes import assigned_pairs, own_nodes
from automappa_scaffold.source.passing_functions import passed_parameter
from automappa_scaffold.source.refilled_names import refilled_names
from automappa_scaffold.source.self_attributes import self_attributes
from automappa_scaffold.source.tree_walk import walk

__all__ = ["Binding", "Scope", "open_inner", "open_module"]

# ("import", module) · ("from", level, module, name) · ("own", name, "def" | "value" | "many") ·
# ("literal", node) · ("whole", node, scope): a literal that nothing but its one use can reach ·
# ("once", node): a value that is used in one place alone · ("made", function, scope): an executor that a call
# of this makes, itself or by a ``with`` · ("local", name): a plain function or a lambda inside a function ·
# ("alias", node, scope): another name, or an attribute of one · ("text", node, scope): what may be a text of
# a module, made of names · ("passes", index, parameter): a function that
# returns an argument as it is · ("first", function, line): the first parameter of a decorated function, in
# which a bound task gets itself · ("self", scope): that of a method in this class · ("other",): anything else
Binding = tuple[object, ...]

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OTHER: Binding = ("other",)
# What may bind a name; most nodes cannot.
_BINDING = frozenset(
    {ast.Import, ast.ImportFrom, *_FUNCTIONS, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.NamedExpr}
    | {ast.Name, ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping, ast.withitem}
)


class Scope:
    """The names that one module, class, function or comprehension binds, each with all that binds it."""

    def __init__(self, kind: str, parent: "Scope | None" = None) -> None:
        self.kind = kind
        self.parent = parent
        self.bound: dict[str, list[Binding]] = {}
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.changed_later: set[str] = set()  # of a module: by functions that say ``global``
        self.classes: dict[str, ast.ClassDef] = {}  # of a module
        self.refilled: set[str] = set()  # of a module: dicts that the file puts something into, or takes out
        self.stars: tuple[tuple[int, str], ...] = ()  # level and module of each ``import *``, in their order
        self._attributes: Mapping[str, ast.expr] | None = None
        self.definition: ast.ClassDef | None = None  # of a class
        self.holds_nonlocal: bool = parent is not None and parent.holds_nonlocal  # anywhere in the file

    @property
    def module(self) -> "Scope":
        """The module's scope."""
        return self if self.parent is None else self.parent.module

    def with_parents(self) -> Iterator["Scope"]:
        """Yield this scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def add(self, name: str, binding: Binding) -> None:
        """Note something that binds a name."""
        if name in self.globals:
            self.module.bound.setdefault(name, []).append(_OTHER)
        elif name in self.nonlocals:
            outer = self.parent
            while outer is not None and outer.parent is not None:
                if outer.kind == "function" and name in outer.bound:
                    outer.bound[name].append(_OTHER)
                outer = outer.parent
        else:
            self.bound.setdefault(name, []).append(binding)

    @property
    def attributes(self) -> Mapping[str, ast.expr]:
        """What objects of a class of the module surely hold; nothing of other scopes."""
        if self._attributes is None:
            is_plain = self.definition is not None and self.parent is self.module
            self._attributes = self_attributes(self.definition) if is_plain and self.definition else {}
        return self._attributes

    def is_bound(self, name: str) -> bool:
        """Return whether anything in the file may give a name another meaning than Python's own."""
        return any(name in scope.bound for scope in self.with_parents())

    def find(self, name: str) -> Binding | None:
        """Return what a name stands for when it is used here, or None."""
        scope: Scope = self
        while (outer := scope.parent) is not None:
            if name in scope.globals:
                scope = scope.module
                break
            if name in scope.bound and (scope is self or scope.kind != "class"):
                return _only(scope.bound[name])
            scope = outer
        if name not in scope.bound:
            return None
        found = _only(scope.bound[name])
        if found is None and self._runs_later() and name not in scope.changed_later:
            # Which of several bindings holds is known only when the whole module has run.
            return ("own", name, "many")
        return found

    def _runs_later(self) -> bool:
        scope: Scope | None = self
        while scope is not None and scope.kind != "function":
            scope = scope.parent
        return scope is not None


def open_module(tree: ast.Module, source: bytes) -> Scope:
    """Return the scope of a module, with what ``global`` statements in its functions bind."""
    scope = Scope("module")
    _collect(own_nodes(tree.body), scope)
    if "*" in scope.bound:
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        stars = [(node.level, node.module or "") for node in imports if node.names[0].name == "*"]
        # One that stands in a block may not happen.
        scope.stars = tuple(stars) if len(stars) == len(scope.bound["*"]) else ()
    scope.holds_nonlocal = b"nonlocal" in source
    held = [bindings[0][-1] for name, bindings in scope.bound.items() if name != "__all__"]
    if any(isinstance(value, (ast.Dict, ast.List)) for value in held):
        scope.refilled = set(refilled_names(tree))
    for node in walk(tree) if b"global" in source else ():
        if isinstance(node, ast.Global):
            for name in node.names:
                scope.add(name, _OTHER)
            scope.changed_later.update(node.names)
    return scope


def open_inner(node: ast.AST, parent: Scope) -> Scope:
    """Return the scope of a function, lambda, class or comprehension."""
    if isinstance(node, ast.ClassDef):
        scope = Scope("class", parent)
        scope.definition = node
        _collect(own_nodes(node.body), scope)
        return scope
    scope = Scope("comprehension" if isinstance(node, _COMPREHENSIONS) else "function", parent)
    if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
        arguments = node.args
        for number, arg in enumerate([*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]):
            is_first = number == 0 and not (arguments.kwonlyargs and arg is arguments.kwonlyargs[0])
            scope.add(arg.arg, _first_of(node, parent) if is_first else _OTHER)
        for name, default in _named_defaults(arguments):
            scope.bound[name] = [("alias", default, parent)]
        for extra in (arguments.vararg, arguments.kwarg):
            if extra is not None:
                scope.add(extra.arg, _OTHER)
        if isinstance(node, _FUNCTIONS):
            inside = own_nodes(node.body)
            for inner in inside:
                if inner.__class__ is ast.Global:
                    scope.globals.update(inner.names)
                elif inner.__class__ is ast.Nonlocal:
                    scope.nonlocals.update(inner.names)
            _collect(inside, scope)
            _keep_used_once(node, inside, scope)
            for inner in walk(node) if scope.holds_nonlocal else ():
                if isinstance(inner, ast.Nonlocal) and inner.names:
                    for name in inner.names:
                        if name in scope.bound:
                            scope.bound[name].append(_OTHER)
    elif isinstance(node, _COMPREHENSIONS):
        for generator in node.generators:
            for name in target_names(generator.target):
                scope.add(name, _OTHER)
    return scope


def _named_defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """Yield the parameters whose default is a name or an attribute of one: who gives nothing gets it."""
    positional = [*arguments.posonlyargs, *arguments.args]
    last = positional[len(positional) - len(arguments.defaults) :]
    pairs = [*zip(last, arguments.defaults, strict=True)]
    for arg, default in (*pairs, *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)):
        if default is not None and is_dotted(default):
            yield arg.arg, default


def _only(bindings: list[Binding]) -> Binding | None:
    first = bindings[0]
    if first is _OTHER or any(other != first for other in bindings[1:]):
        return None
    # The same import twice is one binding; anything else bound twice is not known.
    return first if len(bindings) == 1 or first[0] in ("import", "from") else None


def _collect(nodes: Iterable[ast.AST], scope: Scope) -> None:
    is_module = scope.kind == "module"
    for node in nodes:
        if node.__class__ not in _BINDING:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                scope.add(name, ("import", alias.name if alias.asname else name))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                scope.add(alias.asname or alias.name, ("from", node.level, node.module or "", alias.name))
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            plain = isinstance(node, _FUNCTIONS) and not node.decorator_list
            own: Binding = ("own", node.name, "def" if plain else "value") if is_module else _OTHER
            if plain and scope.kind == "function":
                own = ("local", node.name)
            scope.add(node.name, passed_parameter(node) or own)
            if isinstance(node, ast.ClassDef) and is_module:
                scope.classes[node.name] = node
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            _collect_assignment(node, scope)
        elif isinstance(node, ast.withitem):
            if isinstance(node.optional_vars, ast.Name):
                scope.add(node.optional_vars.id, _made(node.context_expr, scope))
        elif isinstance(node, (ast.Name, ast.ExceptHandler)):
            name = node.id if isinstance(node, ast.Name) else node.name or ""
            if isinstance(node, ast.ExceptHandler) or isinstance(node.ctx, (ast.Store, ast.Del)):
                scope.add(name, _OTHER)
        elif type(node).__name__ in ("MatchAs", "MatchStar", "MatchMapping"):
            scope.add(getattr(node, "name", None) or getattr(node, "rest", None) or "", _OTHER)


def _collect_assignment(node: ast.Assign | ast.AnnAssign | ast.NamedExpr, scope: Scope) -> None:
    """Note a simple ``name = value``, and names whose attributes are set: what they hold has changed."""
    for target, value in assigned_pairs(node):
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            scope.add(target.value.id, _OTHER)
        if isinstance(target, ast.Name) and value is not None:
            scope.add(target.id, _bound_to(target.id, value, scope))


def _bound_to(name: str, value: ast.expr, scope: Scope) -> Binding:
    """Return what a name stands for that is given a value."""
    is_function, is_module = scope.kind == "function", scope.kind == "module"
    if is_module and is_text_of_names(value):
        return ("text", value, scope)
    if is_literal(value):
        return ("literal", value)
    if is_function and isinstance(value, (ast.Call, ast.BinOp)):
        return ("once", value)
    if is_function and isinstance(value, ast.Lambda):
        return ("local", name)
    is_either = isinstance(value, ast.IfExp) and is_dotted(value.body) and is_dotted(value.orelse)
    is_held = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant)
    is_held = isinstance(value, ast.Subscript) and is_held and is_function and is_dotted(value.value)
    if (is_function or is_module) and (is_dotted(value) or is_either or is_held):
        return ("alias", value, scope)
    return ("own", name, "value") if is_module else _OTHER


def _keep_used_once(function: ast.AST, inside: Iterable[ast.AST], scope: Scope) -> None:
    """Forget the values of names that are used more than once, or in another function."""
    kinds = ("once", "literal", "local")
    names = {name for name, bindings in scope.bound.items() if bindings[0][0] in kinds}
    if not names:
        return
    uses, own = count_loads(walk(function)), count_loads(inside)
    for name in names:
        kind, *value = scope.bound[name][0]
        is_used_once = uses[name] == own[name] == 1
        if kind == "local" and uses[name] > 1:
            scope.bound[name] = [_OTHER]  # what else it is used for may give it attributes
        if kind == "once" and not is_used_once:
            scope.bound[name] = [_made(value[0], scope) if len(scope.bound[name]) == 1 else _OTHER]
        elif kind == "literal" and is_used_once and len(scope.bound[name]) == 1:
            is_plain = not holds_calls(value[0])
            scope.bound[name] = [("whole", *value, scope) if is_plain else ("once", *value)]


def _made(node: object, scope: Scope) -> Binding:
    """Return what an executor is that a call makes; of other objects nobody asks."""
    called = node.func if isinstance(node, ast.Call) else None
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    binding = scope.find(name) if isinstance(called, ast.Name) else None
    name = str(binding[3]) if binding is not None and binding[0] == "from" else name
    return ("made", called, scope) if name.endswith("Executor") else _OTHER


def _first_of(node: ast.AST, parent: Scope) -> Binding:
    """Return what the first parameter of a function stands for."""
    if parent.kind == "class" and isinstance(node, _FUNCTIONS):
        is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in node.decorator_list)
        return _OTHER if is_static else ("self", parent)
    if parent.kind != "module" or not isinstance(node, _FUNCTIONS) or not node.decorator_list:
        return _OTHER
    return ("first", node.name, node.lineno)
