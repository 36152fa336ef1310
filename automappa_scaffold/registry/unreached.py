"""Task definitions that the worker does not reach, found by importing their files abstractly afterwards."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Set
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise, RunawayError
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.registry.assembly import definition_place
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.other_programs import is_of_another_program, lacks_own_root
from automappa_scaffold.registry.values import UnreachedModule, UnreachedTask
from automappa_scaffold.source.task_words import DECLARES_TASKS

__all__ = ["find_unreached"]


def find_unreached(
    m: Interpreter,
    world: World,
    app: Instance,
    files: Iterable[PurePosixPath | str],
    import_root: PurePosixPath,
    registered: frozenset[str],
) -> tuple[tuple[UnreachedModule, ...], Mapping[PurePosixPath, PyRaise]]:
    """Return the modules with tasks of this app that the worker does not import, sorted by name.

    Beside them stand the files that perhaps have tasks too and cannot be imported, each with its error.
    """
    reached = set(m.modules)
    known_paths = {posixpath.normpath(module.path) for module in m.modules.values() if module.path}
    known_paths.update(_run_otherwise(world.definitions))
    candidates = [
        PurePosixPath(path)
        for path in files
        if (absolute := m.tree.absolute(path)) not in known_paths
        and m.tree.facts_once(absolute, DECLARES_TASKS)
        and not is_of_another_program(m, PurePosixPath(path), import_root)
    ]
    before = len(world.definitions)
    loaded_by_package: set[str] = set()
    # Packages first: what importing them loads needs no import of its own.
    for name in sorted({_package_of(_module_name(path, import_root)) for path in candidates} - {""}):
        if name not in reached:
            already = set(m.modules)
            _try_import(m, name)
            loaded_by_package |= set(m.modules) - already
    failed: dict[PurePosixPath, PyRaise] = {}
    for path in candidates:
        raised = _try_import(m, _module_name(path, import_root))
        if raised is not None and not lacks_own_root(m, path, import_root, raised):
            failed[path] = raised
    found: dict[str, list[UnreachedTask]] = {}
    for definition in world.definitions[before:]:
        module = definition.module
        if _is_of_another_worker(m, app, definition, known_paths):
            continue
        task = _unreached_task(m, world, app, definition)
        if task is not None and task.name in registered:
            continue  # by a module whose import failed later, or by another one
        if task is not None and module is not None and module.name not in reached:
            found.setdefault(module.name, []).append(task)
    made = [_module(m, name, tasks, reached, loaded_by_package) for name, tasks in found.items()]
    return tuple(sorted(made, key=lambda module: module.name)), failed


def _run_otherwise(definitions: Iterable[Definition]) -> Iterator[str]:
    """Yield the files that declared tasks without being imported under their names, as with ``runpy``."""
    for definition in definitions:
        module = definition.module
        if module is not None and module.path and module.state != "failed" and not definition.scopes:
            yield posixpath.normpath(module.path)


def _module_name(path: PurePosixPath, import_root: PurePosixPath) -> str:
    below = path.relative_to(import_root) if path.is_relative_to(import_root) else path
    return module_name_of(below.parts)


def _package_of(name: str) -> str:
    return name.rpartition(".")[0]


def _try_import(m: Interpreter, name: str) -> PyRaise | None:
    try:
        m.import_module(name, (None, None, "what if"))
    except PyRaise as raised:
        return raised
    except (RunawayError, RecursionError):
        return None
    return None


def _unreached_task(
    m: Interpreter, world: World, app: Instance, definition: Definition
) -> UnreachedTask | None:
    if definition.scopes:
        return None
    try:
        name = world.name_of(m, app, definition)
    except PyRaise:
        return None
    if name is None or name.startswith("celery."):
        return None
    return UnreachedTask(name, _bound_name(definition, name), definition_place(m, definition))


def _is_of_another_worker(m: Interpreter, app: Instance, definition: Definition, known: Set[str]) -> bool:
    """Return whether a task is declared on an app that is another worker's: made where nothing leads to.

    In the package of the worker's app a module that makes an app and declares tasks on it is a mistake.
    """
    if definition.app is None:
        return False
    made_at: PurePosixPath = definition.app.payload.made_at.path
    is_known = made_at.as_posix() in known or m.tree.absolute(made_at) in known
    if is_known:
        return False
    return made_at != definition.place.path or _top_folder(made_at) != _top_folder(app.payload.made_at.path)


def _top_folder(path: PurePosixPath) -> PurePosixPath:
    """Return the folder at the top in which a file lies, that of sources left out; of a module none."""
    folders = [part for part in path.parts[:-1] if part != "src"]
    return PurePosixPath(*folders[:1])


def _bound_name(definition: Definition, name: str) -> str:
    """Return what the module calls the task, whose function a decorator below ``@task`` may have renamed."""
    if definition.decoration is not None:
        return definition.decoration.name
    names = definition.module.ns if definition.module is not None else {}
    bound = [key for key, value in names.items() if isinstance(key, str) and _is_task(value, definition)]
    if bound:
        return bound[0]
    fun = definition.fun
    if isinstance(fun, Class):
        return fun.name
    return str(getattr(fun, "ns", {}).get("__name__") or name.rpartition(".")[2])


def _is_task(value: Value, definition: Definition) -> bool:
    """Return whether something is the task that a definition makes."""
    if not isinstance(value, Instance):
        return False
    if is_proxy(value):
        return value.payload["definition"] is definition
    return value.payload is definition or value.cls is definition.fun


def _module(
    m: Interpreter, name: str, tasks: list[UnreachedTask], reached: set[str], loaded_by_package: set[str]
) -> UnreachedModule:
    module = m.modules.get(name)
    path = module.path if isinstance(module, Module) else tasks[0].place.path.as_posix()
    is_package = isinstance(module, Module) and module.folders is not None
    package = name if is_package else _package_of(name)
    return UnreachedModule(
        name=name,
        path=m.tree.relative(path),
        package=package,
        package_is_reached=package in reached,
        loaded_by_package=name in loaded_by_package,
        tasks=tuple(sorted(set(tasks), key=lambda task: task.name)),
    )
