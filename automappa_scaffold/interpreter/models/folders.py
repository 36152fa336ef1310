"""Walking through the project's folders: ``os.scandir``, ``os.walk``, ``glob``; finding modules there."""

import posixpath
import sys

from automappa_scaffold.interpreter.any_order import in_any_order
from automappa_scaffold.interpreter.generators import Generator, Steps, run_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import is_missing_folder, no_such_file, package_folder
from automappa_scaffold.interpreter.models.made_files import absolute, entries_at, is_uncertain_below, kind_at
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.models.path_matching import is_inside, match_paths
from automappa_scaffold.interpreter.models.pathlib_paths import PATHS
from automappa_scaffold.interpreter.module_values import FILE_LOADER, MODULE_SPEC
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.values import DictValue, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["FOLDERS"]

FOLDERS = Models()

_ENTRY = native_class("DirEntry", module="posix")
for _name in ("is_dir", "is_file"):
    _ENTRY.ns[_name] = Native(
        _name,
        lambda m, args, kwargs, place, name=_name: args[0].ns["folder"] is (name == "is_dir"),
        binds=True,
    )


def _folder(m: Imports, value: Value, place: Place) -> str | None:
    text = path_text(m, value, place)
    return posixpath.normpath(posixpath.join(m.working_directory, text)) if isinstance(text, str) else None


def _entries(m: Imports, folder: str) -> list[tuple[str, bool]]:
    return sorted(
        (name, kind) for name, kind in (entries_at(m, folder) or {}).items() if name != "__pycache__"
    )


_SCAN = native_class("ScandirIterator", module="posix")
_SCAN.ns["__enter__"] = Native("__enter__", lambda m, args, kwargs, place: args[0], binds=True)
_SCAN.ns["__exit__"] = Native("__exit__", lambda m, args, kwargs, place: None, binds=True)
_SCAN.ns["close"] = Native("close", lambda m, args, kwargs, place: None, binds=True)
_SCAN.ns["__iter__"] = Native("__iter__", lambda m, args, kwargs, place: args[0].ns["entries"], binds=True)


@FOLDERS.function("os.listdir")
def _listdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = path_text(m, args[0] if args else ".", place)
    entries = None
    if isinstance(text, str):
        full = posixpath.normpath(posixpath.join(m.working_directory, text))
        entries = entries_at(m, full)
        if entries is None and is_missing_folder(m, full):
            raise no_such_file(m, text, place)
    if entries is None:
        return m.unknown("the listing of a folder that is not known", place)
    # Caches of compiled files come and go; no source depends on them.
    return m.new_shuffled(in_any_order(m, [name for name in entries if name != "__pycache__"]))


@FOLDERS.function("os.scandir")
def _scandir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0] if args else "."
    folder = _folder(m, given, place)
    if folder is not None and is_missing_folder(m, folder):
        raise no_such_file(m, str(path_text(m, given, place)), place)
    if folder is None or entries_at(m, folder) is None:
        return m.unknown("the listing of a folder that is not known", place)
    base = path_text(m, given, place)
    made = [
        Instance(_ENTRY, m.namespace(name=name, path=posixpath.join(base, name), folder=kind))
        for name, kind in in_any_order(m, _entries(m, folder))
    ]
    return Instance(_SCAN, m.namespace(entries=m.new_iterator(made, is_unordered=True)))


