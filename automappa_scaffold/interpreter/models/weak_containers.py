"""``weakref.WeakValueDictionary`` and its like: what they refuse, and what they hold of what is kept."""

from collections.abc import Iterable

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.weak_references import are_kept
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, SetValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["WEAK_CONTAINERS"]

WEAK_CONTAINERS = Models()

# By class and method: which of its arguments is held weakly.
_HELD = {
    "WeakKeyDictionary": {"__setitem__": 0, "setdefault": 0},
    "WeakSet": {"add": 0},
    "WeakValueDictionary": {"__setitem__": 1, "setdefault": 1},
}
# Among the attributes of a container: the plain one that holds all that was put into it.
_CONTENT = "<content>"
_CHANGES = ("__init__", "__setitem__", "add", "clear", "discard", "update")
_LOOKS = ("items", "keys", "values")
_FOLLOWED = ("__contains__", "__getitem__", "__iter__", "__len__", "get", *_LOOKS)
_TAKING = ("__delitem__", "pop", "remove", "setdefault")
_SPECIAL = "__contains__ __delitem__ __eq__ __getitem__ __iter__ __len__ __or__ __ior__ __repr__"


def _is_never_referred(value: Value) -> bool:
    """Return whether Python makes no weak references to objects of such a kind."""
    if isinstance(value, Instance):
        slots = [base.ns.get("__slots__", MISSING) for base in value.cls.mro]
        return is_plain_class(value.cls) and all(
            isinstance(s, tuple) and "__weakref__" not in s for s in slots
        )
    if is_constant(value):
        return type(value).__module__ == "builtins"
    is_container = isinstance(value, (tuple, DictValue)) or type(value) is ListValue
    return is_container and not isinstance(value, SetValue)


def _unfollowed(cls: Class, name: str, held: int | None) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = m.decide(args[held + 1]) if held is not None and len(args) > held + 1 else MISSING
        if given is not MISSING and _is_never_referred(given):
            text = f"cannot create weak reference to '{kind_name(given)}' object"
            raise m.refusal("TypeError", text, place)
        own = args[0].ns
        if name == "__init__":
            m.store(own, _CONTENT, m.new_set([]) if cls.name == "WeakSet" else m.new_dict())
            if len(args) == 1 and not kwargs:
                return None
        content, is_change = own.get(_CONTENT), name in _CHANGES
        is_known = is_change
        if content is not None and name in (*_FOLLOWED, *_TAKING):
            is_known = are_kept(m, _weakly_held(cls, content))
        if is_known and content is not None:
            method = "update" if name == "__init__" else name
            found = _delegated(m, content, method, args[1:], kwargs, place)
            return None if name == "__init__" else found
        if name not in _FOLLOWED:
            m.store(own, _CONTENT, None)  # from here on it is not known
        if is_change:
            return None
        return m.unknown(f"what a {cls.name} still holds", place, is_foreign=True)

    return run


def _weakly_held(cls: Class, content: DictValue | SetValue) -> Iterable[Value]:
    """Return the objects that a container holds weakly."""
    if isinstance(content, SetValue):
        return content.items
    return content.pairs() if cls.name == "WeakKeyDictionary" else content.items.values()


def _delegated(
    m: Imports, content: DictValue | SetValue, name: str, args: Args, kwargs: Kwargs, place: Place
) -> Value:
    """Return what a plain container gives; what would be a look at it there is an iterator here."""
    found = m.call(m.get_attribute(content, name, place), args, kwargs, place)
    return m.call(m.models["builtins.iter"], (found,), {}, place) if name in _LOOKS else found


def _container(name: str) -> Class:
    made = native_class(name, module="weakref")
    host = host_object(f"weakref.{name}")
    methods = {method for method in dir(host) if not method.startswith("_")} | {"__init__", "__setitem__"}
    for method in sorted(methods.union(_SPECIAL.split())):
        if hasattr(host, method):
            run = _unfollowed(made, method, _HELD[name].get(method))
            made.ns[method] = Native(method, run, binds=True)
    return made


for _name in _HELD:
    _made = _container(_name)
    WEAK_CONTAINERS[f"weakref.{_name}:call"] = Native(
        _name, lambda m, args, kwargs, place, made=_made: m.call(made, args, kwargs, place)
    )
