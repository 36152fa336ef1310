"""What a writing command changed or would change: a list of files, a unified diff, or JSON."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, FileChange
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["render_changes", "render_changes_json", "render_diff"]

_HERE = PurePosixPath()
_DIFF_STYLES = {"+++": "bold", "---": "bold", "@@ ": "cyan"}


def render_changes(changeset: ChangeSet, terminal: Terminal, *, is_planned: bool = False) -> str:
    """Return one line per file: what happens to it, or would, and its path."""
    would = "would " if is_planned else ""
    return "\n".join(
        f"{terminal.paint(would + _action(change).ljust(6), 'green')} {printable(str(change.path))}"
        for change in changeset.changes
    )


def render_diff(changeset: ChangeSet, terminal: Terminal, below: PurePosixPath = _HERE) -> str:
    """Return the unified diff for a person's eyes: coloured, control characters made visible."""
    lines = changeset.diff_text(below).split("\n")
    return "\n".join(_diff_line(printable(line, keep="\t"), terminal) for line in lines)


def render_changes_json(
    changeset: ChangeSet,
    below: PurePosixPath = _HERE,
    *,
    task: str | None,
    is_written: bool,
    notes: Sequence[str],
) -> str:
    """Return the changes as a JSON document.

    Args:
        below: the project's folder in its repository, from whose top the diff's paths count.
        task: the name that the worker will register, where the change is about a task.
        is_written: whether the changes stand on the disk, or only would.
    """
    return json_text(
        {
            "task": task,
            "written": is_written,
            "changes": [
                {
                    "path": change.path.as_posix(),
                    "action": _action(change),
                    "sha256_before": _digest(change.before),
                    "sha256_after": _digest(change.after),
                }
                for change in changeset.changes
            ],
            "diff": changeset.diff_text(below),
            "notes": list(notes),
        }
    )


def _action(change: FileChange) -> str:
    if change.before is None:
        return "create"
    return "edit" if change.after is not None else "delete"


def _digest(data: bytes | None) -> str | None:
    return None if data is None else sha256(data).hexdigest()


def _diff_line(line: str, terminal: Terminal) -> str:
    style = _DIFF_STYLES.get(line[:3]) or {"+": "green", "-": "red"}.get(line[:1])
    return terminal.paint(line, style) if style else line
