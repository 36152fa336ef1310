"""What the fix of each finding would change, for reports; nothing is written."""

from collections.abc import Sequence

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.text_edits import TextEdit, text_edits
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.operations.fix_edits import fixed_variants
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.rules.finding import Finding

__all__ = ["preview_fixes"]


def preview_fixes(
    workspace: Workspace, findings: Sequence[Finding]
) -> tuple[tuple[TextEdit, ...] | None, ...]:
    """Return for each finding what its fix alone would change; None where it has none that can be done."""
    return tuple(_preview(workspace, finding) for finding in findings)


def _preview(workspace: Workspace, finding: Finding) -> tuple[TextEdit, ...] | None:
    if finding.fix is None:
        return None
    try:
        changes = next(fixed_variants(workspace, ChangeSet(), finding.fix))
    except ScaffoldError:
        return None
    return text_edits(changes) or None
