"""Attributes of classes and of ``super()``."""

import builtins
import inspect
from functools import partial

from automappa_scaffold.interpreter.attribute_setting import NOWHERE, has_no_room
from automappa_scaffold.interpreter.built_in_methods import call_method, made_below, object_new
from automappa_scaffold.interpreter.calling_back import CALLS_BACK, calls_back
from automappa_scaffold.interpreter.class_bases import is_known_to_lack, order_of
from automappa_scaffold.interpreter.content_methods import METHODS_OF_OBJECTS
from automappa_scaffold.interpreter.instance_attributes import SINCE_3_13
from automappa_scaffold.interpreter.method_identity import HeldMethod
from automappa_scaffold.interpreter.object_methods import OBJECT_METHODS, OBJECT_NAMES, object_native
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Native,
    Super,
    Wrapper,
    bound_behind,
)
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.type_attributes import DESCRIPTOR, TypeAttributes, has_unseen_order
from automappa_scaffold.interpreter.values import MISSING, Ext, Union, Value
from automappa_scaffold.source.places import Place

__all__ = ["ClassAttributes"]


# What every class has, by its being an object and a type.
_CLASS_NAMES = OBJECT_NAMES | frozenset(dir(type))

# Numbers and texts that ``type`` keeps for each class, and has itself.
_OF_TYPE_ALONE = frozenset(name for name in dir(type) if not callable(getattr(type, name, callable)))

# What ``type`` says of a class, whatever stands in it.
_MAKE_OBJECTS = ("from_bytes", "fromhex", "fromkeys")
_OF_TYPE = ("__annotations__", "__dict__", "__mro__")


