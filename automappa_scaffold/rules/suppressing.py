"""Applying suppressions to findings."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from automappa_scaffold.rules._rule import Rule
from automappa_scaffold.rules.ams002_unused_suppression import RULE
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.fix import DropSuppression, Fix
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.suppressions import Suppression

__all__ = ["Suppressed", "suppress"]


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The findings that remain, those that were taken back, and what is wrong with the suppressions."""

    kept: tuple[Finding, ...]
    hidden: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def suppress(
    findings: Sequence[Finding],
    suppressions: Mapping[PurePosixPath, Sequence[Suppression]],
    catalogue: Sequence[Rule],
    judged: Collection[str],
    lines_of: Callable[[Place], tuple[int, int]],
) -> Suppressed:
    """Take back the findings that a comment on one of their lines names, or one in the head of a definition.

    Args:
        suppressions: by file.
        lines_of: the first and the last line of the head that a place stands in; asked where it may matter.
        judged: the codes of the rules that had their say; only of these a suppression can be unused.
    """
    codes = {known: rule.code for rule in catalogue for known in (rule.code.lower(), rule.name)}
    kept: list[Finding] = []
    hidden: list[Finding] = []
    used: set[tuple[PurePosixPath, int, str]] = set()
    for finding in findings:
        found = _suppression_of(finding, suppressions.get(finding.place.path, ()), codes, lines_of)
        (kept if found is None else hidden).append(finding)
        if found is not None:
            used.add((finding.place.path, found.line, finding.code))
    remarks = [
        _remark(message, Place(path, comment.line, comment.column, comment.line, comment.end_column), rule)
        for path, comments in suppressions.items()
        for comment in comments
        for message, rule in _remarks(path, comment, codes, used, judged)
    ]
    return Suppressed(tuple(kept), tuple(hidden), tuple(remarks))


def _remark(message: str, place: Place, rule: str) -> Finding:
    is_python = place.path.suffix == ".py"
    fix = (
        Fix(f"Remove {rule} from the comment", (DropSuppression(place, rule),))
        if rule and is_python
        else None
    )
    return RULE.finding(message, place, fix=fix)


def _suppression_of(
    finding: Finding,
    comments: Sequence[Suppression],
    codes: Mapping[str, str],
    lines_of: Callable[[Place], tuple[int, int]],
) -> Suppression | None:
    naming = [c for c in comments if finding.code in (codes.get(rule.lower()) for rule in c.rules)]
    place = finding.place
    found = next((c for c in naming if place.line <= c.line <= max(place.end_line, place.line)), None)
    if found is not None or not naming or place.path.suffix != ".py":
        return found
    first, last = lines_of(place)
    return next((c for c in naming if first <= c.line <= last), None)


def _remarks(
    path: PurePosixPath,
    comment: Suppression,
    codes: Mapping[str, str],
    used: Collection[tuple[PurePosixPath, int, str]],
    judged: Collection[str],
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a comment, and the rule in it that can go (empty: none)."""
    if not comment.rules:
        yield (
            "This suppression names no rule, so it takes nothing back. Name one, as in "
            "`# automappa: ignore[AMS312] reason`.",
            "",
        )
    for rule in comment.rules:
        code = codes.get(rule.lower())
        if code is None:
            close = difflib.get_close_matches(rule.lower(), codes, n=1, cutoff=0.5)
            hint = f" Did you mean {codes[close[0]]}?" if close else ""
            yield f"This suppression names {rule}, and there is no such rule.{hint or ' Remove it.'}", ""
        elif code in judged and (path, comment.line, code) not in used:
            said = f"No finding of {code} stands on this line: the suppression takes nothing back. Remove it."
            yield said, rule
