"""Tasks that stand in files the worker reads, or would read, and that it never declares.

The start says which declarations ran. What remains is found in the text of the files, and counts only if its
decorator leads to a Celery app: ``@task`` of another library is none.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import Ext, Value
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.observed import LazyModule, Swallowed, UnrunTask
from automappa_scaffold.registry.values import UnreachedModule
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.task_words import HAS_INDENTED_TASKS, INDENTED_IMPORT_WORDS
from automappa_scaffold.source.written_tasks import LAZY_IMPORTS, WRITTEN_TASKS, WrittenFile, WrittenTask

__all__ = ["find_lazy_modules", "find_unimportable", "find_unrun"]

_UNPARSABLE = ("SyntaxError", "IndentationError", "TabError")


def find_unrun(
    m: Interpreter,
    run: set[tuple[PurePosixPath, int]],
    names: frozenset[str],
    swallowed: Sequence[Swallowed],
    import_root: PurePosixPath,
) -> Iterator[UnrunTask]:
    """Yield the tasks that a worker would have, were it not for a guard, a swallowed error or a package.

    Args:
        run: path and line of the decorators that ran.
        names: the registered names: a task that has a stand-in elsewhere is not missed.
    """
    loaded = {module.path: module for module in m.modules.values() if module.path}

    def is_missed(task: WrittenTask, path: PurePosixPath, module: str) -> bool:
        return (path, task.line) not in run and _name(task, module) not in names

    for absolute, module in loaded.items():
        relative = m.tree.relative(absolute)
        if relative.is_absolute() or not m.tree.facts_once(absolute, HAS_INDENTED_TASKS):
            continue
        written = m.tree.facts(absolute, WRITTEN_TASKS) or WrittenFile()
        for task in written.tasks:
            code = _guard_code(task)
            if code and is_missed(task, relative, module.name) and _is_task(m, task, written, module):
                yield _unrun(task, relative, module.name, code)
    for hidden in swallowed:
        for failed in hidden.failed:
            name = _module_name(failed, import_root)
            if m.tree.absolute(failed) not in loaded:
                yield from _in_file(m, failed, name, "AMS206", is_missed, Place(*hidden.place[:3]))
    for absolute, module in loaded.items():
        hidden_file = f"{absolute.removesuffix('/__init__.py')}.py"
        if module.folders is not None and m.tree.is_file(hidden_file):
            yield from _in_file(m, m.tree.relative(hidden_file), module.name, "AMS210", is_missed)
        if module.folders is None:
            for path in _hidden_files(m, absolute):
                yield from _in_file(m, path, f"{module.name}.{path.stem}", "AMS210", is_missed)


def find_unimportable(
    m: Interpreter, failed: Mapping[PurePosixPath, PyRaise], app_name: str, import_root: PurePosixPath
) -> Iterator[UnrunTask]:
    """Yield the tasks in files that the worker does not import, and that it could not.

    Args:
        failed: the files, each with the error of its import.
        app_name: what the app is called; in a file that does not parse, the text alone tells its tasks.
    """
    for path, raised in failed.items():
        module = _module_name(path, import_root)
        cause = raised.place or Place(path)
        if raised.message.startswith(_UNPARSABLE) and cause.path == path:
            found = _in_text(m, path, module, app_name)
            yield from (UnrunTask(*task, "AMS001", raised.message, cause) for task in found)
            continue
        written = m.tree.facts(m.tree.absolute(path), WRITTEN_TASKS) or WrittenFile()
        text = _read(m, path)
        is_bound = app_name in dict(written.imports) or "import *" in text or _makes(text, app_name)
        own = "" if is_bound else f"{app_name}.task"  # its import was forgotten
        for task in written.tasks:
            if not task.guard and (task.decorator == own or _is_task(m, task, written, None, module)):
                yield replace(_unrun(task, path, module, "AMS207", cause), guard=raised.message)


def _read(m: Interpreter, path: PurePosixPath) -> str:
    return (m.tree.read(m.tree.absolute(path)) or b"").decode("utf-8", "replace")


def _makes(text: str, name: str) -> bool:
    """Return whether a text binds a name otherwise than by an import."""
    bare = re.escape(name)
    bound = rf"^[^@#\n]*\b{bare}\b[^()\n=]*=(?!=)|\b(?:as|def|class|for)\s+{bare}\b"
    return re.search(bound, text, re.MULTILINE) is not None


def _in_text(
    m: Interpreter, path: PurePosixPath, module: str, app_name: str
) -> Iterator[tuple[str, str, Place]]:
    """Yield name, function and place of the tasks in the text of a file that does not parse."""
    text = _read(m, path)
    if _makes(text, app_name) or "{" in str(path) or "{{" in text or "{%" in text:
        return  # an app of its own, or a template of source files
    decorator = rf"^@(?:[\w.]+\.)?(?:{re.escape(app_name)}\.task|shared_task)\b"
    for match in re.finditer(rf"{decorator}.*\n(?:@.*\n)*(?:async )?def (\w+)", text, re.MULTILINE):
        place = Place(path, text.count("\n", 0, match.start()) + 1)
        yield f"{module}.{match[1]}", match[1], place


def _hidden_files(m: Interpreter, absolute: str) -> Iterator[PurePosixPath]:
    """Yield the files of a folder that has the name of a module beside it, which Python takes instead."""
    parent, _, name = absolute.rpartition("/")
    folder = name.removesuffix(".py")
    if name == "__init__.py" or not (m.tree.listing(parent) or {}).get(folder):
        return
    for entry in sorted(m.tree.listing(f"{parent}/{folder}") or ()):
        if entry.endswith(".py"):
            yield m.tree.relative(f"{parent}/{folder}/{entry}")


def _in_file(
    m: Interpreter,
    path: PurePosixPath,
    module: str,
    code: str,
    is_missed: Callable[[WrittenTask, PurePosixPath, str], bool],
    cause: Place | None = None,
) -> Iterator[UnrunTask]:
    """Yield the tasks at module level of a file that did not run, or not to its end."""
    absolute = m.tree.absolute(path)
    written = m.tree.facts(absolute, WRITTEN_TASKS) or WrittenFile()
    for task in written.tasks:
        if not task.guard and is_missed(task, path, module) and _is_task(m, task, written, None, module):
            yield _unrun(task, path, module, code, cause)


def _unrun(
    task: WrittenTask, path: PurePosixPath, module: str, code: str, cause: Place | None = None
) -> UnrunTask:
    place = Place(path, task.line, task.column)
    at = cause or (Place(path, task.guard_line) if task.guard else place)
    return UnrunTask(_name(task, module), task.function, place, code, task.guard, at)


def _guard_code(task: WrittenTask) -> str:
    if task.guard.startswith("function "):
        return "AMS204" if task.is_plain_function else ""
    return "AMS205" if task.guard else ""


def _name(task: WrittenTask, module: str) -> str:
    return task.name or f"{module}.{task.function}"


def _module_name(path: PurePosixPath, import_root: PurePosixPath) -> str:
    below = path.relative_to(import_root) if path.is_relative_to(import_root) else path
    return module_name_of(below.parts)


# What a decorator's words stand for.


def _is_task(
    m: Interpreter, task: WrittenTask, written: WrittenFile, module: Module | None, name: str = ""
) -> bool:
    root, *rest = task.decorator.split(".")
    value: Value = module.ns.get(root) if module is not None else None
    if value is None:
        value = _imported(m, dict(written.imports).get(root, ""), module.name if module else name)
    for index, part in enumerate(rest):
        if isinstance(value, Instance) and isinstance(value.payload, AppState):
            return part in ("task", "register_task") and index == len(rest) - 1
        value = _member(m, value, part)
    if isinstance(value, Native):
        return value.name == "shared_task"
    return isinstance(value, Ext) and value.path == "celery.shared_task"


def _imported(m: Interpreter, origin: str, importer: str) -> Value:
    """Return what an import takes its name from, as far as the start has made it."""
    source, _, name = origin.partition(":")
    level = len(source) - len(source.lstrip("."))
    if level:
        package = importer.split(".")[:-level]
        source = ".".join([*package, *filter(None, [source[level:]])])
    module = m.modules.get(source)
    if module is None:
        return m.external(f"{source}.{name}" if name else source)
    return _member(m, module, name) if name else module


def _member(m: Interpreter, value: Value, name: str) -> Value:
    if isinstance(value, Module):
        return value.ns.get(name, m.modules.get(f"{value.name}.{name}"))
    return m.external(f"{value.path}.{name}") if isinstance(value, Ext) else None


# Modules that only a function imports.


def find_lazy_modules(
    m: Interpreter, reached: Iterable[Module], unreached: Sequence[UnreachedModule]
) -> Iterator[LazyModule]:
    """Yield the unreached modules that a function of a module imports that the worker runs."""
    wanted = {name for module in unreached for name in (module.name, module.package) if name}
    wanted -= {module.package for module in unreached if module.package_is_reached}
    leaves = {name.rpartition(".")[2] for name in wanted}
    if not wanted:
        return
    for module in reached:
        words = m.tree.facts_once(module.path, INDENTED_IMPORT_WORDS) if module.path else None
        if leaves.isdisjoint(words or ()):
            continue
        path = m.tree.relative(module.path)
        for lazy in m.tree.facts(module.path, LAZY_IMPORTS) or ():
            base = _absolute(lazy.module, module)
            for name in (base, f"{base}.{lazy.name}"):
                if name in wanted:
                    place = Place(path, lazy.line, lazy.column)
                    yield LazyModule(name, lazy.function, place)


def _absolute(target: str, module: Module) -> str:
    level = len(target) - len(target.lstrip("."))
    if not level:
        return target
    package = module.name if module.folders is not None else module.name.rpartition(".")[0]
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - level + 1], *filter(None, [target[level:]])])
