"""Evaluating expressions."""

import ast
import sys
from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.call_expressions import CALLS
from automappa_scaffold.interpreter.certain_types import certain_types
from automappa_scaffold.interpreter.class_scopes import has_annotations
from automappa_scaffold.interpreter.comprehensions import COMPREHENSIONS
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.displays import DISPLAYS
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.formatting import FORMATTING, dressed
from automappa_scaffold.interpreter.frames import Frame, class_cell
from automappa_scaffold.interpreter.marks import METHOD
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.special_values import Judged
from automappa_scaffold.interpreter.subscription import subscribe
from automappa_scaffold.interpreter.values import MISSING, Ext, Scope, Union, Unknown, Value
from automappa_scaffold.interpreter.yields import YIELDS
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node, Program
from automappa_scaffold.source.program_facts import PROGRAM

__all__ = ["Expressions"]


def _const(m: Evaluation, node: Node, frame: Frame) -> Value:
    return node[2]


def _literal(m: Evaluation, node: Node, frame: Frame) -> Value:
    return ast.literal_eval(node[2])


def _name(m: Evaluation, node: Node, frame: Frame) -> Value:
    name, function = node[2], frame.function
    found = frame.names.get(name, MISSING)
    if found is MISSING:
        found = _not_own(m, name, frame)
        if found is not MISSING:
            return found
    elif (
        found.__class__ is not Union
        and not frame.declared_global
        and (function is None or name not in function.spec.global_names)
    ):
        return found  # as for most
    try:
        found = m.lookup(name, frame)
    except PyRaise as raised:
        raised.place = m.place(node, frame.module)
        raise
    if found is MISSING and node[2] == "__class__":
        found = _own_class(frame)
    if found is MISSING:
        if m.may_hold(frame.module, node[2]):
            reason = f"{node[2]} may come from a star import of a package outside the project"
            return m.unknown(reason, m.place(node, frame.module))
        if node[2] == "__annotations__" and (made := _annotations(m, node, frame)) is not MISSING:
            return made
        raise m.raise_("NameError", f"name '{node[2]}' is not defined", m.place(node, frame.module))
    return found


def _annotations(m: Evaluation, node: Node, frame: Frame) -> Value:
    """Return the annotations of a module that has none yet, or MISSING for one that annotates nothing."""
    module, place = frame.module, m.place(node, frame.module)
    program = m.tree.facts_once(module.path, PROGRAM) if m.modules.get(module.name) is module else None
    if not isinstance(program, Program) or m.python_numbers >= (3, 14):
        m.note("whether there are annotations by then is not followed", place)
        return m.unknown("the annotations of a module or class", place)
    if not has_annotations(program.body):
        return MISSING
    made = m.new_dict()
    m.store(module.ns, "__annotations__", made)
    return made


def _not_own(m: Evaluation, name: str, frame: Frame) -> Value:
    """Return what a module or Python binds to a name that no frame has; MISSING: ``lookup`` tells."""
    if frame.declared_global or frame.body or name in frame.local_names or frame.mapping is not None:
        return MISSING
    outer = frame.parent
    while outer is not None:
        if name in outer.names or name in outer.local_names:
            return MISSING
        outer = outer.parent
    found = frame.module.ns.get(name, MISSING)
    if found is MISSING:
        return m.builtin(name)
    return MISSING if found.__class__ is Union else found


def _own_class(frame: Frame) -> Value:
    """Return what ``__class__`` is in a method and what is in it: the class whose body it stands in."""
    around = frame.parent if frame.is_class else frame
    cell = class_cell(around) if around is not None else None
    return cell.cls if cell is not None and cell.cls is not None else MISSING


