"""Attributes of what is called: functions, partials, methods, and what is written in C."""

import sys
from functools import partial

from automappa_scaffold.interpreter.attribute_changes import AttributeChanges
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.function_parts import FUNCTION_PARTS, function_part
from automappa_scaffold.interpreter.marks import NOT_OF_FUNCTIONS
from automappa_scaffold.interpreter.method_identity import is_slot
from automappa_scaffold.interpreter.objects import Bound, Function, Instance, Native, Partial
from automappa_scaffold.interpreter.python_kinds import host_object, kind_of, lacks_in_host, name_in_host
from automappa_scaffold.interpreter.refusals import is_builtin
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["CallableAttributes", "has_every_function"]

# Stands for keywords that are not known.
_OPEN_KEYWORDS = frozenset(("**",))


def _lone() -> None:
    """Stand for a function that has no attributes but those of all functions."""


def has_every_function(name: str) -> bool:
    """Return whether any function has an attribute of this name."""
    return hasattr(_lone, name)


def _is_plain_method(value: Bound) -> bool:
    """Return whether a model says that this is a method, and nothing else that can be called."""
    receiver = value.receiver
    methods = receiver.cls.lookup("<methods>") if isinstance(receiver, Instance) else MISSING
    if isinstance(methods, frozenset):
        return value.function.name in methods
    is_standard = isinstance(receiver, Instance) and not receiver.cls.line
    return is_standard and receiver.cls.module.partition(".")[0] in sys.stdlib_module_names


def _bind_by_hand(
    function: Value, m: "CallableAttributes", args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for a function's ``__get__``."""
    receiver = m.decide(args[0]) if args else None
    return function if receiver is None else Bound(function, args[0])


class CallableAttributes(AttributeChanges):
    """Attributes of functions and the like."""

    def _function_attribute(self, value: Function | Partial, name: str, place: Place | None) -> Value:
        if name in value.ns:
            return value.ns[name]
        if name == "__dict__":
            return DictValue(value.ns, self.namespace(unknown=None, hidden=NOT_OF_FUNCTIONS))
        if name == "__call__":
            return value
        return _part_of(self, value, name) if isinstance(value, Partial) else self._given(value, name, place)

    def _given(self, value: Function, name: str, place: Place | None) -> Value:
        """Return an attribute that Python gives a function, or MISSING."""
        if name == "__class__":
            return self.external("types.FunctionType")
        if name == "__get__":
            return Native(name, partial(_bind_by_hand, value))
        if name == "__globals__":
            return self.find_attribute(value.module, "__dict__", place)
        if name in FUNCTION_PARTS:
            part = function_part(self, value, name) if value.module.path else MISSING
            if part is not MISSING:
                return part
            return self.unknown(f"{name} of a function", place, is_foreign=True)
        if name == "__annotations__":
            is_text = value.module.has_text_annotations
            return self.new_dict(self.annotations_of(value, is_text=is_text))
        return MISSING

    def _method_attribute(self, value: Bound, name: str, place: Place | None) -> Value:
        if name in ("__self__", "__func__"):
            return value.receiver if name == "__self__" else value.function
        if name == "__call__":
            return value
        is_plain = isinstance(value.function, Native) and _is_plain_method(value)
        if is_plain and not has_every_function(name):
            return MISSING
        return self.find_attribute(value.function, name, place)

    def _native_attribute(self, value: Native, name: str, place: Place | None) -> Value:
        if name == "__call__":
            return value
        if name in ("__name__", "__qualname__"):
            return value.name
        if name == "__get__" and is_slot(value):
            return Native(name, partial(_bind_by_hand, value))
        if is_builtin(value) and not hasattr(host_object(value.path), name):
            return MISSING
        if value.path and (inner := self.models.get(f"{value.path}.{name}")) is not None:
            return inner
        is_named = value.path != "" and kind_of(self, value) == "function"
        if self.lacks_in_function(value.path, name) or (is_named and not has_every_function(name)):
            return MISSING
        if name == "__module__":
            if is_named and value.path.partition(".")[0] not in sys.stdlib_module_names:
                return value.path.rpartition(".")[0]
            if (told := name_in_host(value.path, name, self.python_numbers)) is not MISSING:
                return told
        suffix = f".{value.name}.{name}"
        known = next((model for path, model in self.models.items() if path.endswith(suffix)), None)
        return self.unknown(f"{value.name}.{name}", place, is_foreign=True) if known is None else known

    def lacks_in_function(self, path: str, name: str) -> bool:
        """Return whether a path stands for a function outside the project without such an attribute."""
        return f"{path}.{name}" not in self.patched and lacks_in_host(path, name)

    def annotations_of(self, function: Function, *, is_text: bool) -> dict[str, Value]:
        """Return a function's annotations: what they are, or as they are written."""
        given = function.spec.named_annotations
        if is_text:
            return {name: text for name, _, text in given}
        frame = function.closure or Frame(function.module, function.module.ns)
        return {name: self.eval(node, frame) for name, node, _ in given}


def _part_of(m: CallableAttributes, value: Partial, name: str) -> Value:
    """Return what a partial was made of, or MISSING."""
    if name == "func":
        return value.function
    if name == "args":
        return value.args
    if name == "keywords":
        meta = m.namespace(unknown=value.kwargs.get("**"), hidden=_OPEN_KEYWORDS)
        return DictValue(value.kwargs, meta)
    return MISSING
