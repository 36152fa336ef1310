"""Attributes: how Python finds them on modules, classes, objects and functions."""

import os
import sys

from automappa_scaffold.interpreter.attribute_errors import LIKELY_CAUSE, describe_missing
from automappa_scaffold.interpreter.callable_attributes import CallableAttributes, has_every_function
from automappa_scaffold.interpreter.candidate_attributes import have_attribute, is_foreign_attribute
from automappa_scaffold.interpreter.generator_methods import generator_attribute
from automappa_scaffold.interpreter.generators import Generator, Iterator
from automappa_scaffold.interpreter.marks import KIND, MEMBER, METHOD
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Super,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.python_attributes import has_in_python
from automappa_scaffold.interpreter.python_kinds import (
    host_object,
    lacks_in_member,
    name_in_host,
)
from automappa_scaffold.interpreter.standard_objects import has_in_library, has_known_members
from automappa_scaffold.interpreter.unloaded_modules import require_loaded
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Union,
    Unknown,
    Value,
    is_perhaps_bound,
)
from automappa_scaffold.interpreter.wrapper_attributes import wrapper_attribute
from automappa_scaffold.source.places import Place

__all__ = ["Attributes"]

_NAMES_OF_ALL = ("__name__", "__qualname__", "__module__")
_VERSION_PARTS = ("major", "minor", "micro", "releaselevel", "serial")

# Modules of the standard library that this process holds anyway, so that a misspelt attribute is seen.
_WELL_KNOWN = {"os": os, "os.path": os.path, "sys": sys}


# Their attributes are methods that are modelled, or Python's own.
_BUILT_IN = frozenset((str, int, bool, bytes, float, type(None), tuple, ListValue, DictValue, SetValue))


