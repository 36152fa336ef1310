"""``check`` with what an earlier run of it has kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automappa_scaffold.cli.memory import Earlier, recall_earlier
from automappa_scaffold.operations.workspace import Workspace

if TYPE_CHECKING:
    from automappa_scaffold.operations.check import CheckResult

__all__ = ["Judged", "judge_project"]


@dataclass(frozen=True, slots=True)
class Judged:
    """The result of a check.

    Attributes:
        start: the record of the worker's start, in pieces, where a later run can use it.
        earlier: the answer that this one rests on too.
    """

    result: CheckResult
    start: Sequence[bytes] | None = None
    earlier: Earlier | None = None


def judge_project(workspace: Workspace, arguments: Sequence[str], *, is_plain: bool) -> Judged:
    """Return the result of a check, of which a small change may have left the most part as it was.

    Args:
        is_plain: findings of the whole project are wanted, and no more of its tasks than how many they are.
    """
    from automappa_scaffold.operations.check import check

    if not is_plain or workspace.cache is None:
        return Judged(check(workspace))
    again = _judge_again(workspace, arguments)
    if again is not None:
        return again
    from automappa_scaffold.operations.check import check_view, view_project
    from automappa_scaffold.operations.start_record import record_start

    view = view_project(workspace)
    result = check_view(workspace, view)
    workspace.keep()
    # Only now, with room for it: what was written is gone from memory.
    is_clean = not (result.findings or result.suppressed or workspace.project.settings.baseline)
    record = record_start(workspace, view) if is_clean else None
    return Judged(result, record.to_parts() if record is not None else None)


def _judge_again(workspace: Workspace, arguments: Sequence[str]) -> Judged | None:
    assert workspace.cache is not None
    earlier = recall_earlier(arguments, workspace.cache)
    if earlier is None:
        return None
    from automappa_scaffold.files.differences import differences_of, find_differences, is_as_told
    from automappa_scaffold.operations.check_again import check_again
    from automappa_scaffold.operations.start_record import StartRecord

    record = StartRecord.from_bytes(earlier.start)
    hidden = frozenset((workspace.cache.path,))
    if earlier.changed is not None:
        differences = differences_of(earlier.changed)
    else:
        differences = find_differences(earlier.document["seen"], record.listings, hidden)
    again = check_again(workspace, record, differences) if differences is not None else None
    if differences is None or again is None:
        return None
    if not is_as_told(differences, earlier.document["seen"]["files"], workspace.project.disk.seen.files):
        return None
    earlier.gone = differences.removed
    workspace.keep()
    return Judged(again.result, again.record.to_parts(), earlier)
