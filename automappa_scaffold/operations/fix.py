"""``check --fix``: mends what is mechanical, until nothing more can be mended, and writes all or nothing.

Each pass applies every fix that does not stand in another's way, and is kept only if a new check of the
planned files agrees that it mended what it was meant to and broke nothing. Where a whole pass does not hold,
its fixes are tried one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, FileChange
from automappa_scaffold.editing.writing import write_changes
from automappa_scaffold.errors import EditError
from automappa_scaffold.operations.check import CheckResult
from automappa_scaffold.operations.fix_edits import fixed_variants
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.operations.writer import only_writer, reread
from automappa_scaffold.rules.finding import Finding, Severity, is_fixable
from automappa_scaffold.rules.fix import (
    BindTask,
    DropSuppression,
    Fix,
    KeepName,
    MakeSequence,
    RaiseDecorator,
    Replace,
    SplitTexts,
    TakeSelf,
)

__all__ = ["FixOutcome", "apply_fixes", "plan_fixes"]

Check = Callable[[Workspace], CheckResult]
Key = tuple[str, PurePosixPath, str | None]

# A pass mends all it can, so a chain of this many fixes that each lead to the next is not to be expected.
_MOST_PASSES = 30
# These keep the lines of all that stands above and below them, so that a file can take several in one pass.
_KEEPS_LINES = (Replace, SplitTexts, MakeSequence, BindTask, TakeSelf, RaiseDecorator)
_BY_PLACE = (*_KEEPS_LINES, KeepName, DropSuppression)


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """What was mended, or would be.

    Attributes:
        fixed: the findings that are gone by it.
        refused: the findings whose fix could not be made safely, each with the reason.
        result: what a check says after it.
    """

    changeset: ChangeSet
    fixed: tuple[Finding, ...]
    refused: tuple[tuple[Finding, EditError], ...]
    result: CheckResult


def apply_fixes(
    workspace: Workspace, check: Check, is_wanted: Callable[[Finding], bool], *, with_unsafe: bool
) -> FixOutcome:
    """Mend what ``is_wanted`` of the findings and can be mended; the files are as before on any error.

    Args:
        check: gives the findings of a workspace.
    Raises:
        EditError: a file changed meanwhile, or cannot be written.
    """
    root = workspace.project.root
    with only_writer(workspace) as current:
        outcome = plan_fixes(current, check, is_wanted, with_unsafe=with_unsafe)
        if not outcome.changeset.is_empty:
            expected = outcome.result.prediction.registry

            def confirm() -> None:
                written = reread(workspace).predict().registry
                if written.names != expected.names or (written.error is None) != (expected.error is None):
                    raise EditError("The written files do not register what was planned; they were put back.")

            write_changes(outcome.changeset, root, confirm)
    return outcome


def plan_fixes(
    workspace: Workspace, check: Check, is_wanted: Callable[[Finding], bool], *, with_unsafe: bool
) -> FixOutcome:
    """Return the changes that mend what can be mended; nothing is written."""
    planner = _Planner(workspace, check, is_wanted, with_unsafe)
    for _ in range(_MOST_PASSES):
        if not planner.run_pass():
            break
    ordered = sorted(planner.changes.changes, key=lambda change: _rank(workspace, change))
    return FixOutcome(
        ChangeSet(tuple(ordered)), tuple(planner.fixed), tuple(planner.refused.values()), planner.result
    )


class _Planner:
    """The changes so far, and what a check says of them."""

    def __init__(
        self, workspace: Workspace, check: Check, is_wanted: Callable[[Finding], bool], with_unsafe: bool
    ) -> None:
        self.workspace = workspace
        self.check = check
        self.is_wanted = is_wanted
        self.with_unsafe = with_unsafe
        self.changes = ChangeSet()
        self.result = check(workspace)
        self.fixed: list[Finding] = []
        self.refused: dict[Key, tuple[Finding, EditError]] = {}

    def run_pass(self) -> bool:
        """Mend what can be mended at once; return whether anything was."""
        findings = sorted(self._candidates(), key=_order)
        if not findings:
            return False
        changes, done = self._apply_all(findings)
        if not done:
            self._refuse_silent(findings)
            return False
        if self._keep_if_better(changes, done):
            return True
        return sum(self._apply_one(finding) for finding in self._one_by_one(done)) > 0

    def _candidates(self) -> Iterator[Finding]:
        for finding in self.result.findings:
            is_open = is_fixable(finding, with_unsafe=self.with_unsafe) and _key(finding) not in self.refused
            if is_open and self.is_wanted(finding):
                yield finding

    def _one_by_one(self, findings: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings of a pass that did not hold, each as it stands after those before it."""
        for wanted in [_key(finding) for finding in findings]:
            finding = next((f for f in self._candidates() if _key(f) == wanted), None)
            if finding is not None:
                yield finding

    def _apply_all(self, findings: Sequence[Finding]) -> tuple[ChangeSet, list[Finding]]:
        """Return the changes with each fix applied that does not stand in another's way."""
        changes, done = self.changes, []
        moved: set[PurePosixPath] = set()  # files whose lines are no longer where the findings saw them
        for finding in findings:
            assert finding.fix is not None
            paths = _paths(finding.fix, _BY_PLACE)
            if paths & moved:
                continue
            try:
                changed = next(fixed_variants(self.workspace, changes, finding.fix))
            except EditError as error:
                self.refused[_key(finding)] = (finding, error)
                continue
            if changed == changes:
                continue  # another fix of this pass did it
            before = changes.after
            written = {path for path, data in changed.after.items() if before.get(path, ...) != data}
            moved |= written - _paths(finding.fix, _KEEPS_LINES)
            changes = changed
            done.append(finding)
        return changes, done

    def _refuse_silent(self, findings: Sequence[Finding]) -> None:
        """Keep findings whose edits change nothing: a star or a condition may say what a file offers."""
        because = EditError("Nothing that is sure to be right can be written here.", hint="Mend it by hand.")
        for finding in findings:
            self.refused.setdefault(_key(finding), (finding, because))

    def _apply_one(self, finding: Finding) -> bool:
        assert finding.fix is not None
        try:
            for changes in fixed_variants(self.workspace, self.changes, finding.fix):
                if self._keep_if_better(changes, [finding]):
                    return True
        except EditError as error:
            self.refused[_key(finding)] = (finding, error)
            return False
        because = EditError("With it, the worker would register less, or the finding would stay.")
        self.refused[_key(finding)] = (finding, because)
        return False

    def _keep_if_better(self, changes: ChangeSet, done: Sequence[Finding]) -> bool:
        tree = self.workspace.tree.with_overlay(changes.after)
        result = self.check(replace(self.workspace, tree=tree))
        if not _is_better(self.result, result, done):
            return False
        self.changes, self.result = changes, result
        self.fixed += done
        return True


