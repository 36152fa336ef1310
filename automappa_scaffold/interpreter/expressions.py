"""Expressions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.calls import Calls
from automappa_scaffold.interpreter.core import Frame
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Class,
    DictValue,
    Ext,
    Function,
    Generator,
    Instance,
    Maybe,
    Namespace,
    Native,
    Scope,
    Spread,
    Super,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["Expressions"]


class Expressions(Calls):
    """Evaluating expressions."""

    def eval(self, node: Node, frame: Frame) -> Value:
        """Return an expression's value."""
        return _EVAL[node[0]](self, node, frame)

    def _const(self, node: Node, frame: Frame) -> Value:
        return node[2]

    def _name(self, node: Node, frame: Frame) -> Value:
        found = self.lookup(node[2], frame)
        if found is MISSING:
            if frame.module.is_open:
                reason = f"{node[2]} may come from a star import of a package outside the project"
                return self.unknown(reason, self.place(node, frame.module))
            raise self.raise_("NameError", f"name '{node[2]}' is not defined", self.place(node, frame.module))
        return found

    def lookup(self, name: str, frame: Frame) -> Value:
        """Return what a name means in a frame, or MISSING."""
        current: Frame | None = frame
        function = frame.function
        if function is None or name not in function.spec.global_names:
            while current is not None:
                if name in current.names and (current is frame or not current.is_class):
                    return _bound(current.names[name])
                current = current.parent
        found = frame.module.ns.get(name, MISSING)
        return _bound(found) if found is not MISSING else self.builtin(name)

    def builtin(self, name: str) -> Value:
        """Return a built-in by name, or MISSING."""
        return self.models.get(f"builtins.{name}", MISSING)

    def _attr(self, node: Node, frame: Frame) -> Value:
        return self.get_attribute(self.eval(node[2], frame), node[3], self.place(node, frame.module))

    def _call(self, node: Node, frame: Frame) -> Value:
        place = self.place(node, frame.module)
        callee = node[2]
        if callee[0] == "name" and not node[3] and not node[4]:
            special = self._call_by_name(callee[2], frame)
            if special is not MISSING:
                return special
        function = self.eval(callee, frame)
        args, kwargs = self.arguments(node[3], node[4], frame)
        return self.call(function, args, kwargs, place)

    def _call_by_name(self, name: str, frame: Frame) -> Value:
        """Return ``super()``, ``globals()``, ``locals()`` and ``vars()``, which look at their caller."""
        if name == "super":
            return self._super(frame)
        if name in ("globals", "locals", "vars") and name not in frame.module.ns:
            names = frame.module.ns if name == "globals" else frame.names
            return DictValue(names, self.namespace(unknown=None))
        return MISSING

    def _super(self, frame: Frame) -> Value:
        current: Frame | None = frame
        while current is not None and current.function is None:
            current = current.parent
        if current is None or not isinstance(current.function.owner, Class):
            return MISSING
        spec = current.function.spec
        first = current.names.get(spec.parameters[0][0]) if spec.parameters else None
        return Super(current.function.owner, first)

    def arguments(
        self, args: Sequence[Node], kwargs: Sequence[tuple[str | None, Node]], frame: Frame
    ) -> tuple[list[Value], dict[str, Value]]:
        """Return the values of a call's arguments."""
        positional: list[Value] = []
        for argument in args:
            if argument[0] == "star":
                items, unknown = self.iterate(
                    self.eval(argument[2], frame), self.place(argument, frame.module)
                )
                positional.extend(item.value if isinstance(item, Maybe) else item for item in items)
                if unknown:
                    positional.append(Spread(unknown))
            else:
                positional.append(self.eval(argument, frame))
        named: dict[str, Value] = {}
        for name, value in kwargs:
            if name is None:
                self._spread_keywords(named, self.eval(value, frame), self.place(value, frame.module))
            else:
                named[name] = self.eval(value, frame)
        return positional, named

    def _spread_keywords(self, named: dict[str, Value], value: Value, place: Place) -> None:
        value = self.decide(value)
        if isinstance(value, DictValue):
            named.update((key, item) for key, item in value.items.items() if isinstance(key, str))
            if value.unknown:
                named["**"] = value.unknown
        else:
            named["**"] = self._undecided(value, place)

    def _sequence(self, node: Node, frame: Frame) -> tuple[list[Value], Unknown | None]:
        items: list[Value] = []
        open_: Unknown | None = None
        for element in node[2]:
            if element[0] == "star":
                more, unknown = self.iterate(self.eval(element[2], frame), self.place(element, frame.module))
                items.extend(more)
                open_ = open_ or unknown
            else:
                items.append(self.eval(element, frame))
        return items, open_

    def _tuple(self, node: Node, frame: Frame) -> Value:
        items, unknown = self._sequence(node, frame)
        return self.new_list(items, unknown) if unknown else tuple(items)

    def _list(self, node: Node, frame: Frame) -> Value:
        return self.new_list(*self._sequence(node, frame))

    def _set(self, node: Node, frame: Frame) -> Value:
        items, unknown = self._sequence(node, frame)
        made = self.new_set((), unknown)
        self.extend(made, items, None)
        return made

    def _dict(self, node: Node, frame: Frame) -> Value:
        made = self.new_dict()
        for key, value in node[2]:
            place = self.place(value, frame.module)
            if key is None:
                self.merge(made, self.eval(value, frame), place)
            else:
                self.set_item(made, self.eval(key, frame), self.eval(value, frame), place)
        return made

    def _binop(self, node: Node, frame: Frame) -> Value:
        chain = []
        current = node
        while current[0] == "binop":
            chain.append(current)
            current = current[3]
        value = self.eval(current, frame)
        for link in reversed(chain):
            value = self.binary(link[2], value, self.eval(link[4], frame), self.place(link, frame.module))
        return value

    def _unary(self, node: Node, frame: Frame) -> Value:
        return self.unary(node[2], self.eval(node[3], frame), self.place(node, frame.module))

    def _bool(self, node: Node, frame: Frame) -> Value:
        is_and = node[2] == "And"
        value: Value = None
        for index, operand in enumerate(node[3]):
            value = self.eval(operand, frame)
            if index == len(node[3]) - 1:
                return value
            truth = self.truth(value)
            if truth is None:
                return self._bool_rest(node, index, value, frame)
            if truth is not is_and:
                return value
        return value

    def _bool_rest(self, node: Node, index: int, value: Value, frame: Frame) -> Value:
        """Evaluate the rest of ``and``/``or`` behind an operand of unknown truth."""
        rest: Node = ("bool", node[1], node[2], node[3][index + 1 :])
        scope = self.scope_of(value, node[3][index], frame)
        return self.settle(self.fork(scope, [lambda: value, lambda: self.eval(rest, frame)]), scope)

    def scope_of(self, value: Value, node: Node, frame: Frame) -> Scope:
        """Return the scope of a condition whose value is not decided."""
        place = self.place(node, frame.module)
        reason = value.reason if isinstance(value, Unknown) else "its truth is not decided by the source"
        if isinstance(value, Ext):
            reason = f"{value.path} is not part of the project"
        if isinstance(value, Union):
            reason = value.scope.reason
        return Scope(reason, place)

    def _compare(self, node: Node, frame: Frame) -> Value:
        left = self.eval(node[2], frame)
        place = self.place(node, frame.module)
        result: Value = True
        for op, right_node in node[3]:
            right = self.eval(right_node, frame)
            result = self.compare(op, left, right, place)
            if self.truth(result) is not True:
                return result
            left = right
        return result

    def _ifexp(self, node: Node, frame: Frame) -> Value:
        test = self.eval(node[2], frame)
        truth = self.truth(test)
        if truth is not None:
            return self.eval(node[3] if truth else node[4], frame)
        scope = self.scope_of(test, node[2], frame)
        branches = [lambda: self.eval(node[3], frame), lambda: self.eval(node[4], frame)]
        return self.settle(self.fork(scope, branches), scope)

    def _sub(self, node: Node, frame: Frame) -> Value:
        target = self.eval(node[2], frame)
        key = self.eval(node[3], frame)
        if isinstance(target, (Class, Native, Ext)) and not isinstance(target, Native):
            return self._subscribe_type(target, key, self.place(node, frame.module))
        return self.get_item(target, key, self.place(node, frame.module))

    def _subscribe_type(self, target: Value, key: Value, place: Place) -> Value:
        if isinstance(target, Class):
            getter = self.metaclass_method(target, "__getitem__")
            if getter is not None:
                return self.call(getter, (target, key), {}, place)
            members = target.ns.get("__members__")
            if isinstance(members, DictValue):
                return self.get_item(members, key, place)
            return target
        return self.get_item(target, key, place)

    def _slice(self, node: Node, frame: Frame) -> Value:
        parts = [None if part is None else self.eval(part, frame) for part in node[2:5]]
        if all(part is None or isinstance(part, int) for part in parts):
            return slice(*parts)
        return self.unknown("a slice that is not constant", self.place(node, frame.module))

    def _fstr(self, node: Node, frame: Frame) -> Value:
        text: list[str] = []
        note = ""
        blame: Value = None
        for part in node[2]:
            value = self.eval(part, frame)
            if isinstance(value, Assumed):
                note, value = value.note, value.value
            if isinstance(value, str):
                text.append(value)
            else:
                blame = blame or self._undecided(value, self.place(part, frame.module))
        if blame is not None:
            return blame
        return Assumed("".join(text), note) if note else "".join(text)

    def _fmt(self, node: Node, frame: Frame) -> Value:
        value = self.eval(node[2], frame)
        place = self.place(node, frame.module)
        spec = "" if node[4] is None else self.eval(node[4], frame)
        if isinstance(value, Assumed):
            inner = self._format(value.value, node[3], spec, place)
            return Assumed(inner, value.note) if isinstance(inner, str) else inner
        if isinstance(value, Union):
            options = [self._format(o, node[3], spec, place) for o in value.options if o is not MISSING]
            return self.join(options, value.scope)
        return self._format(value, node[3], spec, place)

    def _format(self, value: Value, conversion: int, spec: Value, place: Place) -> Value:
        if is_constant(value) and isinstance(spec, str):
            plain = repr(value) if conversion == ord("r") else str(value) if conversion == ord("s") else value
            return self._python(lambda: format(plain, spec), place)
        if isinstance(value, Instance):
            text = self.text_of(value, place)
            return text if isinstance(text, str) else self._undecided(value, place)
        return self._undecided(value, place)

    def text_of(self, value: Instance, place: Place) -> Value:
        """Return ``str(value)`` of an object."""
        for method in ("__format__", "__str__", "__repr__"):
            if isinstance(value.cls.lookup(method), Function):
                args = ("",) if method == "__format__" else ()
                return self.call(self.get_attribute(value, method, place), args, {}, place)
        if isinstance(value.payload, str):
            return value.payload
        return self._undecided(value, place)

    def _lambda(self, node: Node, frame: Frame) -> Value:
        return self.make_function(node, frame)

    def _comp(self, node: Node, frame: Frame) -> Value:
        kind, element, generators = node[2], node[3], node[4]
        inner = Frame(frame.module, Namespace(len(self.logs)), frame, frame.function)
        if kind == "generator":
            return Generator(lambda handle: self._comprehend(element, generators, 0, inner, handle))
        items: list[Value] = []
        unknown = self._comprehend(element, generators, 0, inner, items.append)
        if kind == "dict":
            made = self.new_dict(unknown=unknown)
            for key, value in items:
                self.set_item(made, key, value, self.place(node, frame.module))
            return made
        if kind == "set":
            made_set = self.new_set((), unknown)
            self.extend(made_set, items, None)
            return made_set
        return self.new_list(items, unknown)

    def _comprehend(
        self,
        element: Any,
        generators: Sequence[Any],
        depth: int,
        frame: Frame,
        handle: Callable[[Value], Any],
    ) -> Unknown | None:
        """Run a comprehension from one of its ``for``s on; return why there may be other elements."""
        if depth == len(generators):
            if isinstance(element[0], tuple):
                handle((self.eval(element[0], frame), self.eval(element[1], frame)))
            else:
                handle(self.eval(element, frame))
            return None
        target, iterable, conditions, _ = generators[depth]
        place = self.place(iterable, frame.module)
        items, unknown = self.iterate(self.eval(iterable, frame), place)
        for item in items:
            self.step()
            scope = item.scope if isinstance(item, Maybe) else None
            self.assign(target, item.value if isinstance(item, Maybe) else item, frame)
            verdict, blamed = self._conditions(conditions, frame)
            scope = scope or blamed
            if verdict is False:
                continue
            wrapped = handle if scope is None else _maybe(handle, scope)
            more = self._comprehend(element, generators, depth + 1, frame, wrapped)
            unknown = unknown or more
        return unknown

    def _conditions(self, conditions: Sequence[Node], frame: Frame) -> tuple[bool | None, Scope | None]:
        scope = None
        for condition in conditions:
            value = self.eval(condition, frame)
            truth = self.truth(value)
            if truth is False:
                return False, None
            if truth is None:
                scope = self.scope_of(value, condition, frame)
        return (True if scope is None else None), scope

    def _named(self, node: Node, frame: Frame) -> Value:
        value = self.eval(node[3], frame)
        current = frame
        while (
            current.parent is not None
            and current.function is current.parent.function
            and not current.is_class
        ):
            current = current.parent
        self.store(current.names, node[2], value)
        return value

    def _yield(self, node: Node, frame: Frame) -> Value:
        value = None if node[2] is None else self.eval(node[2], frame)
        current: Frame | None = frame
        while current is not None and current.handle_yield is None:
            current = current.parent
        return None if current is None or current.handle_yield is None else current.handle_yield(value)

    def _yield_from(self, node: Node, frame: Frame) -> Value:
        items, unknown = self.iterate(self.eval(node[2], frame), self.place(node, frame.module))
        for item in items:
            if frame.handle_yield:
                frame.handle_yield(item)
        return unknown

    def _await(self, node: Node, frame: Frame) -> Value:
        return self._undecided(self.eval(node[2], frame), self.place(node, frame.module))

    def _star(self, node: Node, frame: Frame) -> Value:
        return self.eval(node[2], frame)

    def _opaque(self, node: Node, frame: Frame) -> Value:
        return self.unknown(f"{node[2]} is newer than this tool", self.place(node, frame.module))


