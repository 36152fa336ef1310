"""``unittest.mock.patch`` and its kin: something has another value for a while."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["MOCK_PATCHES"]

MOCK_PATCHES = Models()

_PATCH = native_class("_patch", module="unittest.mock")


def _made(m: Imports, owner: Value, name: Value, new: Value) -> Value:
    return Instance(_PATCH, m.namespace(owner=owner, name=name, new=new))


def _new(m: Imports, args: Args, kwargs: Kwargs, at: int, place: Place) -> Value:
    """Return the new value that is given; else it is a mock."""
    if len(args) > at:
        return args[at]
    return kwargs.get("new", m.unknown("a mock stands here", place, is_foreign=True))


@MOCK_PATCHES.function("unittest.mock.patch")
def _patch(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    target = m.decide(args[0] if args else kwargs.get("target"))
    owner_name, _, name = target.rpartition(".") if isinstance(target, str) else ("", "", "")
    if not owner_name:
        m.disturb("what is patched here is computed", place)
        return m.unknown("a patch", place, is_foreign=True)
    return _made(m, _find(m, owner_name, place), name, _new(m, args, kwargs, 1, place))


def _find(m: Imports, path: str, place: Place) -> Value:
    """Return what a dotted path names, as ``pkgutil.resolve_name`` does."""
    site = (m.importing[-1] if m.importing else None, place, f"patch of {path}")
    first, *rest = path.split(".")
    found: Value = m.import_module(first, site)
    for number, name in enumerate(rest, 2):
        inner = m.find_attribute(found, name, place)
        if inner is MISSING:
            m.import_module(".".join(path.split(".")[:number]), site)
            inner = m.get_attribute(found, name, place)
        found = inner
    return found


@MOCK_PATCHES.function("unittest.mock.patch.object")
def _object(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    owner = args[0] if args else kwargs.get("target")
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("attribute"))
    return _made(m, owner, name, _new(m, args, kwargs, 2, place))


@MOCK_PATCHES.function("unittest.mock.patch.dict", "unittest.mock.patch.multiple")
def _others(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("what is patched here is not followed", place)
    return m.unknown("a patch", place, is_foreign=True)


def _enter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    patch = args[0]
    owner, name, new = (patch.ns[key] for key in ("owner", "name", "new"))
    if not isinstance(name, str):
        m.disturb("what is patched here is computed", place)
        return new
    m.store(patch.ns, "old", m.get_attribute(owner, name, place))
    m.store(patch.ns, "is_own", name in getattr(owner, "ns", {}))
    m.set_attribute(owner, name, new, place)
    return new


def _leave(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    patch = args[0]
    owner, name = patch.ns["owner"], patch.ns["name"]
    if "old" not in patch.ns or not isinstance(name, str):
        return None
    if patch.ns["is_own"] is True or not hasattr(owner, "ns"):
        m.set_attribute(owner, name, patch.ns["old"], place)
    else:
        m.delete_attribute(owner, name, place)
    return None


def _decorate(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    patch, function = args[0], args[1]

    def run(m2: Imports, inner: Args, named: Kwargs, at: Place) -> Value:
        _enter(m2, (patch,), {}, at)
        try:
            return m2.call(function, inner, named, at)
        finally:
            _leave(m2, (patch,), {}, at)

    made = m.unknown("a function under a patch", place)
    return made if not isinstance(patch.ns["name"], str) else Native("patched", run, binds=True)


for _name, _method in (
    ("__enter__", _enter),
    ("__exit__", _leave),
    ("start", _enter),
    ("stop", _leave),
    ("__call__", _decorate),
):
    _PATCH.ns[_name] = Native(_name, _method, binds=True)
