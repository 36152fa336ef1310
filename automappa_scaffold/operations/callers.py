"""The calls of tasks in a project's files: which files are looked at, and what is in them."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import Layout, iter_source_paths
from automappa_scaffold.project.names import absolute_module
from automappa_scaffold.project.test_files import is_test
from automappa_scaffold.registry.call_search import find_call_sites
from automappa_scaffold.registry.call_sites import CallSites
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.symbols import Symbols
from automappa_scaffold.source.call_facts import CALL_FACTS, CallFacts
from automappa_scaffold.source.call_words import CALL_WORDS, CallWords

__all__ = ["find_callers"]


def find_callers(
    workspace: Workspace, prediction: Prediction, paths: Iterable[str] | None = None
) -> CallSites:
    """Return what the project's files, or those of these ``paths``, do with tasks.

    Tests are left out: they may call wrongly on purpose, and a wrong call in them fails by itself.
    """
    if prediction.symbols is None:
        return CallSites()
    paths = iter_source_paths(workspace.project) if paths is None else paths
    files = _files(workspace, prediction.symbols, paths)
    return find_call_sites(prediction.symbols, files, workspace.layout.import_root)


def _files(
    workspace: Workspace, symbols: Symbols, paths: Iterable[str]
) -> Iterator[tuple[PurePosixPath, CallFacts]]:
    tree = workspace.tree
    for name in paths:
        if is_test(name):
            continue
        absolute = tree.absolute(name)
        words = tree.facts_once(absolute, CALL_WORDS)
        if words is not None and (words.calls or _takes_tasks(symbols, name, workspace.layout, words)):
            facts = tree.facts_once(absolute, CALL_FACTS)
            if facts is not None:
                yield PurePosixPath(name), facts


def _takes_tasks(symbols: Symbols, path: str, layout: Layout, words: CallWords) -> bool:
    """Return whether a file imports from a module with tasks, in a way that the worker does not run."""
    run_as = symbols.module_at(path)
    name = run_as or layout.module_at(path)
    is_package = path.rpartition("/")[2] == "__init__.py"
    for is_indented, level, module, names in words.imports:
        if run_as is not None and not is_indented:
            continue  # the worker runs it: what is missing there stops the start
        found = absolute_module(name, is_package, level, module)
        if found is None or not symbols.is_loaded(found.partition(".")[0]):
            continue
        if symbols.holds_tasks(found) or any(symbols.holds_tasks(f"{found}.{word}") for word in names):
            return True
    return False
