"""Attributes of objects, and how what stands in a class is bound to them."""

from functools import partial

from automappa_scaffold.interpreter.abstract_classes import is_left_to_others
from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.attribute_setting import NOWHERE, AttributeSetting
from automappa_scaffold.interpreter.calling_back import CALLS_BACK, calls_back
from automappa_scaffold.interpreter.certain_types import is_library_function_of_python
from automappa_scaffold.interpreter.content_methods import METHODS_OF_OBJECTS
from automappa_scaffold.interpreter.marks import OPEN, WHOLE
from automappa_scaffold.interpreter.object_methods import OBJECT_METHODS, OBJECT_NAMES, object_native
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Native,
    Wrapper,
)
from automappa_scaffold.interpreter.python_kinds import has_no_dict, lacks_module
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.standard_names import lacks_standard_name
from automappa_scaffold.interpreter.standard_objects import lacks_special
from automappa_scaffold.interpreter.unbound_methods import unbound
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Union,
    Value,
    is_foreign,
    is_perhaps_bound,
)
from automappa_scaffold.source.places import Place

__all__ = ["SINCE_3_13", "InstanceAttributes"]


# What classes have from Python 3.13 on.
SINCE_3_13 = ("__firstlineno__", "__static_attributes__")
_BUILTIN_MODULES = ("bisect", "heapq", "operator")
_BUILTIN_FUNCTIONS = (("functools", "cmp_to_key"), ("functools", "reduce"))


# Objects of these say what an attribute of an object is to be; whoever made the class reads them.
_DECLARATIONS = (("dataclasses", "Field"), ("pydantic.fields", "FieldInfo"))


def _declares(value: Instance) -> bool:
    return (value.cls.module, value.cls.name) in _DECLARATIONS


