"""What is noticed while modules run that may concern others than the modules that they import."""

from typing import Any

__all__ = ["Watch"]


class Watch:
    """Notices for one interpreter what a module's import did outside of the module, and what it looked at.

    Attributes:
        era: the birth of what is made now outside of branches; what was made in an earlier era is older.
        writes: changes of what an earlier era made: the mapping, the key, whether it was bound already.
        doubts: how often something was looked at that is no name of an imported module: a name that a module
            lacks, all names of one, the loaded modules, a module that is still running.
        runs: how many modules were run, to their end or not.
        links: by who was importing, modules that were reached as an attribute of another.
    """

    __slots__ = ("doubts", "era", "links", "runs", "writes")

    def __init__(self) -> None:
        self.era = 0
        self.writes: list[tuple[dict[Any, Any], Any, bool]] = []
        self.doubts = 0
        self.runs = 0
        self.links: set[tuple[str, str]] = set()
