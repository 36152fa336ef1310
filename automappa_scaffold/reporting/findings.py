"""Findings as text: one line each, at length with the source line, or as GitHub annotations."""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from automappa_scaffold.reporting.terminal import Terminal, columns_of, printable
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Safety
from automappa_scaffold.source.lines import decoded_lines
from automappa_scaffold.source.places import Place

__all__ = ["render_findings", "render_github"]

ReadSource = Callable[[PurePosixPath], bytes | None]
ShowPath = Callable[[PurePosixPath], str]

_SEVERITY_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render_findings(
    findings: Sequence[Finding],
    terminal: Terminal,
    *,
    show_path: ShowPath,
    read_source: ReadSource | None = None,
) -> str:
    """Return one line per finding, and with ``read_source`` the source line with the place marked below."""
    lines = []
    for finding in findings:
        lines.append(_line(finding, terminal, show_path))
        if read_source is not None:
            lines += [*_excerpt(finding.place, read_source(finding.place.path), terminal)]
            lines += [*_fix_lines(finding, terminal), ""]
    return "\n".join(lines)


def render_github(findings: Sequence[Finding], *, show_path: ShowPath) -> str:
    """Return one GitHub workflow command per finding.

    ``%``, CR and LF are escaped, in properties ``:`` and ``,`` too.
    Source: GitHub Actions, "Workflow commands".
    """
    return "\n".join(_annotation(finding, show_path) for finding in findings)


def _line(finding: Finding, terminal: Terminal, show_path: ShowPath) -> str:
    place = finding.place
    where = terminal.paint(f"{printable(show_path(place.path))}:{place.line}:{place.column}", "bold")
    code = terminal.paint(finding.code, _SEVERITY_STYLES.get(finding.severity, "cyan"))
    weight = "" if finding.severity in _SEVERITY_STYLES else f"({finding.severity.value}) "
    return f"{where} {code} {weight}{printable(finding.message)}"


def _excerpt(place: Place, source: bytes | None, terminal: Terminal) -> list[str]:
    lines = decoded_lines(source or b"")
    if not 1 <= place.line <= len(lines):
        return []
    text = lines[place.line - 1].expandtabs(1)
    number = str(place.line)
    gutter = terminal.paint(" " * len(number) + " |", "dim")
    last = place.end_column if place.end_line == place.line else len(text) + 1
    before, marked = text[: place.column - 1], text[place.column - 1 : last - 1] if place.end_line else ""
    mark = " " * columns_of(before) + terminal.paint("^" * max(1, columns_of(marked)), "red")
    return [f"  {terminal.paint(number + ' |', 'dim')} {printable(text)}", f"  {gutter} {mark}"]


def _fix_lines(finding: Finding, terminal: Terminal) -> list[str]:
    if finding.fix is None:
        return []
    option = "--fix" if finding.fix.safety is Safety.SAFE else "--fix --unsafe-fixes"
    return [f"  {terminal.paint('fix:', 'cyan')} {printable(finding.fix.title)} ({option})"]


def _annotation(finding: Finding, show_path: ShowPath) -> str:
    place = finding.place
    properties = {
        "title": f"automappa-scaffold ({finding.code})",
        "file": show_path(place.path),
        "line": str(max(1, place.line)),
        "endLine": str(place.end_line or place.line),
        "col": str(place.column),
        "endColumn": str(place.end_column or place.column),
    }
    listed = ",".join(
        f"{key}={_escape(value).replace(':', '%3A').replace(',', '%2C')}" for key, value in properties.items()
    )
    return f"::{_GITHUB_LEVELS.get(finding.severity, 'notice')} {listed}::{_escape(finding.message)}"


def _escape(text: str) -> str:
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(escaped)
