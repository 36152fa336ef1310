"""Where the functions of a class body find their class, for ``super()`` and ``__class__``."""

from typing import Any

__all__ = ["ClassCell"]


class ClassCell:
    """What the functions of one class body share: the class, once it is made."""

    __slots__ = ("cls", "qualname")

    def __init__(self, qualname: str) -> None:
        self.qualname = qualname
        self.cls: Any = None  # the Class, which knows its functions
