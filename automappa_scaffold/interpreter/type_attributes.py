"""What ``type`` tells of every class: its bases, its annotations, its dict."""

import types

from automappa_scaffold.interpreter.abstract_classes import abstract_methods, keeps_abstract_methods
from automappa_scaffold.interpreter.certain_types import is_of_project
from automappa_scaffold.interpreter.instance_attributes import SINCE_3_13, InstanceAttributes
from automappa_scaffold.interpreter.marks import KIND, NOT_OF_CLASSES
from automappa_scaffold.interpreter.module_values import standard_class
from automappa_scaffold.interpreter.object_methods import OBJECT_METHODS, object_native
from automappa_scaffold.interpreter.objects import Class, Instance, content_of
from automappa_scaffold.interpreter.python_kinds import host_object, lacks_annotations
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["DESCRIPTOR", "TypeAttributes", "has_unseen_order"]

# Of what kinds the things are that the dict of ``object`` holds, by paths.
_DESCRIPTORS = {
    getattr(types, name): f"types.{name}"
    for name in (
        "BuiltinFunctionType",
        "ClassMethodDescriptorType",
        "GetSetDescriptorType",
        "MethodDescriptorType",
        "WrapperDescriptorType",
    )
}
_OF_TOP = ("__base__", "__bases__", "__mro__")
_DESCRIBED = ("__dict__", "__weakref__")
DESCRIPTOR = standard_class(types.GetSetDescriptorType, "GetSetDescriptorType", "types")


def _has_all_bases(cls: Class) -> bool:
    """Return whether the model of a class of Python has as many bases, near and far, as that has."""
    python = host_object(f"{cls.module}.{cls.name}") if not is_of_project(cls) else MISSING
    return not isinstance(python, type) or len(python.__mro__) == len(cls.mro) + 1


def has_unseen_order(cls: Class) -> bool:
    """Return whether a class inherits from others than those that its model knows."""
    return any(base.followed or not all(isinstance(one, Class) for one in base.bases) for base in cls.mro)


class TypeAttributes(InstanceAttributes):
    """Attributes that every class has by being one, whatever stands in it."""

    def _of_type(self, cls: Class, name: str, place: Place | None) -> Value:
        """Return what every class tells of itself, or MISSING."""
        if name == "__module__":
            return cls.module
        if name in _OF_TOP and cls is self.models.get("builtins.object"):
            return {"__bases__": (), "__base__": None, "__mro__": (cls,)}[name]
        if name == "__bases__":
            if not cls.bases and not cls.line and cls.module != "builtins":
                return self.unknown("the bases of a class of a library", place, is_foreign=True)
            return cls.bases or (self.models.get("builtins.object"),)
        if name == "__base__":
            return self._base_of(cls, place)
        if name == "__orig_bases__":
            return self.unknown("the bases of a class as written", place, is_foreign=True)
        if name == "__mro__" and has_unseen_order(cls):
            return self.unknown("the order in which a class inherits", place, is_foreign=True)
        if name == "__mro__" and not all(map(_has_all_bases, cls.mro)):
            return self.unknown("the order in which a class of Python inherits", place, is_foreign=True)
        if name == "__mro__":
            return (*cls.mro, self.models.get("builtins.object"))
        if name == "__dict__":
            return self._dict_of_class(cls, place)
        if name == "__doc__":
            return self.unknown("a built-in's docstring", place) if cls.module == "builtins" else None
        if name == "__abstractmethods__" and (cls.is_open or keeps_abstract_methods(cls)):
            methods = abstract_methods(cls)
            return self.new_set(methods, is_frozen=True) if methods or not cls.is_open else MISSING
        if name == "__annotations__":
            return self._annotations_of(cls, place)
        if name in ("__origin__", "__args__", "__parameters__", "__unpacked__"):
            return self.unknown("a class, perhaps with parameters", place)
        return MISSING

    def _annotations_of(self, cls: Class, place: Place | None) -> Value:
        """Return what a class itself annotates; from here on one that annotates nothing has a dict for it."""
        held = cls.ns.get("__annotations__", MISSING)
        if held is not MISSING:
            return held
        if not cls.line and lacks_annotations(f"{cls.module}.{cls.name}"):
            return MISSING
        hints = cls.ns.get("__fields__", {})
        unknown = self.unknown("the annotations of a class", place)
        made = self.new_dict(dict.fromkeys(hints, unknown), unknown if hints else None)
        if cls.line and not hints:
            self.store(cls.ns, "__annotations__", made)
        return made

    def _dict_of_class(self, cls: Class, place: Place | None) -> Value:
        is_whole = (
            cls.line and "__members__" not in cls.ns and not any(base.name in EXCEPTIONS for base in cls.mro)
        )
        others = None if is_whole else self.unknown("what is in a class of Python", place)
        if cls is self.models.get("builtins.object"):
            return self.new_dict({name: self._held_by_object(name, place) for name in vars(object)})
        shown = self._shown_besides(cls, place)
        return DictValue(cls.ns, self.namespace(unknown=others, shown=shown, hidden=NOT_OF_CLASSES))

    def _held_by_object(self, name: str, place: Place | None) -> Value:
        """Return what the dict of ``object`` holds under a name."""
        if name in OBJECT_METHODS:
            return object_native(name, None)
        if name == "__doc__":
            return object.__doc__
        held = self.unknown(f"{name} of object", place, is_foreign=True)
        held.ns[KIND] = _DESCRIPTORS[type(vars(object)[name])]
        return held

    def _base_of(self, cls: Class, place: Place | None) -> Value:
        """Return the base after which the objects of a class are laid out."""
        if not cls.bases and cls.line:
            return self.models.get("builtins.object")
        others = [base for base in cls.bases if not is_plain_class(base) or "__slots__" in base.ns]
        if len(cls.bases) == 1 or (cls.bases and not others):
            return cls.bases[0]
        return self.unknown("which base of a class is the best", place)

    def _shown_besides(self, cls: Class, place: Place | None) -> dict[str, Value]:
        """Return what the dict of a class holds that its body does not bind."""
        if not cls.line:
            return {}
        wanted = ["__module__"]
        if "__slots__" in cls.ns:
            held = content_of(cls.ns["__slots__"])
            slots = (held,) if isinstance(held, str) else getattr(held, "items", held)
            wanted += [slot for slot in slots if isinstance(slot, str)] if isinstance(slots, tuple) else []
        elif all(base.line and "__slots__" in base.ns for base in cls.mro[1:]):
            wanted += ["__dict__", "__weakref__"]
        if "__fields__" in cls.ns and "__annotations__" not in cls.ns:
            wanted.append("__annotations__")
        kinds = dict.fromkeys(wanted, "")
        if self.python_numbers >= (3, 13):
            kinds.update(zip(SINCE_3_13, ("builtins.int", "builtins.tuple"), strict=True))
        found: dict[str, Value] = {
            name: self.unknown(f"{name} of a class", place, is_foreign=True) for name in kinds
        }
        found.update({name: self.of_kind(found[name], kind) for name, kind in kinds.items() if kind})
        described = {name: Instance(DESCRIPTOR, self.namespace()) for name in wanted if name in _DESCRIBED}
        return {**found, **described, "__module__": cls.module}
