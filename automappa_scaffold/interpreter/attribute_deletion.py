"""Deleting attributes."""

from automappa_scaffold.interpreter.attribute_errors import (
    describe_undeletable,
    describe_unsettable,
)
from automappa_scaffold.interpreter.attribute_setting import has_slot
from automappa_scaffold.interpreter.certain_types import has_fixed_attributes, is_of_project
from automappa_scaffold.interpreter.class_attributes import ClassAttributes
from automappa_scaffold.interpreter.marks import OPEN
from automappa_scaffold.interpreter.objects import (
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
)
from automappa_scaffold.interpreter.standard_names import has_standard_name
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["AttributeDeletion"]


def _is_bound_openly(cls: Class, name: str) -> bool:
    """Return whether a class of the project has an attribute itself only where it is seen to bind it."""
    is_made_for_it = name.startswith("__") or OPEN in cls.ns or has_slot(cls, name)
    is_told = all(is_of_project(base) or base.module == "builtins" for base in cls.mro)
    return not is_made_for_it and bool(cls.line) and not cls.is_open and is_told


class AttributeDeletion(ClassAttributes):
    """Deleting attributes: descriptors of the class come first."""

    def delete_attribute(self, value: Value, name: str, place: Place) -> None:
        """Delete an attribute."""
        if isinstance(value, (Instance, Class)):
            kind = value.cls if isinstance(value, Instance) else value.lookup("__class__")
            hook = kind.lookup("__delattr__") if isinstance(kind, Class) else MISSING
            if isinstance(hook, (Function, Native)):
                self.call(hook, (value, name), {}, place)
                return
        self.delete_plainly(value, name, place)

    def delete_plainly(self, value: Value, name: str, place: Place) -> None:
        """Delete an attribute as ``object.__delattr__`` does: descriptors of the class come first."""
        if isinstance(value, (Instance, Class)):
            kind = value.cls if isinstance(value, Instance) else value.lookup("__class__")
            on_class = kind.lookup(name) if isinstance(kind, Class) else MISSING
            if isinstance(on_class, Instance) and on_class.cls.lookup("__delete__") is not MISSING:
                self.call(self.special_method(on_class, "__delete__", place), (value,), {}, place)
                return
            if isinstance(on_class, Instance) and on_class.cls.lookup("__set__") is not MISSING:
                raise self.refusal("AttributeError", "__delete__", place)
            if isinstance(on_class, Wrapper) and on_class.kind == "property":
                self._delete_property(value, on_class, name, place)
                return
            members = value.ns.get("__members__") if isinstance(value, Class) else None
            if isinstance(value, Class) and isinstance(members, DictValue) and name in members.items:
                text = f"'{value.name}' cannot delete member '{name}'."
                text = f"{value.name}: cannot delete Enum member." if self.python_numbers < (3, 11) else text
                raise self.refusal("AttributeError", text, place)
        if isinstance(value, (Module, Instance, Class, Function, Partial, Unknown)):
            is_closed = (
                isinstance(value, (Module, Function))
                or (isinstance(value, Instance) and not value.cls.is_open and not value.cls.is_partial)
                or (isinstance(value, Class) and _is_bound_openly(value, name))
            )
            if is_closed and name not in value.ns and not getattr(value, "is_open", False):
                raise self.raise_("AttributeError", self._undeletable(value, name), place)
            self.store(value.ns, name, MISSING)
        elif isinstance(value, Ext):
            path = f"{value.path}.{name}"
            if self.is_outside_module(value) and self.lacks_outside(value.path, name):
                text = f"'module' object has no attribute '{name}'"
                raise self.refusal("AttributeError", text, place)
            if path in self.patched and not has_standard_name(value.path, name):
                self.store(self.patched, path, MISSING)  # the project had put it there
                return
            reason = f"{path} is deleted"
            self.unsettle(reason, place)
            self.store(self.patched, path, self.unknown(reason, place))
        elif isinstance(value, Native):
            self.disturb(f"an attribute of {value.name} is deleted", place)
        elif not name.startswith("__") and has_fixed_attributes(value):
            text = describe_unsettable(value, name, self.python_numbers)
            raise self.refusal("AttributeError", text, place)

    def _undeletable(self, value: Value, name: str) -> str:
        if isinstance(value, Instance) and has_slot(value.cls, name):
            return name
        if isinstance(value, Instance) and self.has_no_place(value.cls, name):
            return describe_unsettable(value, name, self.python_numbers)
        return describe_undeletable(value, name, self.python_numbers)

    def _delete_property(self, value: Value, known: Wrapper, name: str, place: Place) -> None:
        if known.deleter is not None:
            self.call(known.deleter, (value,), {}, place)
        elif isinstance(known.function, Native) or not isinstance(value, Instance):
            self.disturb("what deleting a property does", place)
        else:
            text = f"property '{name}' of '{value.cls.name}' object has no deleter"
            text = text if self.python_numbers >= (3, 11) else f"can't delete attribute '{name}'"
            raise self.raise_("AttributeError", text, place)
