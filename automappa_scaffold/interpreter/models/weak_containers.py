"""``weakref.WeakValueDictionary`` and its like: what they refuse; what they still hold is not followed."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
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
        if name in ("__setitem__", "__init__", "add", "clear", "discard", "update"):
            return None
        return m.unknown(f"what a {cls.name} still holds", place, is_foreign=True)

    return run


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
