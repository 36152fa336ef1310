"""Statements."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from automappa_scaffold.interpreter.core import Frame, Outcome
from automappa_scaffold.interpreter.expressions import Expressions
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    Class,
    DictValue,
    Ext,
    Function,
    Instance,
    ListValue,
    Maybe,
    Module,
    Scope,
    Union,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["Statements"]

_MAX_WHILE = 10_000


class Statements(Expressions):
    """Running statements."""

    def run_block(self, body: Sequence[Node], frame: Frame) -> Outcome | None:
        """Run statements; return how they ended early, or None."""
        for node in body:
            self.step()
            outcome = _RUN[node[0]](self, node, frame)
            if outcome is not None:
                return outcome
        return None

    def _expr(self, node: Node, frame: Frame) -> None:
        if node[2][0] != "const":
            self.eval(node[2], frame)

    def _assign(self, node: Node, frame: Frame) -> None:
        value = self.eval(node[3], frame)
        for target in node[2]:
            self.assign(target, value, frame)

    def assign(self, target: Node, value: Value, frame: Frame) -> None:
        """Bind a target to a value."""
        kind = target[0]
        if kind == "name":
            self.bind_name(target[2], value, frame, target)
        elif kind == "attr":
            place = self.place(target, frame.module)
            self.set_attribute(self.eval(target[2], frame), target[3], value, place)
        elif kind == "sub":
            place = self.place(target, frame.module)
            container = self.eval(target[2], frame)
            self.set_item(self.decide(container), self.eval(target[3], frame), value, place)
        elif kind in ("tuple", "list"):
            self._unpack(target, value, frame)
        elif kind == "star":
            self.assign(target[2], value, frame)

    def bind_name(self, name: str, value: Value, frame: Frame, node: Node) -> None:
        """Bind a name where the frame binds names."""
        spec = frame.function.spec if frame.function is not None else None
        if spec is not None and not frame.is_class:
            if name in spec.global_names:
                self.store(frame.module.ns, name, value)
                return
            if name in spec.nonlocal_names:
                outer = frame.parent
                while outer is not None and name not in outer.names:
                    outer = outer.parent
                if outer is not None:
                    self.store(outer.names, name, value)
                    return
        self.store(frame.names, name, value)
        if frame.names is frame.module.ns:
            self.bound_at(frame.module, name, node)

    def bound_at(self, module: Module, name: str, node: Node) -> None:
        """Called for every name bound at module level; a place to remember where."""

    def _unpack(self, target: Node, value: Value, frame: Frame) -> None:
        place = self.place(target, frame.module)
        targets = target[2]
        items, unknown = self.iterate(value, place)
        if unknown or any(isinstance(item, Maybe) for item in items):
            blame = unknown or self.unknown("the number of elements is not decided", place)
            for part in targets:
                self.assign(part, self._undecided(blame, place), frame)
            return
        star = next((i for i, part in enumerate(targets) if part[0] == "star"), None)
        if star is None:
            if len(items) != len(targets):
                text = f"expected {len(targets)}, got {len(items)}"
                word = "not enough" if len(items) < len(targets) else "too many"
                raise self.raise_("ValueError", f"{word} values to unpack ({text})", place)
            for part, item in zip(targets, items, strict=True):
                self.assign(part, item, frame)
            return
        behind = len(targets) - star - 1
        for part, item in zip(targets[:star], items, strict=False):
            self.assign(part, item, frame)
        self.assign(targets[star][2], self.new_list(items[star : len(items) - behind]), frame)
        for part, item in zip(targets[star + 1 :], items[len(items) - behind :], strict=False):
            self.assign(part, item, frame)

    def _aug(self, node: Node, frame: Frame) -> None:
        place = self.place(node, frame.module)
        target = node[2]
        left = self.eval(target, frame)
        right = self.eval(node[4], frame)
        if node[3] == "Add" and isinstance(left, ListValue):
            items, unknown = self.iterate(right, place)
            self.extend(left, items, unknown)
            self.assign(target, left, frame)
        elif node[3] == "BitOr" and isinstance(left, DictValue):
            self.merge(left, right, place)
        else:
            self.assign(target, self.binary(node[3], left, right, place), frame)

    def _ann(self, node: Node, frame: Frame) -> None:
        target, value = node[2], node[4]
        if frame.is_class and target[0] == "name":
            fields = frame.names.setdefault("__fields__", {})
            fields[target[2]] = None
        if value is not None:
            self.assign(target, self.eval(value, frame), frame)

    def _import(self, node: Node, frame: Frame) -> None:
        place = self.place(node, frame.module)
        for name, alias in node[2]:
            module = self.import_module(name, (frame.module, place, f"import {name}"))
            if alias is None:
                top = name.partition(".")[0]
                module = self.modules.get(top) or self.external_module(top)
            self.bind_name(alias or name.partition(".")[0], module, frame, node)

    def external_module(self, name: str) -> Value:
        """Return a module that is not the project's."""
        return self.external(name)

    def _from(self, node: Node, frame: Frame) -> None:
        self.import_from(node, frame)

    def import_from(self, node: Node, frame: Frame) -> None:
        """Run a ``from ... import ...``."""
        raise NotImplementedError

    def _def(self, node: Node, frame: Frame) -> None:
        decorators = [self.eval(decorator, frame) for decorator in node[4]]
        function = self.make_function(node, frame)
        if not frame.module.ns.get("__postponed__"):
            self._check_annotations(node, frame)
        if frame.is_class:
            self.store(function.ns, "__class_body__", True)
        self.bind_name(node[2], self._decorate(function, decorators, node, frame), frame, node)

    def _check_annotations(self, node: Node, frame: Frame) -> None:
        for annotation in node[3].annotations:
            if annotation[0] in ("name", "attr"):
                self.eval(annotation, frame)

    def _decorate(self, value: Value, decorators: Sequence[Value], node: Node, frame: Frame) -> Value:
        for index in range(len(decorators) - 1, -1, -1):
            place = self.place(node[4 if node[0] == "def" else 6][index], frame.module)
            value = self.call(decorators[index], (value,), {}, place)
        return value

    def _class(self, node: Node, frame: Frame) -> None:
        _, position, name, base_nodes, keyword_nodes, body, decorator_nodes, doc = node
        place = self.place(node, frame.module)
        decorators = [self.eval(decorator, frame) for decorator in decorator_nodes]
        bases, keywords = self.arguments(base_nodes, keyword_nodes, frame)
        module_name = frame.module.ns.get("__name__", frame.module.name)
        names = self.namespace(__module__=module_name, __qualname__=name, __doc__=doc)
        inner = Frame(frame.module, names, frame, frame.function, is_class=True)
        self.run_block(body, inner)
        value = self.build_class(name, tuple(bases), names, keywords, place)
        self.bind_name(name, self._decorate(value, decorators, node, frame), frame, node)

    def build_class(
        self, name: str, bases: tuple[Value, ...], names: Value, keywords: Mapping[str, Value], place: Place
    ) -> Value:
        """Return a new class, made as its metaclass and its bases' hooks make it."""
        bases = tuple(self._class_base(base) for base in bases)
        meta = keywords.get("metaclass") or next(
            (
                b.ns["__class__"]
                for base in bases
                if isinstance(base, Class)
                for b in base.mro
                if "__class__" in b.ns
            ),
            None,
        )
        if isinstance(meta, Class) and isinstance(meta.lookup("__new__"), Function):
            return self.call(meta.lookup("__new__"), (meta, name, bases, self._dict_of(names)), {}, place)
        made = self.finish_class(name, bases, names, keywords, place)
        if isinstance(meta, Class):
            self.store(made.ns, "__class__", meta)
            init = meta.lookup("__init__")
            if isinstance(init, Function):
                self.call(init, (made, name, bases, self._dict_of(names)), {}, place)
        return made

    def finish_class(
        self, name: str, bases: tuple[Value, ...], names: Value, keywords: Mapping[str, Value], place: Place
    ) -> Class:
        """Return a class and run ``__set_name__`` and ``__init_subclass__`` for it."""
        module_name = names.get("__module__", "")
        made = Class(name, bases, names, module=str(module_name), line=place.line)
        for attribute in [*names.values()]:
            function = getattr(attribute, "function", attribute)
            if isinstance(function, Function) and function.owner is None:
                function.owner = made
        for key, attribute in [*names.items()]:
            if isinstance(attribute, Instance) and isinstance(attribute.cls.lookup("__set_name__"), Function):
                self.call(self.get_attribute(attribute, "__set_name__", place), (made, key), {}, place)
        for base in made.mro[1:]:
            hook = base.ns.get("__init_subclass__")
            if hook is not None:
                options = {key: item for key, item in keywords.items() if key != "metaclass"}
                function = getattr(hook, "function", hook)
                self.call(function, (made,), options, place)
                break
        on_class = made.lookup("__on_class__")
        if on_class is not MISSING:
            self.call(on_class, (made,), {}, place)
        return made

    def _dict_of(self, names: Value) -> DictValue:
        return DictValue(names, self.namespace(unknown=None))

    def _class_base(self, base: Value) -> Value:
        base = self.decide(base)
        if isinstance(base, Union):
            known = [option for option in base.options if isinstance(option, Class)]
            return known[0] if len(known) == len(base.options) == 1 else self._undecided(base, _nowhere(base))
        return base

    def _if(self, node: Node, frame: Frame) -> Outcome | None:
        test = self.eval(node[2], frame)
        truth = self.truth(test)
        if truth is not None:
            return self.run_block(node[3] if truth else node[4], frame)
        scope = self.scope_of(test, node[2], frame)
        return self.either(
            scope,
            [lambda: self.run_block(node[3], frame), lambda: self.run_block(node[4], frame)],
            frame,
        )

    def either(
        self, scope: Scope, branches: Sequence[Callable[[], Outcome | None]], frame: Frame
    ) -> Outcome | None:
        """Run blocks of which one is taken; go on with those that do not leave."""
        results = self.fork(scope, branches)
        alive = [result for result in results if not isinstance(result, PyRaise)]
        self.settle([None if not isinstance(r, PyRaise) else r for r in results], scope)
        leaving = [result for result in alive if result is not None]
        if not leaving:
            return None
        if len(leaving) == len(alive):
            kinds = {outcome.kind for outcome in leaving}
            if len(kinds) == 1:
                return Outcome(kinds.pop(), self.join([outcome.value for outcome in leaving], scope))
        for outcome in leaving:
            if outcome.kind == "return":
                frame.pending.append((scope, outcome.value))
        # What follows runs only when the branch that left was not taken.
        self.scopes = (*self.scopes, scope)
        return None

    def _for(self, node: Node, frame: Frame) -> Outcome | None:
        place = self.place(node[3], frame.module)
        items, unknown = self.iterate(self.eval(node[3], frame), place)
        before = self.scopes, len(frame.pending)
        for item in items:
            self.step()
            if isinstance(item, Maybe):
                outcome = self._maybe_round(node, item, frame)
            else:
                self.assign(node[2], item, frame)
                outcome = self.run_block(node[4], frame)
            if len(frame.pending) == before[1]:
                self.scopes = before[0]  # an undecided continue ends with its round
            if outcome is not None and outcome.kind == "break":
                return None
            if outcome is not None and outcome.kind == "return":
                return outcome
        if unknown is not None:
            blamed = Maybe(self._undecided(unknown, place), Scope(unknown.reason, unknown.place or place))
            outcome = self._maybe_round(node, blamed, frame)
            if outcome is not None and outcome.kind == "return":
                return outcome
        return self.run_block(node[5], frame)

    def _maybe_round(self, node: Node, item: Maybe, frame: Frame) -> Outcome | None:
        def round_() -> Outcome | None:
            self.assign(node[2], item.value, frame)
            return self.run_block(node[4], frame)

        outcome = self.either(item.scope, [round_, lambda: None], frame)
        return None if outcome is not None and outcome.kind != "return" else outcome

    def _while(self, node: Node, frame: Frame) -> Outcome | None:
        for _ in range(_MAX_WHILE):
            test = self.eval(node[2], frame)
            truth = self.truth(test)
            if truth is False:
                return self.run_block(node[4], frame)
            if truth is None:
                scope = self.scope_of(test, node[2], frame)
                outcome = self.either(scope, [lambda: self.run_block(node[3], frame), lambda: None], frame)
                return outcome if outcome is not None and outcome.kind == "return" else None
            outcome = self.run_block(node[3], frame)
            if outcome is not None and outcome.kind == "break":
                return None
            if outcome is not None and outcome.kind == "return":
                return outcome
        self.note("this loop does not end within 10,000 rounds", self.place(node, frame.module))
        return None

    def _try(self, node: Node, frame: Frame) -> Outcome | None:
        try:
            outcome = self._guarded(node, frame)
        except PyRaise:
            self.run_block(node[5], frame)
            raise
        final = self.run_block(node[5], frame)
        return final if final is not None else outcome

    def _guarded(self, node: Node, frame: Frame) -> Outcome | None:
        try:
            outcome = self.run_block(node[2], frame)
        except PyRaise as raised:
            return self._handle(raised, node[3], frame)
        return outcome if outcome is not None else self.run_block(node[4], frame)

    def _handle(self, raised: PyRaise, handlers: Sequence[Node], frame: Frame) -> Outcome | None:
        for handler in handlers:
            _, type_node, name, body = handler
            matches = True if type_node is None else self.catches(self.eval(type_node, frame), raised)
            if matches is False:
                continue
            if matches is None:
                place = self.place_at(handler[0], frame.module)
                reason = f"whether {raised.type_name} is caught here depends on code outside the project"
                scope = Scope(reason, place)
                return self.either(scope, [partial(self._run_handler, body, name, raised, frame)], frame)
            return self._run_handler(body, name, raised, frame)
        raise raised

    def _run_handler(
        self, body: Sequence[Node], name: str | None, raised: PyRaise, frame: Frame
    ) -> Outcome | None:
        if name:
            self.store(frame.names, name, raised.value)
        previous, self.handling = self.handling, raised
        try:
            return self.run_block(body, frame)
        except PyRaise as other:
            other.cause = other.cause or (raised if other is not raised else None)
            raise
        finally:
            self.handling = previous
            if name:
                self.store(frame.names, name, MISSING)

    handling: PyRaise | None = None

    def catches(self, kind: Value, raised: PyRaise) -> bool | None:
        """Return whether a handler's type catches an exception; None: not decided."""
        if isinstance(kind, tuple):
            answers = [self.catches(part, raised) for part in kind]
            return True if True in answers else None if None in answers else False
        value = raised.value
        if kind is EXCEPTIONS["BaseException"]:
            return True
        if isinstance(value, Instance) and isinstance(kind, Class):
            if value.cls.is_subclass(kind):
                return True
            return None if value.cls.is_open else False
        if isinstance(value, Instance):
            # A class of foreign code catches a built-in exception only if it is an alias of one.
            return False if isinstance(kind, Ext) and not value.cls.is_open else None
        return None

    def _with(self, node: Node, frame: Frame) -> Outcome | None:
        return self._with_items(node[2], node[3], frame)

    def _with_items(self, items: Sequence[Node], body: Sequence[Node], frame: Frame) -> Outcome | None:
        if not items:
            return self.run_block(body, frame)
        (expression, target), rest = items[0], items[1:]
        manager = self.eval(expression, frame)
        place = self.place(expression, frame.module)

        def inside(value: Value) -> Outcome | None:
            if target is not None:
                self.assign(target, value, frame)
            return self._with_items(rest, body, frame)

        return self.run_with(manager, inside, place)

    def run_with(
        self, manager: Value, inside: Callable[[Value], Outcome | None], place: Place
    ) -> Outcome | None:
        """Run a block inside a context manager."""
        if not isinstance(manager, Instance):
            return inside(self._undecided(manager, place))
        if callable(manager.payload):
            outcome: Outcome | None = manager.payload(self, inside)
            return outcome
        if manager.cls.lookup("__enter__") is MISSING:
            return inside(self._undecided(manager, place))
        entered = self.call(self.get_attribute(manager, "__enter__", place), (), {}, place)
        leave = self.get_attribute(manager, "__exit__", place)
        try:
            outcome = inside(entered)
        except PyRaise as raised:
            kind = raised.value.cls if isinstance(raised.value, Instance) else None
            if self.truth(self.call(leave, (kind, raised.value, None), {}, place)):
                return None
            raise
        self.call(leave, (None, None, None), {}, place)
        return outcome

    def _return(self, node: Node, frame: Frame) -> Outcome:
        return Outcome("return", None if node[2] is None else self.eval(node[2], frame))

    def _raise(self, node: Node, frame: Frame) -> None:
        place = self.place(node, frame.module)
        if node[2] is None:
            raise self.handling or self.raise_("RuntimeError", "No active exception to reraise", place)
        value = self.eval(node[2], frame)
        if isinstance(value, Class):
            value = self.instantiate(value, (), {}, place)
        raise PyRaise(value, place)

    def _assert(self, node: Node, frame: Frame) -> None:
        if self.truth(self.eval(node[2], frame)) is False:
            message = None if node[3] is None else self.eval(node[3], frame)
            text = message if isinstance(message, str) else ""
            raise self.raise_("AssertionError", text, self.place(node, frame.module))

    def _delete(self, node: Node, frame: Frame) -> None:
        for target in node[2]:
            place = self.place(target, frame.module)
            if target[0] == "name":
                if target[2] not in frame.names and frame.function is None:
                    raise self.raise_("NameError", f"name '{target[2]}' is not defined", place)
                self.store(frame.names, target[2], MISSING)
            elif target[0] == "attr":
                owner = self.eval(target[2], frame)
                if isinstance(owner, (Module, Instance, Class, Function, Unknown)):
                    self.store(owner.ns, target[3], MISSING)
            elif target[0] == "sub":
                self._delete_item(self.eval(target[2], frame), self.eval(target[3], frame), place)

    def _delete_item(self, container: Value, key: Value, place: Place) -> None:
        if isinstance(container, DictValue) or isinstance(container, ListValue):
            self.call(self.get_attribute(container, "pop", place), (key,), {}, place)
        elif isinstance(container, Instance) and container.cls.lookup("__delitem__") is not MISSING:
            self.call(self.get_attribute(container, "__delitem__", place), (key,), {}, place)

    def _match(self, node: Node, frame: Frame) -> Outcome | None:
        return self._match_cases(self.eval(node[2], frame), node[3], frame)

    def _match_cases(self, subject: Value, cases: Sequence[Node], frame: Frame) -> Outcome | None:
        if not cases:
            return None
        (pattern, guard, body), rest = cases[0], cases[1:]
        matched = self._matches(pattern, subject, frame)
        if matched is not False and guard is not None:
            guarded = self.truth(self.eval(guard, frame))
            matched = guarded if matched else (False if guarded is False else None)
        if matched is False:
            return self._match_cases(subject, rest, frame)
        if matched:
            return self.run_block(body, frame)
        scope = Scope("whether this case matches is not decided", self.place(pattern, frame.module))
        return self.either(
            scope,
            [lambda: self.run_block(body, frame), lambda: self._match_cases(subject, rest, frame)],
            frame,
        )

    def _matches(self, pattern: Node, subject: Value, frame: Frame) -> bool | None:
        kind = pattern[0]
        place = self.place(pattern, frame.module)
        if kind == "value":
            return self.truth(self.compare("Eq", subject, self.eval(pattern[2], frame), place))
        if kind == "or":
            answers = [self._matches(option, subject, frame) for option in pattern[2]]
            return True if True in answers else None if None in answers else False
        if kind == "as":
            inner = True if pattern[2] is None else self._matches(pattern[2], subject, frame)
            if inner is not False and pattern[3]:
                self.store(frame.names, pattern[3], subject)
            return inner
        for name in pattern[2]:
            self.store(frame.names, name, self.unknown("a part of a pattern", place))
        return None

    def _nothing(self, node: Node, frame: Frame) -> None:
        return None

    def _leave(self, node: Node, frame: Frame) -> Outcome:
        return Outcome(node[0])


def _nowhere(union: Union) -> Place:
    return union.scope.place


_RUN: Mapping[str, Callable[[Statements, Node, Frame], Outcome | None]] = {
    "expr": Statements._expr,
    "assign": Statements._assign,
    "aug": Statements._aug,
    "ann": Statements._ann,
    "import": Statements._import,
    "from": Statements._from,
    "def": Statements._def,
    "class": Statements._class,
    "if": Statements._if,
    "for": Statements._for,
    "while": Statements._while,
    "try": Statements._try,
    "with": Statements._with,
    "return": Statements._return,
    "raise": Statements._raise,
    "assert": Statements._assert,
    "delete": Statements._delete,
    "global": Statements._nothing,
    "nonlocal": Statements._nothing,
    "match": Statements._match,
    "pass": Statements._nothing,
    "break": Statements._leave,
    "continue": Statements._leave,
}
