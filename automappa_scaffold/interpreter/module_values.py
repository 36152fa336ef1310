"""What every module has besides the names that it binds: ``__spec__``, ``__loader__`` and the like."""

import builtins
import importlib.machinery

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.objects import Class, Instance, Module
from automappa_scaffold.interpreter.values import Assumed, DictValue, Ext, Namespace, Value

__all__ = ["FILE_LOADER", "MODULE_SPEC", "module_names", "standard_class"]


def standard_class(kind: type, name: str, module: str) -> Class:
    """Return the abstract class of objects of which only the names are known that they have."""
    made = Class(name, (), Namespace(0), module=module)
    made.is_partial = True
    made.ns[WHOLE] = True
    made.ns["<lacks>"] = lambda name: not hasattr(kind, name)
    return made


FILE_LOADER = standard_class(importlib.machinery.SourceFileLoader, "SourceFileLoader", "importlib.machinery")
_NAMESPACE_LOADER = standard_class(
    importlib.machinery.SourceFileLoader, "NamespaceLoader", "importlib.machinery"
)
MODULE_SPEC = standard_class(importlib.machinery.ModuleSpec, "ModuleSpec", "importlib.machinery")


def module_names(m: Core, module: Module, shown: Value) -> dict[str, Value]:
    """Return what a module has before its body runs; ``shown``: its name."""
    # Written out, as one is made for every module that is run.
    path, folders = module.path, module.folders
    package = module.name if folders is not None else module.name.rpartition(".")[0]
    searched: Value = None if folders is None else m.new_list(folders)
    loader = Instance(FILE_LOADER if path else _NAMESPACE_LOADER, Namespace(m.birth))
    of_spec = {
        "name": shown,
        "loader": loader,
        "parent": package,
        "loader_state": None,
        "submodule_search_locations": searched,
        "origin": path or None,
        "has_location": bool(path),
    }
    spec = Instance(MODULE_SPEC, Namespace(m.birth, of_spec))
    names: dict[str, Value] = {
        "__name__": shown,
        "__doc__": None,
        "__package__": package,
        "__loader__": loader,
        "__spec__": spec,
    }
    if folders is not None:
        names["__path__"] = searched
    names["__file__"] = path or None
    if path:
        loader.ns["name"], loader.ns["path"] = shown, path
        names["__cached__"] = spec.ns["cached"] = _cached(m, path)
        names["__builtins__"] = builtins_of(m)
    return names


def _cached(m: Core, path: str) -> Value:
    """Return where Python keeps the compiled file, which is named after its version."""
    folder, _, name = path.rpartition("/")
    major, minor = m.python_numbers[:2]
    kept = f"{folder}/__pycache__/{name.removesuffix('.py')}.cpython-{major}{minor}.pyc"
    return Assumed(kept, f"the worker runs Python {major}.{minor}")


def builtins_of(m: Core) -> DictValue:
    """Return the dict of all built-in names, which all modules share."""
    if m.builtin_names is None:
        known = {name: m.models.get(f"builtins.{name}", Ext(f"builtins.{name}")) for name in dir(builtins)}
        m.builtin_names = DictValue(
            Namespace(0, known), Namespace(0, [("unknown", None), ("builtins", True)])
        )
    return m.builtin_names