def _maybe(handle: Callable[[Value], Any], scope: Scope) -> Callable[[Value], Any]:
    return lambda value: handle(value if isinstance(value, Maybe) else Maybe(value, scope))


def _bound(value: Value) -> Value:
    """Return a value as it is read: a name that is perhaps not bound is taken to be bound."""
    if isinstance(value, Union) and MISSING in value.options:
        options = tuple(option for option in value.options if option is not MISSING)
        return options[0] if len(options) == 1 else Union(options, value.scope)
    return value


_EVAL: Mapping[str, Callable[[Expressions, Node, Frame], Value]] = {
    "const": Expressions._const,
    "name": Expressions._name,
    "attr": Expressions._attr,
    "call": Expressions._call,
    "tuple": Expressions._tuple,
    "list": Expressions._list,
    "set": Expressions._set,
    "dict": Expressions._dict,
    "binop": Expressions._binop,
    "unary": Expressions._unary,
    "bool": Expressions._bool,
    "compare": Expressions._compare,
    "ifexp": Expressions._ifexp,
    "sub": Expressions._sub,
    "slice": Expressions._slice,
    "fstr": Expressions._fstr,
    "fmt": Expressions._fmt,
    "lambda": Expressions._lambda,
    "comp": Expressions._comp,
    "named": Expressions._named,
    "yield": Expressions._yield,
    "yieldfrom": Expressions._yield_from,
    "await": Expressions._await,
    "star": Expressions._star,
    "opaque": Expressions._opaque,
}
