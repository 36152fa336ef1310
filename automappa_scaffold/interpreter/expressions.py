"""Evaluating expressions."""

import ast
import sys
from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.comprehensions import COMPREHENSIONS
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.displays import DISPLAYS
from automappa_scaffold.interpreter.dynamic_code import run_text
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.formatting import FORMATTING, dressed
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Super, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_plain_class, kind_name, lacks
from automappa_scaffold.interpreter.type_expressions import (
    as_type_form,
    is_type_form,
    refuse_type_arguments,
)
from automappa_scaffold.interpreter.values import MISSING, NOT_OF_CLASSES, DictValue, Ext, Union, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["Expressions"]


def _const(m: Evaluation, node: Node, frame: Frame) -> Value:
    return node[2]


def _literal(m: Evaluation, node: Node, frame: Frame) -> Value:
    return ast.literal_eval(node[2])


def _name(m: Evaluation, node: Node, frame: Frame) -> Value:
    name, function = node[2], frame.function
    found = frame.names.get(name, MISSING)
    is_own = found is not MISSING and found.__class__ is not Union and not frame.declared_global
    if is_own and (function is None or name not in function.spec.global_names):
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
        if node[2] == "__annotations__":
            return m.unknown("the annotations of a module or class", m.place(node, frame.module))
        raise m.raise_("NameError", f"name '{node[2]}' is not defined", m.place(node, frame.module))
    return found


def _own_class(frame: Frame) -> Value:
    """Return what ``__class__`` is in a method and what is in it: the class whose body it stands in."""
    current: Frame | None = frame
    while current is not None:
        if current.function is not None and isinstance(current.function.owner, Class):
            return current.function.owner
        current = current.parent
    return MISSING


