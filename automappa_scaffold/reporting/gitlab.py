"""Findings as a GitLab code quality report."""

import json
from collections.abc import Sequence

from automappa_scaffold.reporting.fingerprints import fingerprints_of
from automappa_scaffold.reporting.terminal import printable
from automappa_scaffold.rules.finding import Finding, Severity

__all__ = ["render_gitlab"]

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render_gitlab(findings: Sequence[Finding]) -> str:
    """Return the report, a JSON list; paths are relative to the project's root.

    Source: GitLab documentation, "Code Quality", Report format.
    """
    entries = [
        {
            "description": printable(finding.message),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES.get(finding.severity, "info"),
            "location": {
                "path": finding.place.path.as_posix(),
                "lines": {
                    "begin": finding.place.line,
                    "end": finding.place.end_line or finding.place.line,
                },
            },
        }
        for finding, fingerprint in zip(findings, fingerprints_of(findings), strict=True)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=True)
