"""Setting attributes of objects and classes."""

from pathlib import PurePosixPath

from automappa_scaffold.interpreter.attribute_errors import describe_unsettable
from automappa_scaffold.interpreter.certain_types import certain_types, has_fixed_attributes
from automappa_scaffold.interpreter.class_bases import change_bases
from automappa_scaffold.interpreter.container_methods import ContainerMethods
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import OPEN, SLOTS
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    Native,
    Wrapper,
    content_of,
)
from automappa_scaffold.interpreter.python_kinds import is_immutable
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.private_names import mangled

__all__ = ["NOWHERE", "AttributeSetting", "has_no_room", "has_slot"]

_OF_ERRORS = ("args", "__cause__", "__context__")
NOWHERE = Place(PurePosixPath())
# Classes of the library without room for attributes, whose models have it.
_FIXED = (
    ("collections", "defaultdict"),
    ("collections", "deque"),
    ("hashlib", "HASH"),
    ("threading", "lock"),
)


class AttributeSetting(ContainerMethods):
    """Setting attributes: descriptors of the class come first, and ``__slots__`` say what has room."""

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
            self.call(on_class.setter, (value, new), {}, place or NOWHERE)
        elif isinstance(on_class, Instance) and on_class.cls.lookup("__set__") is not MISSING:
            setter = self.get_attribute(on_class, "__set__", place)
            self.call(setter, (value, new), {}, place or NOWHERE)
        elif isinstance(on_class, Instance) and _is_property_below(on_class.cls):
            why = self.unknown(f"what setting the property {name} does", place)
            self.store(value.ns, OPEN, why)
            self.store(value.ns, name, why)
        elif name == "__class__":
            self._set_class(value, new, place)
        elif name in _OF_ERRORS and EXCEPTIONS["BaseException"] in value.cls.mro:
            self._set_on_error(value, name, new, place)
        elif name == "__dict__":
            self._set_variables(value, new, place)
        elif name in ("name", "value") and "_name_" in value.ns and "__members__" in value.cls.ns:
            text = f"<enum 'Enum'> cannot set attribute '{name}'"
            text = "can't set attribute" if self.python_numbers < (3, 11) else text
            raise self.refusal("AttributeError", text, place)
        elif self.has_no_place(value.cls, name):
            text = describe_unsettable(value, name, self.python_numbers)
            raise self.raise_("AttributeError", text, place)
        elif (has_fixed_attributes(value) or _is_fixed_model(value.cls, name)) and not any(
            hasattr(one, name) for one in certain_types(value)
        ):
            text = describe_unsettable(value, name, self.python_numbers)
            raise self.refusal("AttributeError", text, place)
        else:
            self.store(value.ns, name, new)

    def _set_on_error(self, value: Instance, name: str, new: Value, place: Place | None) -> None:
        """Set what every exception has: arguments are a tuple, causes are exceptions."""
        bare = self.decide(new)
        is_other = isinstance(bare, Instance) and EXCEPTIONS["BaseException"] not in bare.cls.mro
        if name == "args":
            items, unknown = self.iterate(new, place or NOWHERE)
            new = items if unknown is None else self.undecided(unknown, place)
        elif bare is not None and is_solid(bare) and (is_other or not isinstance(bare, Instance)):
            text = f"exception {name.strip('_')} must be None or derive from BaseException"
            raise self.refusal("TypeError", text, place)
        if name == "args":
            value.payload = None  # the text that it is shown with is made of them
        if name == "__cause__":
            self.store(value.ns, "__suppress_context__", True)
        self.store(value.ns, name, new)

    def _set_class(self, value: Instance, new: Value, place: Place | None) -> None:
        """Make an object one of another class; no branch could take that back, and it has one class alone."""
        self.watch.doubts += 1
        if (self.logs and self.birth > value.ns.depth) or not isinstance(new, Class):
            self.disturb("which class an object is made one of", place)
        if isinstance(new, Class):
            value.cls = new

    def _set_variables(self, value: Instance, new: Value, place: Place | None) -> None:
        """Let an object have its attributes in another dict, which others may share."""
        self.watch.doubts += 1
        new = self.decide(new)
        if is_constant(new) or isinstance(new, (tuple, ListValue)):
            text = f"__dict__ must be set to a dictionary, not a '{kind_name(new)}'"
            raise self.refusal("TypeError", text, place)
        is_apart = isinstance(new, DictValue) and new.unknown is None and value.cls.line > 0
        if not is_apart or (self.logs and self.birth > value.ns.depth):
            self.disturb("in which dict an object has its attributes", place)
        if is_apart:
            value.ns = new.items

    def set_on_class_plainly(self, cls: Class, name: str, new: Value, place: Place | None) -> None:
        """Set a class's attribute as ``type.__setattr__`` does."""
        if is_immutable(f"{cls.module}.{cls.name}"):
            text = f"cannot set {name!r} attribute of immutable type '{kind_name(Instance(cls, cls.ns))}'"
            raise self.refusal("TypeError", text, place)
        on_meta = self.metaclass_method(cls, name)
        if isinstance(on_meta, Wrapper) and on_meta.setter is not None:
            self.call(on_meta.setter, (cls, new), {}, place or NOWHERE)
        elif name == "__name__":
            cls.name = new if isinstance(new, str) else cls.name
        elif isinstance(members := cls.ns.get("__members__"), DictValue) and name in members.items:
            text = f"cannot reassign member {name!r}"
            text = "Cannot reassign members." if self.python_numbers < (3, 11) else text
            raise self.refusal("AttributeError", text, place)
        else:
            if name == "__bases__":
                change_bases(self, cls, new, place)
            self.store(cls.ns, name, new)

    def metaclass_method(self, cls: Class, name: str) -> Value:
        """Return what the class's metaclass binds to a name, when it is the project's own; else None."""
        for base in cls.mro:
            meta = base.ns.get("__class__")
            if isinstance(meta, Class):
                found = meta.lookup(name)
                return None if found is MISSING else found
        return None

    def has_no_place(self, cls: Class, name: str) -> bool:
        """Return whether ``__slots__`` leave no room for an attribute."""
        if cls.is_open:
            return False
        own = [base for base in cls.mro if not (base.has_content and base.module == "builtins")]
        if not own or not all("__slots__" in base.ns for base in own):
            return False
        return all(has_no_room(base, name) for base in own)


