"""How every writing command ends: what it did or would do, and its exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from automappa_scaffold.cli.options import TextOrJson
from automappa_scaffold.cli.output import Output

if TYPE_CHECKING:
    from automappa_scaffold.editing.changeset import ChangeSet

__all__ = ["print_changes"]


def print_changes(
    changeset: ChangeSet,
    output: Output,
    root: Path,
    *,
    wanted: TextOrJson,
    is_dry_run: bool,
    is_check: bool,
    task: str | None = None,
    notes: Sequence[str] = (),
) -> int:
    """Print the changes and return the exit code: 1 where ``--check`` finds that something would change.

    Args:
        root: the project's folder.
    """
    from automappa_scaffold.project.repository import folder_in_repository
    from automappa_scaffold.reporting.changes import render_changes, render_changes_json, render_diff
    from automappa_scaffold.reporting.terminal import printable

    below = folder_in_repository(root)
    is_written = not (is_dry_run or is_check)
    remarks = [printable(note) for note in notes]
    if wanted is TextOrJson.JSON:
        output.result(render_changes_json(changeset, below, task=task, is_written=is_written, notes=notes))
        return 1 if is_check and not changeset.is_empty else 0
    if is_dry_run:
        if output.out.is_terminal or output.out.has_color:
            output.result(render_diff(changeset, output.out, below).rstrip("\n"))
        else:
            output.result_bytes(changeset.diff(below))
        output.note("\n".join(remarks))
    else:
        output.result(render_changes(changeset, output.out, is_planned=is_check))
        output.result("" if output.is_quiet else "\n".join(remarks))
    return 1 if is_check and not changeset.is_empty else 0