class Attributes(CallableAttributes):
    """Attribute access."""

    def get_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or raise AttributeError in the program."""
        found = self.find_attribute(value, name, place)
        if found is MISSING:
            found = self.hooked_attribute(value, name, place)
        if found is MISSING:
            value = self.decide(value)  # what an error says of it rests on what is assumed
            if has_in_python(value, name) or has_in_library(value, name, self.python_numbers):
                return self.unknown(f"{name} of {describe(value)} is not followed", place)
            raised = self.refusal if isinstance(value, (Ext, Unknown)) else self.raise_
            is_member = self.python_numbers < (3, 12) and has_known_members(value)
            text = name if is_member else self._describe_missing(value, name)
            raise raised("AttributeError", text, place)
        if found.__class__ is Union and is_perhaps_bound(found):
            text = f"{name} is perhaps not there"
            return self.as_bound(found, lambda: self.raise_("AttributeError", text, place))
        return found

    def _describe_missing(self, value: Value, name: str) -> str:
        """Return the text of the AttributeError, which for a module depends on what is being imported."""
        if isinstance(value, Module) and value.state != "running" and self.python_numbers >= (3, 11):
            inner = self.modules.get(f"{value.name}.{name}")
            if inner is not None and inner.state == "running":
                return f"cannot access submodule '{name}' of module '{value.name}' {LIKELY_CAUSE}"
        is_running = isinstance(value, Module) and value.state == "running" and value.path
        if is_running and self.python_numbers >= (3, 13):
            shown = f"'{value.name}' from '{self.tree.relative(value.path)}'"
            return f"partially initialized module {shown} has no attribute '{name}' {LIKELY_CAUSE}"
        return describe_missing(value, name)

    def hooked_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return what ``__getattr__`` gives for a special name, which only the program itself asks it for."""
        hook = value.cls.lookup("__getattr__") if isinstance(value, Instance) else MISSING
        if hook is MISSING or not name.startswith("__"):
            return MISSING
        return self.call(hook, (value, name), {}, place or Place(self.tree.relative("")))

    def find_attribute(self, value: Value, name: str, place: Place | None) -> Value:
        """Return an attribute, or MISSING."""
        kind = value.__class__  # of the usual ones, before one is compared after the other
        if kind is Instance:
            return self._instance_attribute(value, name, place)
        if kind in _BUILT_IN:
            return self.container_method(value, name, place)
        if kind is Module:
            return self._module_attribute(value, name, place)
        if kind is Class:
            return self._class_attribute(value, name, place)
        if kind is Function and name in value.ns:
            return value.ns[name]
        if isinstance(value, Assumed):
            return self._assumed_attribute(value, name, place)
        if isinstance(value, Module):
            return self._module_attribute(value, name, place)
        if isinstance(value, Ext):
            return self._outside_attribute(value, name, place)
        if isinstance(value, Unknown):
            return self._unknown_attribute(value, name, place)
        if isinstance(value, Union):
            found = [self.find_attribute(o, name, place) for o in value.options if o is not MISSING]
            return self.join(found, value.scope)
        if isinstance(value, Class):
            return self._class_attribute(value, name, place)
        if isinstance(value, Super):
            return self._super_attribute(value, name, place)
        if isinstance(value, Iterator) and "names" in value.slots:
            of_reader = value.slots["names"].get(name, MISSING)
            return self.unknown(f"{name} of a reader", place) if of_reader is MISSING else of_reader
        if isinstance(value, (Function, Partial)):
            return self._function_attribute(value, name, place)
        if isinstance(value, Bound):
            return self._method_attribute(value, name, place)
        if isinstance(value, Native):
            return self._native_attribute(value, name, place)
        if isinstance(value, Wrapper):
            return wrapper_attribute(self, value, name)
        if isinstance(value, Generator):
            return generator_attribute(self, value, name, place)
        return self.container_method(value, name, place)

    def _assumed_attribute(self, value: Assumed, name: str, place: Place | None) -> Value:
        is_version = self.models.get("sys.version_info") is value
        if is_version and name in _VERSION_PARTS:
            return Assumed(value.value[_VERSION_PARTS.index(name)], value.note)
        inner = self.find_attribute(value.value, name, place)
        if isinstance(inner, Native):
            self.decide(value)
        return inner

    def _outside_attribute(self, value: Ext, name: str, place: Place | None) -> Value:
        if value.path in _WELL_KNOWN and not hasattr(_WELL_KNOWN[value.path], name):
            return self.patched.get(path := f"{value.path}.{name}", self.models.get(path, MISSING))
        if self.lacks_in_class(value.path, name) or self.lacks_in_function(value.path, name):
            return MISSING
        if self._lacks_in_installed(value.path, name):
            return MISSING
        is_set = f"{value.path}.{name}" in self.patched
        told = name_in_host(value.path, name, self.python_numbers) if name in _NAMES_OF_ALL else MISSING
        if told is not MISSING and not is_set:
            return told
        if value.path in self.external_modules:
            if name == "__name__" and not is_set:
                return getattr(host_object(value.path), name, value.path)  # of ``os.path`` another
            if self.lacks_outside(value.path, name):
                return MISSING
            self.assume_name(value.path, name)
        require_loaded(self, value.path, name, place)
        return self.external(f"{value.path}.{name}")

    def _unknown_attribute(self, value: Unknown, name: str, place: Place | None) -> Value:
        if value.ns and (forced := self.force(value)) is not value:
            return self.find_attribute(forced, name, place)
        if name in value.ns:
            return value.ns[name]
        if MEMBER in value.ns and lacks_in_member(*value.ns[MEMBER], name):
            return MISSING
        made = self.undecided(value, value.place or place)
        if METHOD in value.ns:
            made.ns[METHOD] = have_attribute(value.ns[METHOD], name)
            made.is_foreign = made.is_foreign or is_foreign_attribute(value.ns[METHOD], name)
        return self.standard_attribute(value, name, made) if KIND in value.ns else made

    def _lacks_in_installed(self, path: str, name: str) -> bool:
        """Return whether a path stands for a function of installed code that has no such attribute."""
        module, _, function = path.rpartition(".")
        if has_every_function(name) or f"{path}.{name}" in self.patched:
            return False
        source = self.outside.source(module) if module else None
        is_set = source is None or f"{function}.{name}".encode() in source
        return not is_set and self.outside.defines_function(module, function)

    def _module_attribute(
        self, module: Module, name: str, place: Place | None, *, has_own: bool = True
    ) -> Value:
        if name in module.ns and has_own:
            found = module.ns[name]
            if found.__class__ is Module and self.importing:
                self.watch.links.add((self.importing[-1].name, found.name))
            if found.__class__ is not Union or not is_perhaps_bound(found):
                return found
            return self.or_else(found, lambda: self._module_attribute(module, name, place, has_own=False))
        self.watch.doubts += 1
        if name == "__dict__":
            return DictValue(module.ns, self.namespace(unknown=None, owner=module))
        if name == "__class__" and not module.is_open:
            return self.external("types.ModuleType")
        hook = module.ns.get("__getattr__")
        if hook is not None and not (name.startswith("__") and name.endswith("__")):
            return self.call(hook, (name,), {}, place or Place(self.tree.relative(module.path)))
        if name == "__annotations__" and module.path:  # made once it is asked for
            made = self.new_dict()
            self.store(module.ns, name, made)
            return made
        if self.may_hold(module, name):
            reason = f"{module.name} takes all names of a package outside the project"
            return self.unknown(reason, place, is_foreign=not module.is_made)
        return MISSING
