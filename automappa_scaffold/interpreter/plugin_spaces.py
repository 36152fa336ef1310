"""Packages that exist by name alone: what a library of plugins finds in folders is imported under them."""

from dataclasses import dataclass

from automappa_scaffold.interpreter.values import Value

__all__ = ["PluginSpace"]


@dataclass(frozen=True, slots=True)
class PluginSpace:
    """One source of plugins.

    Attributes:
        package: the dotted name that stands for it in import statements.
        shown: what its modules' names begin with: a text, or an Unknown.
    """

    package: str
    shown: Value
