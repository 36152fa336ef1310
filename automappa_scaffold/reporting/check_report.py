"""What ``check`` says around its findings: the summary line, what stayed open, and the JSON document."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from automappa_scaffold.registry.values import Registry
from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import counted_tasks, registry_caveats
from automappa_scaffold.reporting.terminal import Terminal
from automappa_scaffold.rules.finding import Finding, Severity

__all__ = ["is_blocking", "render_check_json", "summary_line"]


def is_blocking(finding: Finding) -> bool:
    """Return whether the finding makes ``check`` exit with 1."""
    return finding.severity in (Severity.ERROR, Severity.WARNING)


def summary_line(
    findings: Sequence[Finding], registry: Registry, terminal: Terminal, *, suppressed: int = 0
) -> str:
    """Return the last line of ``check``: what was found, how many tasks register, what stayed open."""
    counts = Counter(finding.severity for finding in findings)
    listed = [_counted(counts[severity], severity) for severity in Severity if counts[severity]]
    found = ", ".join(listed) if listed else "no findings"
    clean = not listed and registry.error is None and not registry.unknown
    hidden = f" ({suppressed} suppressed)" if suppressed else ""
    painted = terminal.paint(found, "bold", "green" if clean else "yellow")
    return f"{painted}{hidden}: {_registered(registry)}"


def render_check_json(findings: Sequence[Finding], registry: Registry, *, suppressed: int = 0) -> str:
    """Return the JSON document of ``check``."""
    counts = Counter(finding.severity for finding in findings)
    return json_text(
        {
            "findings": [_finding_document(finding) for finding in findings],
            "summary": {
                "errors": counts[Severity.ERROR],
                "warnings": counts[Severity.WARNING],
                "unknown": max(counts[Severity.UNKNOWN], len(registry.unknown)),
                "suppressed": suppressed,
                "fixable": 0,
                "tasks": len(registry.tasks),
            },
        }
    )


def _registered(registry: Registry) -> str:
    if registry.error is not None:
        return "the worker does not start, no task is registered"
    return ", ".join([f"{counted_tasks(len(registry.tasks))} registered", *registry_caveats(registry)])


def _counted(count: int, severity: Severity) -> str:
    plural = "s" if count != 1 and severity is not Severity.UNKNOWN else ""
    return f"{count} {severity.value}{plural}"


def _finding_document(finding: Finding) -> dict[str, Any]:
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
        "fix": None,
    }
