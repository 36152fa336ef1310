"""The calls of tasks in a project's files: which files are looked at, and what is in them."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import iter_source_files
from automappa_scaffold.project.names import absolute_module, module_name_of
from automappa_scaffold.registry.call_sites import CallSites, find_call_sites
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.source.call_facts import CallFacts, read_call_facts

__all__ = ["find_callers"]

# What a call of a task's method, or of Celery's canvas, looks like; other files are not parsed.
_CALLS = re.compile(
    rb"\.(?:delay|apply_async|si?|signature|subtask|starmap|chunks|send_task|add_periodic_task)\b"
    rb"|\b(?:signature|subtask|Signature)\s*\("
)
_FROM = re.compile(rb"^([ \t]*)from[ \t]+(\.*)([\w.]*)[ \t]+import\b(.*)", re.MULTILINE)
_WORD = re.compile(r"\w+")


def find_callers(workspace: Workspace, prediction: Prediction) -> CallSites:
    """Return what the project's files do with tasks; tests, which may call wrongly on purpose, are left out."""
    if prediction.symbols is None:
        return CallSites()
    files = _files(workspace, prediction.symbols)
    return find_call_sites(prediction.symbols, files, workspace.layout.import_root)


def _files(workspace: Workspace, symbols: Symbols) -> Iterator[tuple[PurePosixPath, CallFacts]]:
    tree, import_root = workspace.tree, workspace.layout.import_root
    for path in iter_source_files(workspace.project):
        if _is_test(path):
            continue
        source = tree.read(tree.absolute(path))
        if source and (_CALLS.search(source) or _takes_tasks(symbols, path, import_root, source)):
            facts = read_call_facts(source)
            if facts is not None:
                yield path, facts


def _is_test(path: PurePosixPath) -> bool:
    return (
        path.name.startswith("test_")
        or path.name.endswith("_test.py")
        or path.name == "conftest.py"
        or any(part in ("test", "tests", "testing") for part in path.parent.parts)
    )


def _takes_tasks(symbols: Symbols, path: PurePosixPath, import_root: PurePosixPath, source: bytes) -> bool:
    """Return whether a file imports from a module with tasks, in a way that the worker does not run."""
    run_as = symbols.module_at(path)
    below = path.relative_to(import_root) if path.is_relative_to(import_root) else path
    name = run_as or module_name_of(below.parts)
    for match in _FROM.finditer(source):
        indent, dots, module, names = (part.decode("utf-8", "replace") for part in match.groups())
        if run_as is not None and not indent:
            continue  # the worker runs it: what is missing there stops the start
        found = absolute_module(name, path.name == "__init__.py", len(dots), module)
        modules = [found, *(f"{found}.{word}" for word in _WORD.findall(names))] if found else []
        if any(symbols.holds_tasks(module) for module in modules):
            return True
    return False