class InstanceAttributes(AttributeSetting):
    """Attributes of objects: descriptors of the class, the object's own, ``__getattr__``."""

    def _instance_attribute(self, value: Instance, name: str, place: Place | None) -> Value:
        hook = value.cls.lookup("__getattribute__") if value.cls.line else MISSING
        if hook is not MISSING:
            try:
                return self.call(hook, (value, name), {}, place or NOWHERE)
            except PyRaise as raised:
                if raised.type_name != "AttributeError" or value.cls.lookup("__getattr__") is MISSING:
                    raise
            found = value.cls.lookup("__getattr__")
            return self.call(self._bind(found, value, value.cls, place), (name,), {}, place or NOWHERE)
        return self.plain_attribute(value, name, place)

    def special_method(self, value: Value, name: str, place: Place | None) -> Value:
        """Return a method by which Python itself works with an object: its class says what it is."""
        found = value.cls.lookup(name) if isinstance(value, Instance) else MISSING
        if found is MISSING:
            return self.get_attribute(value, name, place)
        return self._bind(found, value, value.cls, place)

    def _bind_or_ask(
        self, on_class: Value, value: Instance, name: str, place: Place | None, *, is_hooked: bool
    ) -> Value:
        """Return what a descriptor gives; where that lacks an attribute, ``__getattr__`` is asked."""
        hook = value.cls.lookup("__getattr__") if is_hooked else MISSING
        if hook is MISSING or not isinstance(on_class, (Wrapper, Instance)):
            return self._bind(on_class, value, value.cls, place)
        try:
            return self._bind(on_class, value, value.cls, place)
        except PyRaise as raised:
            if not (
                isinstance(raised.value, Instance) and EXCEPTIONS["AttributeError"] in raised.value.cls.mro
            ):
                raise
        bound = self._bind(hook, value, value.cls, place)
        return self.call(bound, (name,), {}, place or Place(self.tree.relative("")))

    def plain_attribute(
        self, value: Instance, name: str, place: Place | None, *, is_hooked: bool = True, has_own: bool = True
    ) -> Value:
        """Return what ``object.__getattribute__`` finds, else what ``__getattr__`` says, or MISSING.

        ``has_own``: not as if the object itself had no such attribute.
        """
        if name == "__class__":
            return self._class_shown(value, place)
        if name == "__module__" and lacks_module(f"{value.cls.module}.{value.cls.name}"):
            return MISSING
        on_class = value.cls.lookup(name)
        is_property = isinstance(on_class, Wrapper) and on_class.kind == "property"
        if name == "__members__" and isinstance(on_class, DictValue):
            on_class = MISSING  # it is the class's own
        if is_property or (isinstance(on_class, Instance) and on_class.cls.lookup("__set__") is not MISSING):
            return self._bind_or_ask(on_class, value, name, place, is_hooked=is_hooked)
        if name in value.ns and has_own:
            own = value.ns[name]
            if own.__class__ is not Union or not is_perhaps_bound(own):
                return own
            without = partial(self.plain_attribute, is_hooked=is_hooked, has_own=False)
            return self.or_else(own, lambda: without(value, name, place))
        if name == "__dict__":
            return self._variables_of(value, place)
        if isinstance(on_class, Wrapper) and on_class.kind == "cached_property":
            return self._compute_cached(value, name, on_class, place)
        if name == "__qualname__" and isinstance(on_class, str):
            on_class = MISSING  # it is kept among the names of the class, and is none of them
        if on_class is not MISSING:
            is_declared = value.cls.is_open and on_class.__class__ is Instance and _declares(on_class)
            if is_declared or (
                (value.cls.is_open or value.cls.is_partial) and is_left_to_others(value.cls, name)
            ):
                return self._of_foreign_base(value.cls, name, place)
            return self._bind_or_ask(on_class, value, name, place, is_hooked=is_hooked)
        if value.cls.has_content:
            held = self.method_of_content(value, name, place)
            if held is not MISSING:
                return held
        hook = value.cls.lookup("__getattr__") if is_hooked else MISSING
        if hook is not MISSING and (not name.startswith("__") or name == "__qualname__"):
            bound = self._bind(hook, value, value.cls, place)
            return self.call(bound, (name,), {}, place or Place(self.tree.relative("")))
        found = self._of_every_object(value, name, place)
        return self._of_unseen_code(value, name, place) if found is MISSING else found

    def method_of_content(self, value: Instance, name: str, place: Place | None) -> Value:
        """Return a method of the value of a built-in type that an object holds, or MISSING."""
        if name in METHODS_OF_OBJECTS and (made := METHODS_OF_OBJECTS[name](value)) is not None:
            return made
        if name == "__getitem__" and value.cls.lookup("__missing__") is not MISSING:
            return Native(name, lambda m, args, kwargs, at: m.get_item(value, args[0], at))
        return self.container_method(value.payload, name, place)

    def _variables_of(self, value: Instance, place: Place | None) -> Value:
        """Return an object's ``__dict__``, or MISSING."""
        if self.has_no_place(value.cls, "") or value.cls is self.models.get("builtins.object"):
            return MISSING
        if has_no_dict(f"{value.cls.module}.{value.cls.name}"):
            return MISSING
        if "__members__" in value.cls.ns:
            return self.unknown("__dict__ of a member of an enumeration", place)
        if any(base.ns.get("__slots__", ()) != () for base in value.cls.mro):
            return self.unknown("__dict__ of an object with slots", place)
        is_open = OPEN in value.ns or value.cls.lookup(WHOLE) is True
        others = self.unknown("attributes whose names are computed", place) if is_open else None
        return DictValue(value.ns, self.namespace(unknown=others, owner=value))

    def _compute_cached(self, value: Instance, name: str, found: Wrapper, place: Place | None) -> Value:
        """Return what a ``cached_property`` computes, and keep it."""
        if self.has_no_place(value.cls, "") and isinstance(place, Place):
            text = f"No '__dict__' attribute on '{value.cls.name}' instance to cache '{name}' property."
            raise self.refusal("TypeError", text, place)
        computed = self._bind(found, value, value.cls, place)
        self.store(value.ns, name, computed)
        return computed

    def _of_every_object(self, value: Instance, name: str, place: Place | None) -> Value:
        """Return what Python gives to objects whose class does not bind a name, or MISSING."""
        if name in OBJECT_METHODS:
            return object_native(name, value)
        if name == "__doc__" or name == "__module__":
            return value.cls.module if name == "__module__" else None
        if name in SINCE_3_13 and self.python_numbers >= (3, 13) and value.cls.line:
            return Ext(f"builtins.type.{name}")
        if name == "__annotations__":
            annotated = next((base for base in value.cls.mro if "__fields__" in base.ns), None)
            if annotated is not None:
                return self.get_attribute(annotated, name, place)
            return self.unknown("the annotations of a class that has none", place)
        return MISSING

    def _of_unseen_code(self, value: Instance, name: str, place: Place | None) -> Value:
        """Return what an object may have from computed names or from code that is not seen, or MISSING."""
        if OPEN in value.ns:
            reason = f"a {value.cls.name} object has attributes whose names are computed"
            return self.unknown(reason, place, is_foreign=is_foreign(value.ns[OPEN]))
        models = [base for base in value.cls.mro if not base.line]
        has_foreign_base = any(not isinstance(base, Class) for cls in value.cls.mro for base in cls.bases)
        if models and not has_foreign_base and all(self._lacks_in_library(base, name) for base in models):
            return MISSING
        if value.cls.is_open:
            return self._of_foreign_base(value.cls, name, place)
        if value.cls.is_partial and value.cls.lookup("__getattr__") is MISSING:
            return self.unknown(f"{name} of a {value.cls.name}", place, is_foreign=True)
        if name == "__weakref__" and is_plain_class(value.cls):
            return None
        return Ext(f"builtins.object.{name}") if name in OBJECT_NAMES else MISSING

    def _of_foreign_base(self, cls: Class, name: str, place: Place | None) -> Value:
        """Return what a class has from a base outside the project, as is told."""
        if cls.line and not any(name in base.ns.get("__fields__", ()) for base in cls.mro):
            shown = f"{cls.module}.{cls.name}"
            self.assumptions[f"{name} is taken to come with the foreign bases of {shown}"] = None
        made = self.unknown(f"{cls.name} has a base outside the project", place, is_foreign=True)
        if calls_back(cls, name):
            made.ns[CALLS_BACK] = True
        return made

    def _class_shown(self, value: Instance, place: Place | None) -> Value:
        """Return an object's class; a proxy shows that of what it stands for."""
        own = value.cls.lookup("__class__")
        if isinstance(own, Wrapper):
            return self._bind(own, value, value.cls, place)
        hook = value.cls.ns.get("__proxied__")
        if hook is None:
            return value.cls
        return self.get_attribute(self.call(hook, (value,), {}, place or NOWHERE), "__class__", place)

    def _lacks_in_library(self, model: Class, name: str) -> bool:
        """Return whether a library's class has no such name, though its model is open."""
        if "<lacks>" in model.ns:
            return bool(model.ns["<lacks>"](name))
        path = f"{model.module}.{model.name}"
        return lacks_standard_name(path, name, self.python_numbers) or lacks_special(path, name)

    def own_attribute(self, value: Instance, name: Value, place: Place) -> Value:
        """Return what ``object.__getattribute__`` returns, or raise AttributeError in the program."""
        name = self.decide(name)
        if not isinstance(name, str):
            return self.undecided(name, place)
        found = self.plain_attribute(value, name, place, is_hooked=not value.cls.line)
        if found is MISSING:
            raise self.raise_("AttributeError", describe_missing(value, name), place)
        return found

    def _bind(
        self, found: Value, instance: Value, cls: Class, place: Place | None, *, for_super: Value = None
    ) -> Value:
        if isinstance(found, Union):
            bound = [
                o if o is MISSING else self._bind(o, instance, cls, place, for_super=for_super)
                for o in found.options
            ]
            return self.join(bound, found.scope)
        if isinstance(found, Wrapper):
            if found.kind == "staticmethod":
                return found.function
            if found.kind == "classmethod":
                is_old = self.python_numbers < (3, 13)
                if is_old and isinstance(found.function, (Wrapper, Instance)):
                    return self._bind(found.function, cls, cls, place)
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
            return found if isinstance(found, Function) and _is_builtin(found) else Bound(found, instance)
        if instance is not None and is_library_function_of_python(found):
            return Bound(found, instance)
        if isinstance(found, Instance) and found.cls.lookup("__get__") is not MISSING:
            getter = self._instance_attribute(found, "__get__", place)
            return self.call(getter, (instance, cls), {}, place or Place(self.tree.relative("")))
        return unbound(found, cls) if isinstance(found, Native) and found.binds else found


def _is_builtin(function: Function) -> bool:
    """Return whether a function of the library is none of Python's there, so that objects do not bind it."""
    module, owner = function.module, function.owner
    if module.path or (owner is not None and owner.module == module.name):
        return False
    return module.name in _BUILTIN_MODULES or (module.name, function.ns.get("__name__")) in _BUILTIN_FUNCTIONS
