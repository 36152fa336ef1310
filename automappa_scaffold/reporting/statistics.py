"""How many findings each rule has."""

from collections import Counter
from collections.abc import Sequence

from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.tables import render_table
from automappa_scaffold.reporting.terminal import Terminal
from automappa_scaffold.rules.finding import Finding

__all__ = ["render_statistics", "render_statistics_json"]


def render_statistics(findings: Sequence[Finding], terminal: Terminal) -> str:
    """Return a table of rules and how many findings each has, the most frequent first."""
    rows = [(str(count), code, name, str(fixable or "")) for code, name, count, fixable in _counts(findings)]
    return render_table(("count", "code", "name", "fixable"), rows, terminal) if rows else ""


def render_statistics_json(findings: Sequence[Finding]) -> str:
    """Return the same as a JSON document."""
    keys = ("code", "name", "count", "fixable")
    return json_text({"statistics": [dict(zip(keys, row, strict=True)) for row in _counts(findings)]})


def _counts(findings: Sequence[Finding]) -> list[tuple[str, str, int, int]]:
    counts = Counter((finding.code, finding.name) for finding in findings)
    fixable = Counter(finding.code for finding in findings if finding.fix is not None)
    rows = [(code, name, count, fixable[code]) for (code, name), count in counts.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))