def _attr(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = EVALUATE[node[2][0]](m, node[2], frame)
    place = frame.module.places.get(node[1])
    return m.get_attribute(value, node[3], m.place_in(node, frame) if place is None else place)


def _binop(m: Evaluation, node: Node, frame: Frame) -> Value:
    chain = []
    current = node
    while current[0] == "binop":
        chain.append(current)
        current = current[3]
    value = m.eval(current, frame)
    for link in reversed(chain):
        value = m.binary(link[2], value, m.eval(link[4], frame), m.place(link, frame.module))
    return value


def _unary(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = EVALUATE[node[3][0]](m, node[3], frame)
    if value.__class__ is bool and node[2] == "Not":
        return not value
    return m.unary(node[2], value, m.place(node, frame.module))


def _bool(m: Evaluation, node: Node, frame: Frame) -> Value:
    is_and = node[2] == "And"
    value: Value = None
    operands = node[3]
    last = len(operands) - 1
    for index, operand in enumerate(operands):
        value = EVALUATE[operand[0]](m, operand, frame)
        if index == last:
            return value
        truth = value if value.__class__ is bool else m.truth(value)
        if truth is None:
            return _bool_rest(m, node, index, value, frame)
        if truth is not is_and:
            return value
    return value


def _bool_rest(m: Evaluation, node: Node, index: int, value: Value, frame: Frame) -> Value:
    """Evaluate the rest of ``and``/``or`` behind an operand of unknown truth."""
    rest: Node = ("bool", node[1], node[2], node[3][index + 1 :])
    scope = m.scope_of(value, node[3][index], frame)
    taken = _ending(m, value, truth=node[2] == "Or", place=m.place(node, frame.module))
    return m.settle(m.fork(scope, [lambda: taken, lambda: m.eval(rest, frame)]), scope)


def _ending(m: Evaluation, value: Value, *, truth: bool, place: Place) -> Value:
    """Return an operand where ``and``/``or`` ends with it: its truth is known there."""
    if isinstance(value, Union):
        options = [option for option in value.options if option is not MISSING]
        kept = [option for option in options if m.truth(option) in (None, truth)]
        ends = tuple(_ending(m, option, truth=truth, place=place) for option in kept)
        return ends[0] if len(ends) == 1 else Union(ends, value.scope)
    if certain_types(value) == (bool,):
        return truth
    if isinstance(value, Ext) and not truth and m.truth(value) is None:
        value = m.undecided(value, place)
    is_no_method = not truth or (isinstance(value, Unknown) and METHOD not in value.ns)
    return Judged(value, truth) if type(value) is Unknown and is_no_method else value


def _compare(m: Evaluation, node: Node, frame: Frame) -> Value:
    left = EVALUATE[node[2][0]](m, node[2], frame)
    place = frame.module.places.get(node[1])
    if place is None:
        place = m.place_in(node, frame)
    result: Value = True
    for op, right_node in node[3]:
        right = EVALUATE[right_node[0]](m, right_node, frame)
        result = m.compare(op, left, right, place)
        if result is not True and m.truth(result) is not True:
            return result
        left = right
    return result


def _ifexp(m: Evaluation, node: Node, frame: Frame) -> Value:
    test = m.eval(node[2], frame)
    truth = m.truth(test)
    if truth is not None:
        return m.eval(node[3] if truth else node[4], frame)
    scope = m.scope_of(test, node[2], frame)
    branches = [lambda: m.eval(node[3], frame), lambda: m.eval(node[4], frame)]
    return m.settle(m.fork(scope, branches), scope)


def _lambda(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.make_function(node, frame)


def _named(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[3], frame)
    current = frame
    while current.parent is not None and current.function is current.parent.function and not current.is_class:
        current = current.parent
    m.bind_name(node[2], value, current)
    return value


def _star(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.eval(node[2], frame)


def _opaque(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.unknown(f"{node[2]} is newer than this tool", m.place(node, frame.module))


def _newer(m: Evaluation, node: Node, frame: Frame) -> Value:
    """Tell that a module has syntax which the worker's Python must know."""
    wanted = tuple(int(part) for part in node[2].split("."))
    place = m.place(node, frame.module)
    if m.python_version and m.python_numbers < wanted:
        message = f"this is syntax of Python {node[2]}, and the worker runs {m.python_version}"
        raise m.raise_("SyntaxError", f"{message} ({place.path}, line {place.line})", place)
    if not m.python_version and sys.version_info < wanted:
        if m.catchers:
            raised = m.raise_("SyntaxError", "invalid syntax", place)
            m.part(raised, Scope(f"whether the worker runs Python {node[2]} is not known", place))
        m.assumptions[f"the worker runs Python {node[2]} or newer, whose syntax {place.path} has"] = None
    return None


_KINDS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "const": _const,
    "literal": _literal,
    "name": _name,
    "attr": _attr,
    "binop": _binop,
    "unary": _unary,
    "bool": _bool,
    "compare": _compare,
    "ifexp": _ifexp,
    "sub": subscribe,
    "lambda": _lambda,
    "named": _named,
    "star": _star,
    "opaque": _opaque,
    "newer": _newer,
    **CALLS,
    **DISPLAYS,
    **FORMATTING,
    **COMPREHENSIONS,
    **YIELDS,
}
EVALUATE.update(_KINDS)


class Expressions(Evaluation):
    """Evaluating expressions."""

    def eval(self, node: Node, frame: Frame) -> Value:
        """Return an expression's value."""
        return EVALUATE[node[0]](self, node, frame)

    def dressed(self, value: Value, place: Place) -> Any:
        """Return a value as Python's own, objects dressed up; raise UndecidedError where it is not known."""
        return dressed(self, value, place)