class ClassAttributes(TypeAttributes):
    """Attributes of classes: their own, their metaclass's, and what ``super()`` finds."""

    def _class_attribute(self, cls: Class, name: str, place: Place | None) -> Value:
        found = cls.lookup(name)
        meta = cls.lookup("__class__")
        on_meta = meta.lookup(name) if isinstance(meta, Class) and name != "__class__" else MISSING
        if isinstance(meta, Class) and isinstance(meta.lookup("__getattribute__"), Function):
            return self.unknown(f"a metaclass says what {name} is", place)
        if isinstance(on_meta, Wrapper) and on_meta.kind == "property":
            return self.call(on_meta.function, (cls,), {}, place or NOWHERE)
        if name == "__class__" and meta is MISSING:
            return self.call(self.models["builtins.type"], (cls,), {}, place or NOWHERE)
        if name in ("__name__", "__qualname__"):  # ``type`` says what these are, not the class
            return cls.name if name == "__name__" else cls.ns.get(name, cls.name)
        if found is not MISSING and name not in _OF_TYPE:
            if isinstance(found, Wrapper) and found.kind == "property":
                return found
            return self._bind(found, None, cls, place)
        of_type = self._of_type(cls, name, place)
        if of_type is not MISSING:
            return of_type
        if name == "__call__" and not (cls.is_open or cls.is_partial):  # ``type`` has it: the class is called
            return Native(name, lambda m, args, kwargs, at: m.call(cls, args, kwargs, at))
        builtin = next((base for base in cls.mro if base.module == "builtins" and base.has_content), cls)
        held = getattr(builtins, builtin.name, None) if builtin.module == "builtins" else None
        if name in OBJECT_METHODS and not (name == "__hash__" and callable(getattr(held, name, None))):
            return object_native(name, None)
        if held is not None and hasattr(held, name):
            if name in _MAKE_OBJECTS and cls is not builtin:
                return Native(name, partial(made_below, name, builtin, cls))
            binds = inspect.ismethoddescriptor(getattr(held, name))
            return Native(name, HeldMethod(call_method, name, builtin), binds=binds)
        from_meta = self._metaclass_attribute(cls, name, place)
        if from_meta is not MISSING:
            return from_meta
        if name == "mro" and has_unseen_order(cls):
            return self.unknown("the order in which a class inherits", place, is_foreign=True)
        is_own = all(base.line or base.module == "abc" or base.name == "object" for base in cls.mro)
        if name == "__new__" and is_own and not cls.is_open:
            return _OBJECT_NEW
        if name == "mro":
            return order_of(cls)
        if name == "__subclasses__":
            self.watch.doubts += 1
            return Native(name, lambda m, args, kwargs, at: _subclasses(m, cls, at))
        return self._class_attribute_of_unseen_code(cls, name, place)

    def _class_attribute_of_unseen_code(self, cls: Class, name: str, place: Place | None) -> Value:
        """Return what a class may have from code that is not seen, or MISSING."""
        if (cls.is_partial or cls.is_open) and is_known_to_lack(cls, name):
            return MISSING
        if cls.is_partial:
            return self.unknown(f"{name} of {cls.name}", place, is_foreign=True)
        if cls.is_open:
            reason = f"{cls.name} has a base outside the project"
            return self.unknown(reason, place, is_foreign=True)
        if any("__slots__" in base.ns and not has_no_room(base, name) for base in cls.mro):
            return self.unknown(f"the slot {name} of a class", place)
        if name in SINCE_3_13 and self.python_numbers >= (3, 13) and cls.line:
            return Ext(f"builtins.type.{name}")
        if name == "__weakref__" and cls.line:
            return Instance(DESCRIPTOR, self.namespace())
        if name in _OF_TYPE_ALONE:
            return self.unknown(f"{name} of a class", place, is_foreign=True)
        if name in ("__abstractmethods__", "__annotations__"):
            return MISSING  # ``type`` names these, and does not always tell them
        return Ext(f"builtins.type.{name}") if name in _CLASS_NAMES else MISSING

    def _metaclass_attribute(self, cls: Class, name: str, place: Place | None) -> Value:
        """Return what the class's own metaclass gives under a name, or MISSING."""
        meta = cls.lookup("__class__")
        if not isinstance(meta, Class):
            return MISSING
        found = meta.lookup(name)
        if found is not MISSING:
            return (
                self._bind(found, None, meta, place) if not isinstance(found, Function) else Bound(found, cls)
            )
        hook = meta.lookup("__getattr__")
        if hook is MISSING or name.startswith("__"):
            return MISSING
        return self.call(hook, (cls, name), {}, place or NOWHERE)

    def _super_attribute(self, value: Super, name: str, place: Place | None) -> Value:
        receiver = value.receiver
        if receiver is MISSING:  # ``super(Class)`` is bound to nothing
            return MISSING
        owner = receiver.cls if isinstance(receiver, Instance) else receiver
        if not isinstance(owner, Class):
            return self.unknown("super() of something unknown", place)
        mro = owner.mro
        if isinstance(receiver, Class) and value.cls not in mro:
            found = self._super_of_metaclass(receiver, value.cls, name, place)
            if found is not None:
                return found
            kind = receiver.lookup("__class__")
            if isinstance(kind, Class) and value.cls in kind.mro:
                mro = ()  # what the class itself has is nothing of its metaclass's
        start = mro.index(value.cls) + 1 if value.cls in mro else 0
        found = bound_behind(mro[start:], name)
        if found is not MISSING:
            instance = receiver if isinstance(receiver, Instance) else None
            return self._bind(found, instance, owner, place, for_super=receiver)
        if isinstance(receiver, Instance) and owner.has_content:
            held = self.method_of_content(receiver, name, place)
            if held is not MISSING:
                return held
        if name in ("name", "value") and isinstance(receiver, Instance) and f"_{name}_" in receiver.ns:
            return receiver.ns[f"_{name}_"]  # of an enumeration's member
        if name == "__new__":
            return _OBJECT_NEW
        if name == "__prepare__" and isinstance(receiver, Class) and not owner.is_open:
            return Native(name, lambda m, args, kwargs, at: m.new_dict())
        if name == "__format__" and isinstance(receiver, Instance) and is_plain_class(owner):
            return (
                self.unknown(name, place) if "__members__" in owner.ns else METHODS_OF_OBJECTS[name](receiver)
            )
        if name == "__getattribute__" and isinstance(receiver, Instance):
            return Native(name, lambda m, args, kwargs, at: m.own_attribute(receiver, args[0], at))
        if name == "__call__" and isinstance(receiver, Class):
            make = self.models.get("builtins.type")
            return Bound(make.lookup("__call__"), receiver) if isinstance(make, Class) else MISSING
        if name in OBJECT_METHODS:
            return object_native(name, receiver)
        if owner.is_open:
            made = self.unknown(f"{owner.name} has a base outside the project", place, is_foreign=True)
            if calls_back(owner, name):
                made.ns[CALLS_BACK] = True
            return made
        return MISSING

    def _super_of_metaclass(self, cls: Class, meta: Class, name: str, place: Place | None) -> Value | None:
        """Return what is behind a metaclass's own method; None: what every class has."""
        kind = cls.lookup("__class__")
        if not isinstance(kind, Class) or meta not in kind.mro:
            return None
        for base in kind.mro[kind.mro.index(meta) + 1 :]:
            if name in base.ns and base.line:
                return self._bind(base.ns[name], cls, kind, place)
        if name in ("__call__", "__new__") or name in OBJECT_METHODS:
            return None
        if name == "mro" and not cls.is_open:
            return order_of(cls)
        if kind.is_open or hasattr(type, name):
            return self.unknown(f"{name} of the class of {cls.name}", place)
        return MISSING


def _subclasses(m: ClassAttributes, cls: Class, place: Place) -> Value:
    """Return the list that ``__subclasses__`` gives; one perhaps not made or not seen leaves it open."""
    held = [*cls.subclasses.values()]
    perhaps = [below for below in held if isinstance(below, Union) and MISSING in below.options]
    certain = [below for below in held if below not in perhaps]
    more = m.undecided(perhaps[0], place) if perhaps else None
    if more is None and not cls.line:
        more = m.unknown(f"which other classes inherit from {cls.name}", place, is_foreign=True)
    return m.new_list(certain, more)


# What all classes have that bring none of their own; which is told by the two words.
_OBJECT_NEW = Native("__new__", HeldMethod(lambda name, owner, *given: object_new(*given), "__new__", None))
