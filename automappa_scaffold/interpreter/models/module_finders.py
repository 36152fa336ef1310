"""The finders that ``pkgutil`` gives with the modules of a folder, and the old ``load_module`` of loaders."""

import importlib.machinery

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.module_values import FILE_LOADER, MODULE_SPEC, standard_class
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.source.places import Place

__all__ = ["new_finder"]

_FINDER = standard_class(importlib.machinery.FileFinder, "FileFinder", "importlib.machinery")
_IN_PACKAGE = "/__init__.py"


def new_finder(m: Imports, folder: str) -> Instance:
    """Return what finds the modules of a folder."""
    return Instance(_FINDER, m.namespace(path=folder))


def _find_spec(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("fullname"))
    folder = args[0].ns["path"]
    if not isinstance(name, str):
        return m.unknown("a module whose name is computed", place)
    base = f"{folder.rstrip('/')}/{name.rpartition('.')[2]}"
    path = next((path for path in (base + _IN_PACKAGE, base + ".py") if m.tree.is_file(path)), None)
    if path is None:
        return None
    names = m.namespace(name=name, path=path)
    return Instance(MODULE_SPEC, m.namespace(name=name, origin=path, loader=Instance(FILE_LOADER, names)))


def _find_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``find_module``, which Python has until 3.11."""
    if m.python_numbers >= (3, 12):
        raise m.raise_("AttributeError", "'FileFinder' object has no attribute 'find_module'", place)
    spec = _find_spec(m, args, kwargs, place)
    return spec.ns["loader"] if isinstance(spec, Instance) and spec.cls is MODULE_SPEC else spec


def _load_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``load_module``: the module is run, anew if it is loaded, and is among the loaded ones."""
    m.watch.doubts += 1
    own, path = args[0].ns.get("name", MISSING), args[0].ns.get("path", MISSING)
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("fullname", own))
    if not (isinstance(own, str) and isinstance(path, str) and isinstance(name, str)):
        m.note("which module is run here is not known", place)
        return m.unknown("a module that is loaded by hand", place)
    if name != own:
        raise m.raise_("ImportError", f"loader for {own} cannot handle {name}", place)
    site = (m.importing[-1] if m.importing else None, place, f"load_module({name!r})")
    known = m.modules.get(name)
    if known is not None:
        m.run_again(known, site)
        return known
    folders = (path.removesuffix(_IN_PACKAGE),) if path.endswith(_IN_PACKAGE) else None
    made = m.modules[name] = Module(name, path, m.namespace(), folders)
    try:
        m.run_again(made, site)
    except PyRaise:
        m.modules.pop(name, None)
        raise
    return made


_FINDER.ns["find_spec"] = Native("find_spec", _find_spec, binds=True)
_FINDER.ns["find_module"] = Native("find_module", _find_module, binds=True)
FILE_LOADER.ns["load_module"] = Native("load_module", _load_module, binds=True)
