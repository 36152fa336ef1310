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
    content_of,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    OPEN,
    Assumed,
    DictValue,
    Ext,
    Union,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["Attributes"]


_VERSION_PARTS = ("major", "minor", "micro", "releaselevel", "serial")


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
            is_version = self.models.get("sys.version_info") is value
            if is_version and name in _VERSION_PARTS:
                return self._part_of_version(value, name, place)
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

    def _part_of_version(self, version: Assumed, name: str, place: Place | None) -> Value:
        index = _VERSION_PARTS.index(name)
        if index < 2:
            return Assumed(version.value[index], version.note)
        return self.unknown("the exact version of the worker's Python is not known", place)

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
        hook = value.cls.lookup("__getattribute__") if value.cls.line else MISSING
        if hook is not MISSING:
            return self.call(hook, (value, name), {}, place or _NOWHERE)
        return self.plain_attribute(value, name, place)

    def plain_attribute(self, value: Instance, name: str, place: Place | None) -> Value:
        """Return what ``object.__getattribute__`` finds, else what ``__getattr__`` says, or MISSING."""
        if name == "__class__":
            return value.cls
        on_class = value.cls.lookup(name)
        if isinstance(on_class, Wrapper) and on_class.kind == "property":
            return self._bind(on_class, value, value.cls, place)
        if isinstance(on_class, Instance) and on_class.cls.lookup("__set__") is not MISSING:
            return self._bind(on_class, value, value.cls, place)
        if name in value.ns:
            return value.ns[name]
        if name == "__dict__":
            return DictValue(value.ns, self.namespace(unknown=None))
        if isinstance(on_class, Wrapper) and on_class.kind == "cached_property":
            computed = self._bind(on_class, value, value.cls, place)
            self.store(value.ns, name, computed)
            return computed
        if on_class is not MISSING:
            return self._bind(on_class, value, value.cls, place)
        hook = value.cls.lookup("__getattr__")
        if hook is not MISSING and not name.startswith("__"):
            bound = self._bind(hook, value, value.cls, place)
            return self.call(bound, (name,), {}, place or Place(self.tree.relative("")))
        if value.cls.has_content:
            held = self.container_method(value.payload, name, place)
            if held is not MISSING:
                return held
        if name in _OBJECT_METHODS:
            return Native(name, partial(_object_method, name, value))
        if name == "__doc__" or name == "__module__":
            return value.cls.module if name == "__module__" else None
        if OPEN in value.ns:
            held = value.ns[OPEN]
            options = held.options if isinstance(held, Union) else (held,)
            is_foreign = all(isinstance(o, Ext) or (isinstance(o, Unknown) and o.is_foreign) for o in options)
            reason = f"a {value.cls.name} object has attributes whose names are computed"
            return self.unknown(reason, place, is_foreign=is_foreign)
        if value.cls.is_open:
            if value.cls.line and not any(name in base.ns.get("__fields__", ()) for base in value.cls.mro):
                note = (
                    f"{name} is taken to come with the foreign bases of {value.cls.module}.{value.cls.name}"
                )
                self.assumptions[note] = None
            return self.unknown(f"{value.cls.name} has a base outside the project", place, is_foreign=True)
        if value.cls.is_partial and value.cls.lookup("__getattr__") is MISSING:
            return self.unknown(f"{name} of a {value.cls.name}", place, is_foreign=True)
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
        if name == "__doc__":
            return self.unknown("a built-in's docstring", place) if cls.module == "builtins" else None
        if name == "__annotations__":
            hints = cls.ns.get("__fields__", {})
            return self.new_dict(hints, self.unknown("the annotations of a class", place) if hints else None)
        if name in _OBJECT_METHODS:
            return Native(name, partial(_object_method, name, None))
        builtin = next((base for base in cls.mro if base.module == "builtins" and base.has_content), cls)
        if builtin.module == "builtins" and hasattr(getattr(builtins, builtin.name, None), name):
            return Native(name, partial(_call_method, name, builtin))
        from_meta = self._metaclass_attribute(cls, name, place)
        if from_meta is not MISSING:
            return from_meta
        if name == "__subclasses__":
            return Native(name, lambda m, args, kwargs, at: m.new_list([*cls.subclasses.values()]))
        if cls.is_partial:
            return self.unknown(f"{name} of {cls.name}", place, is_foreign=True)
        if cls.is_open:
            reason = f"{cls.name} has a base outside the project"
            return self.unknown(reason, place, is_foreign=True)
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

    def own_attribute(self, value: Instance, name: Value, place: Place) -> Value:
        """Return what ``object.__getattribute__`` returns, or raise AttributeError in the program."""
        name = self.decide(name)
        if not isinstance(name, str):
            return self.undecided(name, place)
        found = self.plain_attribute(value, name, place)
        if found is MISSING:
            raise self.raise_("AttributeError", describe_missing(value, name), place)
        return found

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
        if isinstance(receiver, Instance) and owner.has_content:
            held = self.container_method(receiver.payload, name, place)
            if held is not MISSING:
                return held
        if name in ("name", "value") and isinstance(receiver, Instance) and f"_{name}_" in receiver.ns:
            return receiver.ns[f"_{name}_"]  # of an enumeration's member
        if name == "__new__":
            return Native("__new__", _object_new)
        if name == "__getattribute__" and isinstance(receiver, Instance):
            return Native(name, lambda m, args, kwargs, at: m.own_attribute(receiver, args[0], at))
        if name == "__call__" and isinstance(receiver, Class):
            make = self.models.get("builtins.type")
            return Bound(make.lookup("__call__"), receiver) if isinstance(make, Class) else MISSING
        if name in _OBJECT_METHODS:
            return Native(name, partial(_object_method, name, receiver))
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
            if name in ("cache_clear", "cache_info") and "__is_cached__" in value.ns:
                return Native(name, lambda m, args, kwargs, at: None)
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
                hints = (
                    self.unknown("the annotations of a function", place) if value.spec.annotations else None
                )
                return self.new_dict(unknown=hints)
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
        if value.kind == "property" and name == "setter":
            return Native(name, lambda m, args, kwargs, at: Wrapper("property", value.function, args[0]))
        if value.kind == "property" and name in ("getter", "deleter"):
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
            self.set_plainly(value, name, new, place)
            return
        if isinstance(value, Class) and name == "__name__":
            value.name = new if isinstance(new, str) else value.name
        elif isinstance(value, (Module, Instance, Class, Function, Partial, Unknown)):
            self.store(value.ns, name, new)

    def set_plainly(self, value: Instance, name: str, new: Value, place: Place | None) -> None:
        """Set an attribute as ``object.__setattr__`` does: descriptors of the class come first."""
        on_class = value.cls.lookup(name)
        if isinstance(on_class, Wrapper) and on_class.kind == "property":
            if on_class.setter is None and isinstance(on_class.function, Native):
                self.store(value.ns, name, new)  # of a model: what can be set, is no property there
                return
            if on_class.setter is None:
                text = f"property '{name}' of '{value.cls.name}' object has no setter"
                text = text if self.python_numbers >= (3, 11) else f"can't set attribute '{name}'"
                raise self.raise_("AttributeError", text, place)
            self.call(on_class.setter, (value, new), {}, place or _NOWHERE)
        elif isinstance(on_class, Instance) and on_class.cls.lookup("__set__") is not MISSING:
            setter = self.get_attribute(on_class, "__set__", place)
            self.call(setter, (value, new), {}, place or _NOWHERE)
        elif name == "__class__" and isinstance(new, Class):
            value.cls = new
        elif on_class is MISSING and self._is_closed(value.cls, name):
            raise self.raise_("AttributeError", describe_missing(value, name), place)
        else:
            self.store(value.ns, name, new)

    def _is_closed(self, cls: Class, name: str) -> bool:
        """Return whether ``__slots__`` leave no room for an attribute."""
        if cls.is_open or cls.has_content or not all("__slots__" in base.ns for base in cls.mro):
            return False
        slots = [content_of(base.ns["__slots__"]) for base in cls.mro]
        names = [(slot,) if isinstance(slot, str) else getattr(slot, "items", slot) for slot in slots]
        return all(isinstance(group, tuple) for group in names) and not any(name in group for group in names)


