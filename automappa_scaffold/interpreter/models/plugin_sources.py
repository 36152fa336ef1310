"""``pluginbase``: modules of any folder, imported under a package that exists by name alone.

A source without an identifier gets a random one, and so do the names of its modules. Source: pluginbase 1.0.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.plugin_spaces import PluginSpace
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["PLUGIN_SOURCES"]

PLUGIN_SOURCES = Models()
_INTERNAL = "pluginbase._internalspace"


def _init_base(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("package", "searchpath"), args[1:], strict=False)) | kwargs
    package = m.decide(given.get("package"))
    m.store(args[0].ns, "package", package)
    m.store(args[0].ns, "searchpath", given.get("searchpath") or m.new_list(()))
    if isinstance(package, str):
        _set_up_package(m, package, place)
    return None


def _set_up_package(m: Imports, package: str, place: Place) -> None:
    importer = m.importing[-1] if m.importing else None
    site = (importer, place, f"PluginBase({package!r})")
    try:
        m.import_module(package, site)
    except PyRaise as raised:
        if raised.missing != package:
            raise
        parent, _, last = package.rpartition(".")
        made = m.modules[package] = Module(package, "", m.namespace(__name__=package), None)
        if isinstance(found := m.modules.get(parent), Module):
            m.store(found.ns, last, made)


def _init_source(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("base", "identifier", "searchpath", "persist"), args[1:], strict=False)) | kwargs
    source, base = args[0], m.decide(given.get("base"))
    identifier = m.decide(given.get("identifier"))
    package = base.ns.get("package") if isinstance(base, Instance) else None
    for name in ("base", "searchpath", "identifier"):
        m.store(source.ns, name, given.get(name))
    folders = _folders(m, (given.get("searchpath"), base.ns.get("searchpath") if package else None), place)
    if not isinstance(package, str) or folders is None or m.scopes:
        m.note("where a source of plugins looks for them is computed", place)
        return None
    name = f"_plugin_source_{len(m.plugin_spaces)}"
    if isinstance(identifier, str):
        from hashlib import md5  # loads OpenSSL: 3 MiB, of which most projects have no use

        digest = md5(f"{package}|{identifier}".encode(), usedforsecurity=False).hexdigest()
        shown: Value = f"{_INTERNAL}._sp{digest}"
    else:
        shown = m.unknown("a source of plugins without an identifier has a random name", place)
    m.plugin_spaces[name] = PluginSpace(package, shown)
    made = m.modules[name] = Module(name, "", m.namespace(), folders)
    m.execute(made)
    m.store(source.ns, "mod", made)
    return None


def _folders(m: Imports, searchpaths: tuple[Value, ...], place: Place) -> tuple[str, ...] | None:
    found: list[str] = []
    for searchpath in searchpaths:
        items, unknown = m.iterate(searchpath, place) if searchpath is not None else ((), None)
        texts = [path_text(m, item, place) for item in items]
        if unknown is not None or not all(isinstance(text, str) for text in texts):
            return None
        found += texts
    return tuple(found)


def _make_source(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.instantiate(_SOURCE, args, kwargs, place)


def _enter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = args[0].ns.get("mod")
    m.plugin_stack.append(made.name if isinstance(made, Module) else "")
    return args[0]


def _leave(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if m.plugin_stack:
        m.plugin_stack.pop()
    return None


def _load(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1] if len(args) > 1 else kwargs.get("name"))
    made = args[0].ns.get("mod")
    if not isinstance(name, str) or not isinstance(made, Module):
        m.note("which plugin is loaded here is computed", place)
        return m.unknown("a plugin whose name is computed", place)
    if "." in name:
        raise m.raise_("ImportError", "Plugin names cannot contain dots.", place)
    importer = m.importing[-1] if m.importing else None
    return m.import_module(f"{made.name}.{name}", (importer, place, f"load_plugin({name!r})"))


def _list(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = args[0].ns.get("mod")
    if not isinstance(made, Module):
        return m.unknown("which plugins a source has", place)
    names = set()
    for folder in made.folders or ():
        for entry, is_folder in (m.tree.listing(folder) or {}).items():
            if is_folder and m.tree.is_file(f"{folder}/{entry}/__init__.py"):
                names.add(entry)
            elif not is_folder and entry.endswith(".py") and entry != "__init__.py":
                names.add(entry.removesuffix(".py"))
    return m.new_list(sorted(names))


_BASE = native_class("PluginBase", module="pluginbase", is_open=True)
_SOURCE = native_class("PluginSource", module="pluginbase", is_open=True)
for _class, _name, _run in (
    (_BASE, "__init__", _init_base),
    (_BASE, "make_plugin_source", _make_source),
    (_SOURCE, "__init__", _init_source),
    (_SOURCE, "__enter__", _enter),
    (_SOURCE, "__exit__", _leave),
    (_SOURCE, "load_plugin", _load),
    (_SOURCE, "list_plugins", _list),
):
    _class.ns[_name] = Native(_name, _run, binds=True)
PLUGIN_SOURCES["pluginbase.PluginBase"] = _BASE
PLUGIN_SOURCES["pluginbase.PluginSource"] = _SOURCE
