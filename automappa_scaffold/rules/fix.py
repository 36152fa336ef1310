"""What mends a finding: the intent, as plain values. How a file is edited for it is not known here."""

from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from automappa_scaffold.source.places import Place

__all__ = [
    "BindTask",
    "Change",
    "DropExport",
    "DropSuppression",
    "ExportTask",
    "Fix",
    "KeepName",
    "ListModule",
    "MakeSequence",
    "NewFile",
    "RaiseDecorator",
    "ReexportTask",
    "Replace",
    "Safety",
    "SplitTexts",
    "TakeSelf",
]


class Safety(str, Enum):
    """Whether a fix changes anything but what is registered: a safe one does not."""

    SAFE = "safe"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Replace:
    """The text of a place (columns in bytes of UTF-8) becomes another; ``old`` is what must stand there."""

    place: Place
    old: str
    new: str

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class ReexportTask:
    """A package's ``__init__.py`` imports a task from one of its modules and names it in ``__all__``."""

    path: PurePosixPath
    package: str
    module: str
    name: str


@dataclass(frozen=True, slots=True)
class ExportTask:
    """``__all__`` of a file names a task."""

    path: PurePosixPath
    name: str


@dataclass(frozen=True, slots=True)
class ListModule:
    """The settings list a module for the worker to import; where they do so is found out when it is done."""

    module: str


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that does not exist yet."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class SplitTexts:
    """Texts that Python joins, because no comma stands between them, become entries of their own."""

    place: Place

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class MakeSequence:
    """A lone text becomes the only element of a tuple, or of a list."""

    place: Place
    is_list: bool = False

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class KeepName:
    """A decorator's inner function keeps the name of what it wraps: ``@functools.wraps``.

    Attributes:
        path: the file that defines the inner function.
        line: of its ``def``.
    """

    path: PurePosixPath
    line: int


@dataclass(frozen=True, slots=True)
class RaiseDecorator:
    """The decorator that makes a function a task is written above all others; ``place``: of it."""

    place: Place

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class DropSuppression:
    """A comment no longer takes back the findings of a rule; ``place``: of the comment."""

    place: Place
    rule: str

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class DropExport:
    """``__all__`` of a file no longer names what the file does not bind."""

    path: PurePosixPath
    name: str


@dataclass(frozen=True, slots=True)
class BindTask:
    """A task's decorator gets ``bind=True``; ``place``: of the decorator."""

    place: Place

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


@dataclass(frozen=True, slots=True)
class TakeSelf:
    """A function gets the first parameter ``self``; ``place``: of its ``def``."""

    place: Place

    @property
    def path(self) -> PurePosixPath:
        """The file."""
        return self.place.path


Change = (
    Replace
    | ReexportTask
    | ExportTask
    | ListModule
    | NewFile
    | SplitTexts
    | MakeSequence
    | KeepName
    | RaiseDecorator
    | DropSuppression
    | DropExport
    | BindTask
    | TakeSelf
)


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding.

    Attributes:
        title: what it does, in a few words: ``Add "x" to __all__``.
    """

    title: str
    changes: tuple[Change, ...]
    safety: Safety = Safety.SAFE
