"""``pkgutil``: which modules are in folders, and packages whose folders are more than one."""

from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.module_finders import new_finder
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["PACKAGE_WALKS"]

PACKAGE_WALKS = Models()

_MODULE_INFO = native_class("ModuleInfo", module="pkgutil")
_MODULE_INFO.ns["__iter__"] = Native(
    "__iter__",
    lambda m, args, kwargs, place: (args[0].ns["module_finder"], args[0].ns["name"], args[0].ns["ispkg"]),
    binds=True,
)


@PACKAGE_WALKS.function("pkgutil.extend_path")
def _extend_path(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a package's path with the folders of its name that the module path leads to besides."""
    given = dict(zip(("path", "name"), args, strict=False)) | kwargs
    name = m.decide(given.get("name"))
    paths, unknown = m.iterate(given.get("path"), place)
    if not isinstance(name, str) or unknown is not None:
        return given.get("path")
    parent, _, last = name.rpartition(".")
    package = m.modules.get(parent)
    folders = m.sys_path.items if not parent else package.folders or () if package is not None else ()
    bases = [f"{folder.rstrip('/')}/{last}" for folder in map(m.decide, folders) if isinstance(folder, str)]
    found = [base for base in bases if m.tree.is_file(f"{base}/__init__.py")]
    return m.new_list(list(dict.fromkeys([*paths, *found])))


@PACKAGE_WALKS.function("pkgutil.iter_modules")
def _iter_modules(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    searched = m.decide(args[0] if args else kwargs.get("path"))
    if searched is None:
        return m.unknown("all modules that can be imported", place, is_foreign=True)
    if isinstance(searched, str):
        text = "path must be None or list of paths to look for modules in"
        raise m.raise_("ValueError", text, place)
    return _module_infos(m, args, kwargs, place, None)


@PACKAGE_WALKS.function("pkgutil.walk_packages")
def _walk_packages(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    onerror = args[2] if len(args) > 2 else kwargs.get("onerror")
    return _module_infos(m, args, kwargs, place, partial(_import_package, m, onerror, place))


# Imports a package by its name; returns whether that went well.
_Walk = Callable[[str], bool] | None


def _import_package(m: Imports, onerror: Value, place: Place, name: str) -> bool:
    """Import a package on a walk; errors, of imports above all, go to ``onerror`` or are passed over."""
    m.swallowing += 1
    try:
        m.import_module(name, (m.importing[-1] if m.importing else None, place, "walk_packages"))
    except PyRaise as raised:
        passed = "ImportError" if onerror is None else "Exception"
        if not isinstance(raised.value, Instance) or not raised.value.cls.is_subclass(EXCEPTIONS[passed]):
            raise
        if raised.is_soft:
            m.note(f"whether {raised.message} is raised here", place)
        if onerror is not None:
            m.call(onerror, (name,), {}, place)
        return False
    finally:
        m.swallowing -= 1
    return True


def _module_infos(m: Imports, args: Args, kwargs: Kwargs, place: Place, walk: _Walk) -> Value:
    paths = args[0] if args else kwargs.get("path")
    prefix = m.decide(args[1] if len(args) > 1 else kwargs.get("prefix", ""))
    folders, unknown = m.iterate(paths, place) if paths is not None else ((), m.unknown("sys.path", place))
    infos: list[Value] = []
    seen: set[str] = set()  # of two modules of one name the first counts
    for folder in folders:
        text = path_text(m, folder, place)
        if isinstance(text, str) and isinstance(prefix, str):
            _collect_infos(m, text, prefix, walk, infos, place, seen)
        else:
            unknown = unknown or m.undecided(folder, place)
    return m.new_list(infos, unknown)


def _collect_infos(
    m: Imports, folder: str, prefix: str, walk: _Walk, infos: list[Value], place: Place, seen: set[str]
) -> None:
    finder = new_finder(m, folder)
    for name, is_folder in sorted((m.tree.listing(folder) or {}).items()):
        is_package = is_folder and m.tree.is_file(f"{folder}/{name}/__init__.py")
        plain = name.removesuffix(".py")
        is_module = is_package or (not is_folder and name.endswith(".py"))
        if is_module and plain != "__init__" and prefix + plain not in seen:
            seen.add(prefix + plain)
            names = m.namespace(name=prefix + plain, ispkg=is_package, module_finder=finder)
            infos.append(Instance(_MODULE_INFO, names))
            if is_package and walk is not None and walk(prefix + plain):
                _collect_infos(m, f"{folder}/{name}", f"{prefix}{plain}.", walk, infos, place, seen)