@FOLDERS.function("os.walk")
def _walk(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    folder = _folder(m, args[0] if args else kwargs.get("top"), place)
    if (
        folder is None
        or not is_inside(m, folder)
        or entries_at(m, folder) is None
        or is_uncertain_below(m, folder)
        or len(args) > 1
        or set(kwargs) - {"top"}
    ):
        return m.unknown("the listing of a folder that is not known", place)
    base = path_text(m, args[0] if args else kwargs.get("top"), place)

    def pull() -> Steps:
        return (yield from _walked(m, base, folder, place, 0))

    return Generator(run_of(pull), birth=m.birth, pull=pull)


def _walked(m: Imports, shown: str, folder: str, place: Place, depth: int) -> Steps:
    """Go through folders, each when it is asked for: not through those that the program takes out."""
    entries = in_any_order(m, _entries(m, folder))
    folders = [name for name, is_folder in entries if is_folder]
    files = [name for name, is_folder in entries if not is_folder]
    m.step(10)
    named = m.new_shuffled(folders)
    yield (shown, named, m.new_shuffled(files))
    for name in named.items if depth < _MAX_DEPTH else ():
        if not isinstance(name, str):
            return m.unknown("which folders are gone into", place)
        if entries_at(m, f"{folder}/{name}") is not None:
            unknown = yield from _walked(m, posixpath.join(shown, name), f"{folder}/{name}", place, depth + 1)
            if unknown is not None:
                return unknown
    return named.unknown


_MAX_DEPTH = 40


@FOLDERS.function("glob.glob", "glob.iglob")
def _glob(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    pattern = path_text(m, args[0] if args else kwargs.get("pathname"), place)
    recursive = m.truth(kwargs.get("recursive", False))
    if not isinstance(pattern, str) or recursive is None or set(kwargs) - {"recursive", "pathname"}:
        return m.unknown("a pattern that is not constant", place)
    start, parts = ("/" if pattern.startswith("/") else "."), pattern.strip("/")
    wanted = [part if recursive or part != "**" else "*" for part in parts.split("/")]
    while len(wanted) > 1 and not set(wanted[0]) & set("*?["):
        start = posixpath.join(start, wanted.pop(0))
    folder = _folder(m, start, place)
    if folder is None or not is_inside(m, folder):
        return m.unknown("a pattern that leads out of the project, or is not constant", place)
    if is_uncertain_below(m, folder):
        return m.unknown("the listing of a folder that changes at import", place)
    if entries_at(m, folder) is None:
        return m.new_list(())
    shown = start if pattern.startswith("/") else start.removeprefix("./").removeprefix(".")
    found = match_paths(m, shown, folder, wanted)
    if pattern.endswith("/"):
        found = (f"{path}/" for path in found if entries_at(m, absolute(m, path)) is not None)
    return m.new_shuffled(in_any_order(m, [*dict.fromkeys(found)]))


@FOLDERS.function("importlib.resources.files")
def _resource_files(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    folder = package_folder(m, args[0], place) if args else None
    return (
        m.call(PATHS["pathlib.Path"], (folder,), {}, place)
        if isinstance(folder, str)
        else m.undecided(folder, place)
    )


# It puts another module in its own place, which has none; Celery has imported it by then.
_WITHOUT_SPEC = ("kombu",)


def _absolute_name(m: Imports, name: str, package: str, place: Place) -> str:
    """Return the module that a name with dots in front means in a package."""
    parts, level = package.split("."), len(name) - len(name.lstrip("."))
    if level > len(parts):
        raise m.raise_("ImportError", "attempted relative import beyond top-level package", place)
    return ".".join((*parts[: len(parts) - level + 1], name.lstrip("."))).rstrip(".")


@FOLDERS.function("importlib.util.find_spec")
def _find_spec(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    package = m.decide(args[1] if len(args) > 1 else kwargs.get("package"))
    if isinstance(name, str) and name.startswith(".") and isinstance(package, str) and package:
        name = _absolute_name(m, name, package, place)
    if not isinstance(name, str) or name.startswith("."):
        return m.unknown("a module whose name is computed", place)
    if name in _WITHOUT_SPEC and m.is_importable(name):
        raise m.raise_("ValueError", f"{name}.__spec__ is None", place)
    parent_name, _, _ = name.rpartition(".")
    parent: Value = None
    if parent_name:
        parent = m.import_module(parent_name, (m.importing[-1] if m.importing else None, place, "find_spec"))
    found = m.find_file(name, parent)
    if found is not None:
        return Instance(
            MODULE_SPEC,
            m.namespace(name=name, origin=found[0] or None, loader=_file_loader(m, name, found[0])),
        )
    if isinstance(parent, Module) or m.is_local_settings(name):
        return None
    is_seen = name in sys.stdlib_module_names or m.installed is not None
    if m.installed is not None and isinstance(parent, Ext) and m.outside.has_module(name):
        return Instance(MODULE_SPEC, m.namespace(name=name, origin=None, loader=None))
    if parent is not None or not is_seen:
        return m.unknown(f"whether {name} is there", place, is_foreign=True)
    return (
        Instance(MODULE_SPEC, m.namespace(name=name, origin=None, loader=None))
        if m.is_importable(name)
        else None
    )


@FOLDERS.function("importlib.util.spec_from_file_location")
def _spec_from_file(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    path = _folder(m, args[1] if len(args) > 1 else kwargs.get("location"), place)
    if not isinstance(name, str) or path is None or not m.tree.is_file(path):
        return m.unknown("a module of a file that is not known", place)
    return Instance(MODULE_SPEC, m.namespace(name=name, origin=path, loader=_file_loader(m, name, path)))


def _file_loader(m: Imports, name: str, path: str) -> Instance:
    return Instance(FILE_LOADER, m.namespace(name=name, path=path) if path else m.namespace())


@FOLDERS.function("importlib.util.module_from_spec")
def _module_from_spec(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    spec = m.decide(args[0])
    if (
        not isinstance(spec, Instance)
        or spec.cls is not MODULE_SPEC
        or not isinstance(spec.ns["origin"], str)
    ):
        return m.unknown("a module of a spec that is not known", place)
    loader = m.decide(spec.ns.get("loader"))
    if not isinstance(loader, Instance) or loader.cls is not FILE_LOADER:
        return m.unknown("a module with a loader that is not known", place)
    name, path = spec.ns["name"], spec.ns["origin"]
    names = m.namespace(__name__=name, __file__=path, __package__=name.rpartition(".")[0], __doc__=None)
    made = Module(name, path, names, None)
    m.store(made.ns, "__spec__", spec)
    m.store(made.ns, "__loader__", spec.ns["loader"])
    return made


def _exec_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    module = m.decide(args[1])
    if isinstance(module, Module):
        m.run_again(
            module, (m.importing[-1] if m.importing else None, place, f"exec_module({module.name!r})")
        )
    else:
        m.note("which module is run here is not known", place)
    return None


FILE_LOADER.ns["exec_module"] = Native("exec_module", _exec_module, binds=True)


@FOLDERS.function("importlib.reload")
def _reload(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    module = m.decide(args[0])
    if isinstance(module, Module):
        m.run_again(module, (m.importing[-1] if m.importing else None, place, f"reload({module.name})"))
    return module


def _file_of_module(m: Imports, name: str, place: Place) -> tuple[str, tuple[str, ...] | None] | None:
    """Return the file of a module that is run, whose package is imported before."""
    package = name.rpartition(".")[0]
    site = (m.importing[-1] if m.importing else None, place, f"runpy {name}")
    parent = m.import_module(package, site) if package else None
    found = m.find_file(name, parent) if parent is None or isinstance(parent, Module) else None
    return found if found is not None and found[1] is None else None  # of a package, another file is run


@FOLDERS.function("runpy.run_path", "runpy.run_module")
def _run_code(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    target = path_text(m, args[0] if args else None, place)
    run_name = m.decide(args[2] if len(args) > 2 else kwargs.get("run_name"))
    path = _folder(m, target, place) if isinstance(target, str) and target.endswith(".py") else None
    if path is not None and kind_at(m, path) == "":
        raise no_such_file(m, path, place)
    if path is None and isinstance(target, str):
        found = _file_of_module(m, target, place)
        path = found[0] if found else None
    if not path or not m.tree.is_file(path) or not (run_name is None or isinstance(run_name, str)):
        m.note("which code is run here is not followed", place)
        return m.unknown("what runpy returns", place)
    is_file = isinstance(target, str) and target.endswith(".py")
    name = (run_name or "<run_path>") if is_file else target
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("init_globals"))
    module = Module(name, path, m.namespace(), None)
    if isinstance(given, DictValue) and not given.unknown:
        module.ns.update(given.items)
    module.is_open = module.is_made = given is not None and not isinstance(given, DictValue)
    site = (m.importing[-1] if m.importing else None, place, f"runpy {target}")
    m.run_again(module, site, run_name or name)
    return DictValue(module.ns, m.namespace(unknown=None))