_NOWHERE = Place(PurePosixPath())

# Modules of the standard library that this process holds anyway, so that a misspelt attribute is seen.
_WELL_KNOWN = {"os": os, "os.path": os.path, "sys": sys}

_OBJECT_METHODS = frozenset(
    {"__init__", "__init_subclass__", "__setattr__", "__set_name__", "__post_init__", "__del__", "__hash__"}
)


def _object_method(
    name: str, receiver: Value, m: Attributes, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for a method of ``object``; ``receiver``: what it is bound to, if it is."""
    bound = (receiver, *args) if isinstance(receiver, Instance) else args
    if name == "__setattr__" and len(bound) == 3 and isinstance(bound[0], Instance):
        key = m.decide(bound[1])
        if isinstance(key, str):
            m.set_plainly(bound[0], key, bound[2], place)
    return None


def _call_method(
    name: str, cls: Class, m: Attributes, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place
) -> Value:
    """Stand for a method taken from a built-in type, as in ``map(str.strip, lines)``."""
    held = content_of(args[0]) if args else None
    if name == "maketrans" or (name in ("fromhex", "from_bytes") and args):
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        if any(argument is MISSING for argument in plain):
            return m.unknown(f"{cls.name}.{name}()", place, is_foreign=True)
        function = getattr(getattr(builtins, cls.name), name)
        return m.from_python(m.compute(lambda: function(*plain), place))
    if name == "__new__" and args and isinstance(args[0], Class):
        maker = cls.ns.get("__new__")
        return m.call(maker, args, kwargs, place) if maker is not None else m.unknown("__new__", place)
    if name != "fromkeys" and args:
        found = m.container_method(held, name, place)
        if found is not MISSING:
            return m.call(found, args[1:], kwargs, place)
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
