"""What expressions share: names, arguments, and conditions that are not decided."""

from collections.abc import Sequence

from automappa_scaffold.interpreter.argument_errors import shown_in_errors
from automappa_scaffold.interpreter.calls import Calls
from automappa_scaffold.interpreter.class_scopes import binds
from automappa_scaffold.interpreter.dispatch import EVALUATE
from automappa_scaffold.interpreter.element_counts import measured
from automappa_scaffold.interpreter.element_kinds import is_no_mapping
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.objects import Bound, Function, Instance, Module
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.refusals import is_definition
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    Scope,
    Spread,
    Union,
    Unknown,
    Value,
    is_constant,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["Evaluation", "says_names"]


def says_names(mapping: Instance) -> bool:
    """Return whether a mapping is of a class that says itself what its names are."""
    return any(mapping.cls.lookup(name) is not MISSING for name in ("__getitem__", "__missing__"))


def says_global(frame: Frame, name: str) -> bool:
    """Return whether a function or class says that a name is global, which holds for all inside it too."""
    is_said = frame.is_body and name in frame.function.spec.global_names
    return is_said or name in frame.declared_global


class Evaluation(Calls):
    """Looking up names, evaluating arguments."""

    def lookup(self, name: str, frame: Frame) -> Value:
        """Return what a name means in a frame, or MISSING.

        Raises:
            PyRaise: the name is a function's own, and is not bound yet.
        """
        current: Frame | None = frame
        function = frame.function
        is_global = function is not None and name in function.spec.global_names
        if frame.body and name not in frame.names and binds(frame.body, name):
            is_global = name not in frame.declared_nonlocal
        if not is_global and name not in frame.declared_global:
            while current is not None:
                found = current.names.get(name, MISSING)
                if found is not MISSING and (current is frame or not current.is_class):
                    if found.__class__ is not Union:
                        return found
                    return self._perhaps_name(
                        found, name, frame, is_inner=current.names is not frame.module.ns
                    )
                if current.mapping is not None and current is frame:
                    found = self.name_in_mapping(frame.mapping, name)
                    if found is not MISSING:
                        return found
                if name in current.local_names:
                    raise self.unbound(name, is_own=current is frame)
                if current is not frame and says_global(current, name):
                    break
                current = current.parent
        found = frame.module.ns.get(name, MISSING)
        if found is not MISSING:
            return self._perhaps_name(found, name, frame) if found.__class__ is Union else found
        return self.builtin(name)

    def _perhaps_name(self, held: Union, name: str, frame: Frame, *, is_inner: bool = False) -> Value:
        """Return what a name means that is perhaps not bound: then it is a global one, or a built-in."""
        if not is_perhaps_bound(held):
            return held
        rest: Value = MISSING
        if is_inner and frame.is_class:
            rest = frame.module.ns.get(name, MISSING)
        if rest is MISSING and (frame.is_class or not is_inner):
            rest = self.builtin(name)
        if rest is MISSING:
            return self.as_read(held, name, frame.module, is_local=is_inner and name in frame.names)
        return self.join([*(option for option in held.options if option is not MISSING), rest], held.scope)

    def as_read(self, value: Union, name: str, module: Module, *, is_local: bool = False) -> Value:
        """Return a value as it is read: a name that is perhaps not bound is taken to be, which is told."""
        if MISSING not in value.options:
            return value
        if not self.scopes:
            self.assumptions[f"{name} of {module.name} is taken to be bound where it is read"] = None
        text, kind = f"name '{name}' is not defined", "UnboundLocalError" if is_local else "NameError"
        return self.as_bound(value, lambda: self.raise_(kind, text, None))

    def name_in_mapping(self, mapping: Value, name: str) -> Value:
        """Return what the object that holds the names of a class body says of one, or MISSING."""
        if not isinstance(mapping, Instance) or not says_names(mapping):
            return MISSING
        try:
            return self.get_item(mapping, name, Place(self.tree.relative("")))
        except PyRaise as raised:
            value = raised.value
            if not isinstance(value, Instance) or not value.cls.is_subclass(EXCEPTIONS["KeyError"]):
                raise
            return MISSING

    def unbound(self, name: str, *, is_own: bool, place: Place | None = None) -> PyRaise:
        """Return what is raised for a name of a function, or of one around it, that is not bound yet."""
        old = self.python_numbers < (3, 11)
        if is_own:
            text = f"cannot access local variable '{name}' where it is not associated with a value"
            text = f"local variable '{name}' referenced before assignment" if old else text
            return self.raise_("UnboundLocalError", text, place)
        where = "in enclosing scope"
        text = f"cannot access free variable '{name}' where it is not associated with a value {where}"
        text = f"free variable '{name}' referenced before assignment {where}" if old else text
        return self.raise_("NameError", text, place)

    def builtin(self, name: str) -> Value:
        """Return a built-in by name, or MISSING."""
        known = self.builtins.get(name)
        if known is None:
            path = f"builtins.{name}"
            known = self.builtins[name] = path, self.models.get(path, MISSING)
        path, model = known
        changed = self.patched.get(path, MISSING) if self.patched else MISSING
        return model if changed is MISSING else changed

    def arguments(
        self,
        args: Sequence[Node],
        kwargs: Sequence[tuple[str | None, Node]],
        frame: Frame,
        function: Value = None,
    ) -> tuple[list[Value], dict[str, Value]]:
        """Return the values of a call's arguments."""
        positional: list[Value] = []
        for argument in args:
            kind = argument[0]
            if kind == "const":
                positional.append(argument[2])
            elif kind == "star":
                spread, place = self.eval(argument[2], frame), self.place(argument, frame.module)
                bare = self.decide(spread)
                if has_no_elements(bare):
                    text = f"argument after * must be an iterable, not {kind_name(bare)}"
                    raise self.refusal("TypeError", f"{shown_in_errors(function)}{text}", place)
                seen = self.unordered_seen
                items, unknown = self.iterate_in_order(measured(self, spread, place), place)
                perhaps = next((item for item in items if isinstance(item, Maybe)), None)
                if perhaps is not None and unknown is None:
                    items, unknown = (
                        items[: items.index(perhaps)],
                        self.unknown(perhaps.scope.reason, perhaps.scope.place),
                    )
                if self.unordered_seen == seen or len(items) < 2:
                    positional.extend(item.value if isinstance(item, Maybe) else item for item in items)
                if unknown:
                    positional.append(Spread(unknown))
            else:
                positional.append(EVALUATE[kind](self, argument, frame))
        named: dict[str, Value] = {}
        for name, value in kwargs:
            if name is None:
                place = self.place(value, frame.module)
                self._spread_keywords(named, self.eval(value, frame), function, place)
            elif name in named:
                text = f"{shown_in_errors(function)}got multiple values for keyword argument '{name}'"
                raise self.refusal("TypeError", text, self.place(value, frame.module))
            else:
                named[name] = EVALUATE[value[0]](self, value, frame)
        return positional, named

    def _spread_keywords(self, named: dict[str, Value], value: Value, function: Value, place: Place) -> None:
        value = self.decide(value)
        if isinstance(value, DictValue):
            twice = next((key for key in value.items if key in named), None)
            if twice is not None:
                text = f"{shown_in_errors(function)}got multiple values for keyword argument '{twice}'"
                raise self.refusal("TypeError", text, place)
            if any(_is_no_name(key) for key in value.items):
                raise self.refusal("TypeError", "keywords must be strings", place)
            named.update((key, item) for key, item in value.items.items() if isinstance(key, str))
            for key in [key for key, item in value.items.items() if is_perhaps_bound(item)]:
                named["**"] = self.undecided(named.pop(key), place)
            if value.unknown:
                named["**"] = value.unknown
        elif isinstance(value, Instance) and value.cls.lookup("keys") is not MISSING:
            held = self.new_dict()
            self.merge(held, value, place)
            self._spread_keywords(named, held, function, place)
        elif is_no_mapping(value) or is_definition(value):
            text = f"{shown_in_errors(function)}argument after ** must be a mapping, not {kind_name(value)}"
            raise self.refusal("TypeError", text, place)
        else:
            named["**"] = self.undecided(value, place)

    def scope_of(self, value: Value, node: Node, frame: Frame) -> Scope:
        """Return the scope of a condition whose value is not decided."""
        return self.scope_at(value, self.place(node, frame.module))

    def scope_at(self, value: Value, place: Place) -> Scope:
        """Return the scope of a value at a place that is not decided."""
        reason = value.reason if isinstance(value, Unknown) else "its truth is not decided by the source"
        if isinstance(value, Ext):
            reason = f"{value.path} is not part of the project"
        if isinstance(value, Union):
            reason = value.scope.reason
        return Scope(reason, place)


def _is_no_name(key: Value) -> bool:
    """Return whether a key certainly names no argument."""
    is_other = is_constant(key) and not isinstance(key, str)
    return is_other or isinstance(key, (tuple, Function, Bound)) or is_definition(key)
