"""Where the name of a module that the worker is to import is written, in a list of modules or elsewhere."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.text_entries import Entry, read_texts

__all__ = ["find_entry"]


def find_entry(view: ProjectView, module: str) -> tuple[Place, Entry | None]:
    """Return where a listed module name stands, and the text; None where it is not written out just once.

    A list may take its entries from another one, from a class or from another module. So where no setting
    holds the name, the one text that does counts, in the modules that the worker has imported.
    """
    place, entry = view.entry_place(module)
    if entry is not None:
        return place, entry
    found = list(_texts(view, module))
    return found[0] if len(found) == 1 else (place, None)


def _texts(view: ProjectView, module: str) -> Iterator[tuple[Place, Entry]]:
    package = module.partition(".")[0].encode()
    for path in sorted(set(view.prediction.modules.values())):
        source = view.read(path)
        if source is None or package not in source:
            continue
        for entry in read_texts(source, module):
            yield Place(path, entry.line, entry.column, entry.end_line, entry.end_column), entry
