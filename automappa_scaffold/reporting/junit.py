"""Findings as a JUnit report: one test case for each finding, in the suite of its file."""

from collections.abc import Sequence
from itertools import groupby

from automappa_scaffold.registry.values import Registry
from automappa_scaffold.reporting.terminal import printable
from automappa_scaffold.rules.finding import Finding, Severity

__all__ = ["render_junit"]

_SUITE = "automappa-scaffold check"


def render_junit(findings: Sequence[Finding], registry: Registry) -> str:
    """Return the report as XML; one passed case for each registered task that no finding is about.

    Errors and warnings are failures, notes and unknowns are skipped cases.
    Source: the JUnit schema of Jenkins, ``junit-10.xsd``.
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    concerned = {finding.task for finding in findings}
    passed = [task for task in registry.tasks if task.name not in concerned]
    blocking = sum(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in findings)
    counts = {
        "tests": str(len(findings) + len(passed)),
        "failures": str(blocking),
        "errors": "0",
    }
    root = Element("testsuites", {"name": _SUITE, **counts})
    suite = SubElement(
        root, "testsuite", {"name": _SUITE, **counts, "skipped": str(len(findings) - blocking)}
    )
    for task in passed:
        SubElement(suite, "testcase", {"classname": str(task.path or ""), "name": printable(task.name)})
    for path, group in groupby(findings, key=lambda finding: finding.place.path):
        for finding in group:
            place = finding.place
            name = f"{finding.code} {finding.task or finding.name} ({place.line}:{place.column})"
            case = SubElement(
                suite,
                "testcase",
                {"classname": printable(str(path)), "name": printable(name), "line": str(place.line)},
            )
            is_failure = finding.severity in (Severity.ERROR, Severity.WARNING)
            message = printable(f"{path}:{place.line}:{place.column} {finding.code} {finding.message}")
            tag = SubElement(case, "failure" if is_failure else "skipped", {"message": message})
            if is_failure:
                tag.set("type", finding.severity.value)
                tag.text = message
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")