def _attr(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = EVALUATE[node[2][0]](m, node[2], frame)
    return m.get_attribute(value, node[3], m.place_in(node, frame))


def _call(m: Evaluation, node: Node, frame: Frame) -> Value:
    place = m.place_in(node, frame)
    callee = node[2]
    if callee[0] == "name" and not node[3] and not node[4]:
        special = _call_by_name(m, callee[2], frame, place)
        if special is not MISSING:
            return special
    function = EVALUATE[callee[0]](m, callee, frame)
    args, kwargs = m.arguments(node[3], node[4], frame, function)
    if function.__class__ is Native and function.name in ("exec", "eval") and not kwargs:
        ran = run_text(m, function.name, args, frame, place)
        if ran is not MISSING:
            return ran
    return m.call(function, args, kwargs, place)


def _call_by_name(m: Evaluation, name: str, frame: Frame, place: Place) -> Value:
    """Return ``super()``, ``globals()``, ``locals()`` and ``vars()``, which look at their caller."""
    if name == "super":
        return _super(m, frame, place)
    if name == "dir" and name not in frame.module.ns:
        is_open = frame.names is frame.module.ns and frame.module.is_open
        others = m.unknown("names from outside the project", place) if is_open else None
        hidden = NOT_OF_CLASSES - {"__qualname__"} if frame.is_class else frozenset()
        return m.new_list(sorted(n for n in frame.names if isinstance(n, str) and n not in hidden), others)
    if name in ("globals", "locals", "vars") and name not in frame.module.ns:
        names = frame.module.ns if name == "globals" else frame.names
        owner = frame.module if names is frame.module.ns else frame if frame.is_class else None
        if owner is None:
            return m.new_dict(dict(names))  # a function's variables are not changed by it
        return DictValue(names, m.namespace(unknown=None, owner=owner))
    return MISSING


def _super(m: Evaluation, frame: Frame, place: Place) -> Value:
    current: Frame | None = frame
    while current is not None and current.function is None:
        current = current.parent
    if current is None and not frame.is_class:
        raise m.raise_("RuntimeError", "super(): no arguments", place)
    if current is None or not isinstance(current.function.owner, Class):
        return MISSING
    spec = current.function.spec
    if not spec.parameters:
        raise m.refusal("RuntimeError", "super(): no arguments", None)
    first = current.names.get(spec.parameters[0][0])
    return Super(current.function.owner, first)


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
    return m.settle(m.fork(scope, [lambda: value, lambda: m.eval(rest, frame)]), scope)


def _compare(m: Evaluation, node: Node, frame: Frame) -> Value:
    left = EVALUATE[node[2][0]](m, node[2], frame)
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


def _sub(m: Evaluation, node: Node, frame: Frame) -> Value:
    target = m.eval(node[2], frame)
    key = m.eval(node[3], frame)
    if isinstance(target, (Class, Ext)):
        refuse_type_arguments(m, target, key, m.place(node, frame.module))
        made = _subscribe_type(m, target, key, m.place(node, frame.module))
        return as_type_form(made) if is_type_form(target) else made
    return m.get_item(target, key, m.place(node, frame.module))


def _subscribe_type(m: Evaluation, target: Value, key: Value, place: Place) -> Value:
    if isinstance(target, Class):
        getter = m.metaclass_method(target, "__getitem__")
        if getter is not None:
            return m.call(getter, (target, key), {}, place)
        members = target.ns.get("__members__")
        if isinstance(members, DictValue):
            return m.get_item(members, key, place)
        hook = target.lookup("__class_getitem__")
        if isinstance(hook, Function):
            return m.call(hook, (target, key), {}, place)
        if isinstance(hook, Wrapper) and isinstance(hook.function, Native):
            return m.call(hook.function, (target, key), {}, place)
        return m.get_item(target, key, place) if is_plain_class(target) else target
    subscribed = m.models.get(f"{target.path}:subscribed")
    if subscribed is not None:
        return m.call(subscribed, (key,), {}, place)
    return m.get_item(target, key, place)


def _lambda(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.make_function(node, frame)


def _named(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[3], frame)
    current = frame
    while current.parent is not None and current.function is current.parent.function and not current.is_class:
        current = current.parent
    m.bind_name(node[2], value, current)
    return value


def _yield(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = None if node[2] is None else m.eval(node[2], frame)
    current: Frame | None = frame
    while current is not None and current.handle_yield is None:
        current = current.parent
    return None if current is None or current.handle_yield is None else current.handle_yield(value)


def _yield_from(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.decide(m.eval(node[2], frame))
    current: Frame | None = frame
    while current is not None and current.handle_yield is None:
        current = current.parent
    handle = current.handle_yield if current is not None and current.handle_yield else lambda element: None
    place = m.place(node, frame.module)
    if isinstance(value, Generator):
        return m.delegate(value, handle, place)
    if isinstance(value, Instance) and lacks(value, "__iter__"):
        raise m.refusal("TypeError", f"'{value.cls.name}' object is not iterable", place)

    def pass_on(element: Value) -> None:
        if handle(element) is not None:
            m.disturb("what is sent to an iterator inside a generator is not followed", place)

    unknown = m.take(value, pass_on, place)
    if unknown is not None:
        return unknown
    if isinstance(value, Instance):
        return m.unknown("what an iterator returns at its end", place)
    return None


def _await(m: Evaluation, node: Node, frame: Frame) -> Value:
    return m.wait_for(m.eval(node[2], frame), m.place(node, frame.module))


def _aiter(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[2], frame)
    if lacks(value, "__aiter__") and not isinstance(value, Generator):
        text = f"'async for' requires an object with __aiter__ method, got {kind_name(value)}"
        raise m.refusal("TypeError", text, m.place(node, frame.module))
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
        m.assumptions[f"the worker runs Python {node[2]} or newer, whose syntax {place.path} has"] = None
    return None


_KINDS: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "const": _const,
    "literal": _literal,
    "name": _name,
    "attr": _attr,
    "call": _call,
    "binop": _binop,
    "unary": _unary,
    "bool": _bool,
    "compare": _compare,
    "ifexp": _ifexp,
    "sub": _sub,
    "lambda": _lambda,
    "named": _named,
    "yield": _yield,
    "yieldfrom": _yield_from,
    "await": _await,
    "aiter": _aiter,
    "star": _star,
    "opaque": _opaque,
    "newer": _newer,
    **DISPLAYS,
    **FORMATTING,
    **COMPREHENSIONS,
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
