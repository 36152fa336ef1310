"""Entry points: read from the metadata of what is installed, where the app's environment is known."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["ENTRY_POINTS"]

ENTRY_POINTS = Models()


def _load(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    module, attribute = args[0].ns["module"], args[0].ns["attr"]
    importer = m.importing[-1] if m.importing else None
    found = m.import_module(module, (importer, place, f"entry point {args[0].ns['name']}"))
    for name in attribute.split(".") if attribute else ():
        found = m.get_attribute(found, name, place)
    return found


_ENTRY_POINT = native_class("EntryPoint", module="importlib.metadata", is_open=True)
for _name in ("load", "resolve"):
    _ENTRY_POINT.ns[_name] = Native(_name, _load, binds=True)


def _of_group(m: Imports, group: str, name: Value, place: Place) -> Value:
    if m.installed is None:
        known = _declared(m, group)
        unknown = m.unknown(f"which entry points of {group} are installed", place)
    else:
        known, unknown = m.outside.entry_points(group), None
    found = []
    for key, value in known:
        if name is None or key == name:
            module, _, attribute = value.partition(":")
            names = m.namespace(name=key, value=value, group=group, module=module, attr=attribute)
            found.append(Instance(_ENTRY_POINT, names))
    return m.new_list(found, unknown)


def _declared(m: Imports, group: str) -> list[tuple[str, str]]:
    from automappa_scaffold.interpreter.models.declared_entry_points import declared_entry_points

    root = m.tree.root.as_posix()
    folders = [folder for folder in m.sys_path.items if isinstance(folder, str)]
    inside = [folder for folder in folders if folder == root or folder.startswith(f"{root}/")]
    found = declared_entry_points(m.tree, list(dict.fromkeys([root, *inside])), group)
    if found:
        m.assumptions["the project is installed, with the entry points that it declares"] = None
    return found


@ENTRY_POINTS.function("importlib.metadata.entry_points", "importlib_metadata.entry_points")
def _entry_points(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not kwargs:
        return Instance(_ALL, m.namespace())
    return _select(m, (None, *args), kwargs, place)


def _select(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    group = m.decide(args[1] if len(args) > 1 else kwargs.get("group"))
    name = m.decide(kwargs.get("name"))
    if not isinstance(group, str) or not (name is None or isinstance(name, str)):
        return m.unknown("entry points whose group is computed", place)
    return _of_group(m, group, name, place)


_ALL = native_class("EntryPoints", module="importlib.metadata", is_open=True)
for _name in ("select", "get", "__getitem__"):
    _ALL.ns[_name] = Native(_name, _select, binds=True)


@ENTRY_POINTS.function("pkg_resources.iter_entry_points")
def _iter_entry_points(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = args[1] if len(args) > 1 else kwargs.get("name")
    return _select(m, (None, *args[:1]), {**kwargs, "name": name}, place)