def _is_fixed_model(cls: Class, name: str) -> bool:
    """Return whether a class of the library whose model is written in Python has no room for attributes."""
    return (cls.module, cls.name) in _FIXED and not name.startswith("_")  # which the model keeps for itself


def _is_property_below(cls: Class) -> bool:
    """Return whether a class inherits from ``property``, whose objects may call anything."""
    bases = (base for one in cls.mro for base in one.bases)
    return any(isinstance(base, Native) and base.path == "builtins.property" for base in bases)


def _slots_in(slots: Value) -> Value:
    return (slots,) if isinstance(slots, str) else getattr(slots, "items", slots)


def has_slot(cls: Class, name: str) -> bool:
    """Return whether it is known that ``__slots__`` make room for an attribute."""
    held = [_slots_in(content_of(base.ns["__slots__"])) for base in cls.mro if "__slots__" in base.ns]
    return any(isinstance(slots, (tuple, dict)) and name in slots for slots in held)


def has_no_room(cls: Class, name: str) -> bool:
    """Return whether it is known that the ``__slots__`` of a class do not make room for an attribute."""
    slots = content_of(cls.ns.get(SLOTS, cls.ns["__slots__"]))
    held = _slots_in(slots)
    if not isinstance(held, (tuple, dict)) or getattr(slots, "unknown", None) is not None:
        return False
    if not all(isinstance(slot, str) for slot in held):
        return False
    owner = cls.name.lstrip("_")
    return not any(mangled(slot, owner) in (name, "__dict__") for slot in held)
