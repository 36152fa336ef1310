"""What ``check`` says around its findings: the summary line, what stayed open, and the JSON document."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from automappa_scaffold.editing.text_edits import TextEdit
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import counted_tasks, registry_caveats
from automappa_scaffold.reporting.terminal import Terminal
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix

__all__ = ["is_blocking", "render_check_json", "summary_line"]


def is_blocking(finding: Finding) -> bool:
    """Return whether the finding makes ``check`` exit with 1."""
    return finding.severity in (Severity.ERROR, Severity.WARNING)


def summary_line(
    findings: Sequence[Finding],
    registry: Registry,
    terminal: Terminal,
    *,
    suppressed: int = 0,
    baselined: int = 0,
    fixable: int = 0,
) -> str:
    """Return the last line of ``check``: what was found, how many tasks register, what stayed open."""
    counts = Counter(finding.severity for finding in findings)
    listed = [_counted(counts[severity], severity) for severity in Severity if counts[severity]]
    found = ", ".join(listed) if listed else "no findings"
    clean = not listed and registry.error is None and not registry.unknown
    counted = ((fixable, "fixable with --fix"), (suppressed, "suppressed"), (baselined, "in the baseline"))
    more = ", ".join(f"{count} {what}" for count, what in counted if count)
    hidden = f" ({more})" if more else ""
    painted = terminal.paint(found, "bold", "green" if clean else "yellow")
    return f"{painted}{hidden}: {_registered(registry)}"


def render_check_json(
    findings: Sequence[Finding],
    registry: Registry,
    fixes: Sequence[tuple[TextEdit, ...] | None],
    *,
    suppressed: int = 0,
    baselined: int | None = None,
    fixed: Sequence[Finding] | None = None,
    diff: str | None = None,
) -> str:
    """Return the JSON document of ``check``.

    Args:
        fixes: for each finding what its fix changes.
        baselined: how many findings the baseline knows, where there is one.
        fixed: what ``--fix`` mended, where it was given, or would mend.
        diff: what ``--diff`` shows.
    """
    counts = Counter(finding.severity for finding in findings)
    document: dict[str, Any] = {
        "findings": [
            _finding_document(finding, edits) for finding, edits in zip(findings, fixes, strict=True)
        ],
        "summary": {
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "unknown": max(counts[Severity.UNKNOWN], len(registry.unknown)),
            "suppressed": suppressed,
            "fixable": sum(edits is not None for edits in fixes),
            "tasks": len(registry.tasks),
        },
    }
    if baselined is not None:
        document["summary"]["baselined"] = baselined
    if fixed is not None:
        document["fixed"] = [_finding_document(finding, None) for finding in fixed]
    if diff is not None:
        document["diff"] = diff
    return json_text(document)


def _registered(registry: Registry) -> str:
    if registry.error is not None:
        return "the worker does not start, no task is registered"
    return ", ".join([f"{counted_tasks(len(registry.tasks))} registered", *registry_caveats(registry)])


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.UNKNOWN else ""
    return f"{count} {severity.value}{plural}"


def _finding_document(finding: Finding, edits: tuple[TextEdit, ...] | None) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": place.path.as_posix(),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line or place.line,
        "end_column": place.end_column or place.column,
        "task": finding.task,
        "fix": _fix_document(finding.fix, edits) if finding.fix is not None and edits else None,
    }


def _fix_document(fix: Fix, edits: tuple[TextEdit, ...]) -> dict[str, Any]:
    return {
        "safety": fix.safety.value,
        "title": fix.title,
        "edits": [{**asdict(edit), "path": edit.path.as_posix()} for edit in edits],
    }
