"""Which files that call no task import what from which modules: whom a change of these may make a caller."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from automappa_scaffold.project.names import absolute_module
from automappa_scaffold.project.test_files import is_test
from automappa_scaffold.source.call_words import CallWords

__all__ = ["Importers"]


class Importers:
    """The files, with what each names behind ``from module import``."""

    def __init__(self) -> None:
        self._files: list[str] = []
        self._unread: list[str] = []
        # By module, and by the names behind ``import``, the numbers of files.
        self._modules: dict[str, dict[str, list[int]]] = {}

    @classmethod
    def from_plain(cls, plain: Any) -> Importers:
        """Return what ``to_plain`` gave."""
        made = cls()
        made._files, made._unread, made._modules = plain
        return made

    def to_plain(self) -> Any:
        """Return what JSON holds."""
        return [self._files, self._unread, self._modules]

    def note(
        self,
        paths: Iterable[str],
        words_of: Callable[[str], CallWords | None],
        module_at: Callable[[str], str],
        tops: Collection[str],
    ) -> None:
        """Note files, given by path relative to the root.

        Args:
            words_of: returns what a file's text shows.
            module_at: returns the name of the module that a file is.
            tops: the first parts of the names of the project's modules; others are left out.
        """
        for path in paths:
            if is_test(path):
                continue
            words = words_of(path)
            if words is None or words.calls:
                self._unread.append(path)
                continue
            number = len(self._files)
            self._files.append(path)
            for module, names in _imports(module_at(path), path, words):
                if module.partition(".")[0] in tops:
                    self._modules.setdefault(module, {}).setdefault(" ".join(names), []).append(number)

    def of(self, modules: Collection[str]) -> Iterator[str]:
        """Yield the files, some perhaps twice, that import from these modules, or import these."""
        yield from self._unread
        for module in modules:
            for numbers in self._modules.get(module, {}).values():
                yield from self._paths(numbers)
            package, _, name = module.rpartition(".")
            for names, numbers in self._modules.get(package, {}).items():
                if name in names.split(" "):
                    yield from self._paths(numbers)

    def replaced(self, paths: Collection[str], fresh: Importers) -> Importers:
        """Return these without some files, and with those of ``fresh``."""
        made = Importers()
        made._files = ["" if path in paths else path for path in self._files] + fresh._files
        made._unread = [path for path in self._unread if path not in paths] + fresh._unread
        made._modules = self._modules
        for module, by_names in fresh._modules.items():
            for names, numbers in by_names.items():
                known = made._modules.setdefault(module, {}).setdefault(names, [])
                known += [number + len(self._files) for number in numbers]
        return made

    def _paths(self, numbers: Iterable[int]) -> Iterator[str]:
        return filter(None, map(self._files.__getitem__, numbers))


def _imports(importer: str, path: str, words: CallWords) -> Iterator[tuple[str, tuple[str, ...]]]:
    is_package = path.rpartition("/")[2] == "__init__.py"
    for _, level, module, names in words.imports:
        found = absolute_module(importer, is_package, level, module)
        if found is not None:
            yield found, names
