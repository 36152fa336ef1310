"""A ChangeSet as replacements of whole lines, for programs that apply a fix themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, FileChange

__all__ = ["TextEdit", "text_edits"]


@dataclass(frozen=True, slots=True)
class TextEdit:
    """The text from one place of a file to another (the end is not part of it) becomes ``content``.

    Lines and columns count from 1, columns in characters. A file that does not exist has the place 1:1 alone.
    """

    path: PurePosixPath
    line: int
    column: int
    end_line: int
    end_column: int
    content: str


def text_edits(changes: ChangeSet) -> tuple[TextEdit, ...]:
    """Return what each file's changed lines become, file by file, top to bottom."""
    return tuple(edit for change in changes.changes for edit in _edits(change))


def _edits(change: FileChange) -> Iterator[TextEdit]:
    before, after = _lines(change.before), _lines(change.after)
    for tag, first, last, new_first, new_last in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag != "equal":
            line, column = _place(before, first)
            end_line, end_column = _place(before, last)
            content = "".join(after[new_first:new_last])
            yield TextEdit(change.path, line, column, end_line, end_column, content)


def _place(lines: list[str], index: int) -> tuple[int, int]:
    """Return where a line starts; behind the last line that is the end of the file."""
    if index < len(lines) or not lines or lines[-1].endswith(("\n", "\r")):
        return index + 1, 1
    return len(lines), len(lines[-1]) + 1


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines(keepends=True)
