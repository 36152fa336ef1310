"""Where modules are imported."""

from typing import TYPE_CHECKING, Any

from automappa_scaffold.interpreter.values import Scope
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

if TYPE_CHECKING:
    from automappa_scaffold.interpreter.objects import Module

__all__ = ["Site"]


class Site:
    """One place that imports a module: by whom (None: the worker itself), under what conditions.

    ``words``: how the import is written, or its ``from`` node, of which few are ever shown.
    """

    __slots__ = ("importer", "place", "scopes", "words")

    def __init__(
        self,
        importer: "Module | None",
        place: Place | None,
        scopes: tuple[Scope, ...],
        words: str | Node = "",
    ) -> None:
        self.importer = importer
        self.place = place
        self.scopes = scopes
        self.words = words

    @property
    def label(self) -> str:
        """The import as it is written."""
        words = self.words
        if isinstance(words, str):
            return words
        _, _, target, aliases, level = tuple[Any, ...](words)
        return f"from {'.' * level}{target} import {', '.join(name for name, _, _ in aliases)}"
