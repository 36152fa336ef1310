"""Attributes: how Python finds them on modules, classes, objects and functions."""

import builtins
import os
import sys
from functools import partial
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.container_methods import ContainerMethods
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Generator,
    Instance,
    Module,
    Native,
    Partial,
    Super,
    Wrapper,
)
from automappa_scaffold.interpreter.values import MISSING, Assumed, DictValue, Ext, Union, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["Attributes"]


class Attributes(ContainerMethods):
    """Attribute access."""

    def get_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or raise AttributeError in the program."""
        found = self.find_attribute(value, name, place)
        if found is MISSING:
            raise self.raise_("AttributeError", describe_missing(value, name), place)
        return found

    def find_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or MISSING."""
        if isinstance(value, Assumed):
            inner = self.find_attribute(value.value, name, place)
            if isinstance(inner, Native):
                self.decide(value)
            return inner
        if isinstance(value, Module):
            return self._module_attribute(value, name, place)
        if isinstance(value, Ext):
            if value.path in _WELL_KNOWN and not hasattr(_WELL_KNOWN[value.path], name):
                return self.models.get(f"{value.path}.{name}", MISSING)
            if value.path in self.external_modules:
                self.assume_name(value.path, name)
            return self.external(f"{value.path}.{name}")
        if isinstance(value, Unknown):
            if name not in value.ns:
                return self.unknown(value.reason, value.place or place, is_foreign=value.is_foreign)
            return value.ns[name]
        if isinstance(value, Union):
            found = [self.find_attribute(o, name, place) for o in value.options if o is not MISSING]
            bound = [f for f in found if f is not MISSING]
            return self.join(bound, value.scope) if bound else MISSING
        if isinstance(value, Instance):
            return self._instance_attribute(value, name, place)
        if isinstance(value, Class):
            return self._class_attribute(value, name, place)
        if isinstance(value, Super):
            return self._super_attribute(value, name, place)
        return self._callable_attribute(value, name, place)

    def _module_attribute(self, module: Module, name: str, place: Place | None) -> Value:
        if name in module.ns:
            return module.ns[name]
        if name == "__dict__":
            return DictValue(module.ns, self.namespace(unknown=None))
        hook = module.ns.get("__getattr__")
        if hook is not None and not (name.startswith("__") and name.endswith("__")):
            return self.call(hook, (name,), {}, place or Place(self.tree.relative(module.path)))
        if module.is_open:
            return self.unknown(f"{module.name} takes all names of a package outside the project", place)
        return MISSING

    def _instance_attribute(self, value: Instance, name: str, place: Place | None) -> Value:
        if name == "__class__":
            return value.cls
        on_class = value.cls.lookup(name)
        if isinstance(on_class, Wrapper) and on_class.kind == "property":
            return self._bind(on_class, value, value.cls, place)
        if name in value.ns:
            return value.ns[name]
        if name == "__dict__":
            return DictValue(value.ns, self.namespace(unknown=None))
        if on_class is not MISSING:
            return self._bind(on_class, value, value.cls, place)
        hook = value.cls.lookup("__getattr__")
        if hook is not MISSING and not name.startswith("__"):
            bound = self._bind(hook, value, value.cls, place)
            return self.call(bound, (name,), {}, place or Place(self.tree.relative("")))
        if name in _OBJECT_METHODS:
            return Native(name, lambda m, args, kwargs, at: None)
        if name == "__doc__" or name == "__module__":
            return value.cls.module if name == "__module__" else None
        if value.cls.is_open:
            if value.cls.line and not any(name in base.ns.get("__fields__", ()) for base in value.cls.mro):
                note = (
                    f"{name} is taken to come with the foreign bases of {value.cls.module}.{value.cls.name}"
                )
                self.assumptions[note] = None
            return self.unknown(f"{value.cls.name} has a base outside the project", place, is_foreign=True)
        return MISSING

    def _class_attribute(self, cls: Class, name: str, place: Place | None) -> Value:
        found = cls.lookup(name)
        if found is not MISSING:
            if isinstance(found, Wrapper) and found.kind == "property":
                return found
            return self._bind(found, None, cls, place)
        if name in ("__name__", "__qualname__"):
            return cls.name if name == "__name__" else cls.ns.get(name, cls.name)
        if name == "__module__":
            return cls.module
        if name == "__bases__":
            return cls.bases
        if name == "__mro__":
            return (*cls.mro, self.models.get("builtins.object"))
        if name == "__dict__":
            return DictValue(cls.ns, self.namespace(unknown=None))
        if name in ("__doc__", "__annotations__"):
            return None if name == "__doc__" else self.new_dict()
        if name in _OBJECT_METHODS:
            return Native(name, lambda m, args, kwargs, at: None)
        if cls.module == "builtins" and hasattr(getattr(builtins, cls.name, None), name):
            return Native(name, partial(_call_method, name, cls))
        from_meta = self._metaclass_attribute(cls, name, place)
        if from_meta is not MISSING:
            return from_meta
        if name == "__subclasses__" or cls.is_open:
            reason = f"{cls.name} has a base outside the project"
            return self.unknown(reason, place, is_foreign=name != "__subclasses__")
        return MISSING

    def _metaclass_attribute(self, cls: Class, name: str, place: Place | None) -> Value:
        """Return what the class's own metaclass gives under a name, or MISSING."""
        meta = cls.lookup("__class__")
        if not isinstance(meta, Class):
            return MISSING
        found = meta.lookup(name)
        if found is not MISSING:
            return Bound(found, cls) if isinstance(found, Function) else found
        hook = meta.lookup("__getattr__")
        if hook is MISSING or name.startswith("__"):
            return MISSING
        return self.call(hook, (cls, name), {}, place or _NOWHERE)

    def _super_attribute(self, value: Super, name: str, place: Place | None) -> Value:
        receiver = value.receiver
        owner = receiver.cls if isinstance(receiver, Instance) else receiver
        if not isinstance(owner, Class):
            return self.unknown("super() of something unknown", place)
        mro = owner.mro
        start = mro.index(value.cls) + 1 if value.cls in mro else 0
        for cls in mro[start:]:
            if name in cls.ns:
                instance = receiver if isinstance(receiver, Instance) else None
                return self._bind(cls.ns[name], instance, owner, place, for_super=receiver)
        if name == "__new__":
            return Native("__new__", _object_new)
        if name == "__call__" and isinstance(receiver, Class):
            make = self.models.get("builtins.type")
            return Bound(make.lookup("__call__"), receiver) if isinstance(make, Class) else MISSING
        if name in _OBJECT_METHODS:
            return Native(name, lambda m, args, kwargs, at: None)
        if owner.is_open:
            return self.unknown(f"{owner.name} has a base outside the project", place, is_foreign=True)
        return MISSING

    def _bind(
        self, found: Value, instance: Value, cls: Class, place: Place | None, *, for_super: Value = None
    ) -> Value:
        if isinstance(found, Union):
            bound = [
                self._bind(o, instance, cls, place, for_super=for_super)
                for o in found.options
                if o is not MISSING
            ]
            return self.join(bound, found.scope) if bound else MISSING
        if isinstance(found, Wrapper):
            if found.kind == "staticmethod":
                return found.function
            if found.kind == "classmethod":
                return Bound(found.function, cls)
            if instance is None:
                return found
            return self.call(found.function, (instance,), {}, place or Place(self.tree.relative("")))
        if isinstance(found, Function) and found.ns.get("__name__") in (
            "__init_subclass__",
            "__class_getitem__",
        ):
            return Bound(found, for_super if isinstance(for_super, Class) else cls)
        if instance is not None and (
            isinstance(found, Function) or (isinstance(found, Native) and found.binds)
        ):
            return Bound(found, instance)
        if isinstance(found, Instance) and found.cls.lookup("__get__") is not MISSING:
            getter = self._instance_attribute(found, "__get__", place)
            return self.call(getter, (instance, cls), {}, place or Place(self.tree.relative("")))
        return found

    def _callable_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        if isinstance(value, (Function, Partial)):
            if name in value.ns:
                return value.ns[name]
            if name == "__dict__":
                return DictValue(value.ns, self.namespace(unknown=None))
            if isinstance(value, Partial) and name in ("func", "args", "keywords"):
                parts = {"func": value.function, "args": value.args, "keywords": self.new_dict(value.kwargs)}
                return parts[name]
            if name == "__call__":
                return value
            if isinstance(value, Function) and name in (
                "__code__",
                "__defaults__",
                "__closure__",
                "__globals__",
            ):
                return self.unknown(f"{name} of a function", place, is_foreign=True)
            if isinstance(value, Function) and name == "__annotations__":
                return self.new_dict()
            return MISSING
        if isinstance(value, Bound):
            if name in ("__self__", "__func__"):
                return value.receiver if name == "__self__" else value.function
            return self.find_attribute(value.function, name, place)
        if isinstance(value, Native):
            if name in ("__name__", "__qualname__"):
                return value.name
            suffix = f".{value.name}.{name}"
            known = next((model for path, model in self.models.items() if path.endswith(suffix)), None)
            return self.unknown(f"{value.name}.{name}", place, is_foreign=True) if known is None else known
        if isinstance(value, Wrapper):
            return self._wrapper_attribute(value, name)
        if isinstance(value, Generator):
            self.note("what a generator does that is driven by hand is not followed", place)
            return self.unknown("a generator that is driven by hand", place)
        return self.container_method(value, name, place)

    def _wrapper_attribute(self, value: Wrapper, name: str) -> Value:
        if value.kind == "property" and name in ("setter", "getter", "deleter"):
            return Native(name, lambda m, args, kwargs, at: value)
        if name in ("__func__", "fget", "__wrapped__"):
            return value.function
        return MISSING

    def set_attribute(self, value: Value, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute."""
        value = self.decide(value)
        if isinstance(value, Union):
            for option in value.options:
                if option is not MISSING:
                    self.set_attribute(option, name, new, place)
            return
        if isinstance(value, Instance):
            hook = value.cls.lookup("__setattr__")
            if hook is not MISSING:
                self.call(self._bind(hook, value, value.cls, place), (name, new), {}, place or _NOWHERE)
                return
        if isinstance(value, Class) and name == "__name__":
            value.name = new if isinstance(new, str) else value.name
        elif isinstance(value, (Module, Instance, Class, Function, Partial, Unknown)):
            self.store(value.ns, name, new)


_NOWHERE = Place(PurePosixPath())

# Modules of the standard library that this process holds anyway, so that a misspelt attribute is seen.
_WELL_KNOWN = {"os": os, "os.path": os.path, "sys": sys}

_OBJECT_METHODS = frozenset(
    {"__init__", "__init_subclass__", "__setattr__", "__set_name__", "__post_init__", "__del__", "__hash__"}
)


def _call_method(
    name: str, cls: Class, m: Attributes, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for a method taken from a built-in type, as in ``map(str.strip, lines)``."""
    if args and m.find_attribute(args[0], name, place) is not MISSING and name != "fromkeys":
        return m.call(m.get_attribute(args[0], name, place), args[1:], kwargs, place)
    if name == "fromkeys" and args:
        keys, unknown = m.iterate(args[0], place)
        default = args[1] if len(args) > 1 else None
        made = m.new_dict(unknown=unknown)
        for key in keys:
            m.set_item(made, key, default, place)
        return made
    return m.unknown(f"{cls.name}.{name}()", place, is_foreign=True)


def _object_new(m: Attributes, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place) -> Value:
    cls = args[0] if args else None
    return Instance(cls, m.namespace()) if isinstance(cls, Class) else m.unknown("object.__new__", place)