def _is_better(before: CheckResult, after: CheckResult, done: Sequence[Finding]) -> bool:
    """Return whether the findings are gone, and nothing is worse than it was."""
    counted, left = Counter(map(_key, before.findings)), Counter(map(_key, after.findings))
    if any(left[key] >= counted[key] for key in map(_key, done)):
        return False
    if before.prediction.registry.error is not None:
        return True  # whatever shows now was hidden by the worker's not starting
    was, now = before.prediction.registry, after.prediction.registry
    if now.error is not None or len(now.unknown) > len(was.unknown) or len(now.tasks) < len(was.tasks):
        return False
    new = [f for f in after.findings if f.severity is Severity.ERROR and left[_key(f)] > counted[_key(f)]]
    return all(finding.fix is not None for finding in new)


def _key(finding: Finding) -> Key:
    return finding.code, finding.place.path, finding.task or finding.message


def _order(finding: Finding) -> tuple[int, PurePosixPath, int, int]:
    """Return where a fix stands in a pass: what keeps lines first and from below, names last."""
    assert finding.fix is not None
    places = [change.place for change in finding.fix.changes if hasattr(change, "place")]
    rank = 2
    if _paths(finding.fix, _BY_PLACE):
        rank = 0 if _paths(finding.fix, _KEEPS_LINES) else 1
    place = places[0] if places else finding.place
    return rank, place.path, -place.line, -place.column


def _paths(fix: Fix, kinds: tuple[type, ...]) -> set[PurePosixPath]:
    return {change.path for change in fix.changes if isinstance(change, kinds) and hasattr(change, "path")}


def _rank(workspace: Workspace, change: FileChange) -> tuple[int, PurePosixPath]:
    """Return where a file stands in the order of writing: what names it must not come before it."""
    if change.path in (workspace.layout.config, workspace.layout.app_path):
        return 3, change.path
    if change.before is None:
        return 0, change.path
    return (2 if change.path.name == "__init__.py" else 1), change.path
