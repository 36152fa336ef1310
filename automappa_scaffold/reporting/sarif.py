"""Findings as a SARIF log, as code scanning services take it."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from automappa_scaffold import __version__
from automappa_scaffold.editing.text_edits import TextEdit
from automappa_scaffold.registry.values import Registry
from automappa_scaffold.reporting.catalogue import DescribedRule
from automappa_scaffold.reporting.fingerprints import fingerprints_of
from automappa_scaffold.reporting.terminal import printable
from automappa_scaffold.rules.finding import Finding, Severity

__all__ = ["render_sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def render_sarif(
    findings: Sequence[Finding],
    registry: Registry,
    rules: Sequence[DescribedRule],
    fixes: Sequence[tuple[TextEdit, ...] | None],
) -> str:
    """Return the log, a JSON document; paths are relative to the project's root, ``%SRCROOT%``.

    Args:
        fixes: for each finding what its fix changes.
    Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
    """
    import json

    indexes = {rule.code: index for index, rule in enumerate(rules)}
    results = [
        _result(finding, indexes.get(finding.code), fingerprint, edits)
        for finding, fingerprint, edits in zip(findings, fingerprints_of(findings), fixes, strict=True)
    ]
    driver = {
        "name": "automappa-scaffold",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the project."}}},
        "invocations": [_invocation(registry)],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True)


def _invocation(registry: Registry) -> dict[str, Any]:
    """Return what the run itself has to say: why the worker does not start, what was not decided."""
    told = [("note", f"{u.path}:{u.line}: {u.expression}: {u.reason}") for u in registry.unknown]
    if registry.error is not None:
        told.insert(0, ("error", f"The worker does not start: {registry.error.message}"))
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if told:
        invocation["toolExecutionNotifications"] = [
            {"level": level, "message": {"text": printable(text)}} for level, text in told
        ]
    return invocation


def _rule(rule: DescribedRule) -> dict[str, Any]:
    help_text = f"{rule.rationale}\n\nFix: {rule.fix}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.rationale},
        "help": {"text": help_text, "markdown": help_text},
        "defaultConfiguration": {"level": _LEVELS.get(rule.severity, "note")},
        "properties": {"tags": ["celery"]},
    }


def _result(
    finding: Finding, index: int | None, fingerprint: str, edits: tuple[TextEdit, ...] | None
) -> dict[str, Any]:
    place = finding.place
    region = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    if place.end_line:
        region |= {"endLine": place.end_line, "endColumn": max(1, place.end_column)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS.get(finding.severity, "note"),
        "message": {"text": printable(finding.message)},
        "locations": [
            {"physicalLocation": {"artifactLocation": _location(place.path.as_posix()), "region": region}}
        ],
        "partialFingerprints": {"automappaScaffold/v1": fingerprint},
    }
    if index is not None:
        result["ruleIndex"] = index
    if finding.task:
        result["properties"] = {"task": printable(finding.task)}
    if finding.fix is not None and edits:
        result["fixes"] = [_fix(finding.fix.title, edits)]
    return result


def _fix(title: str, edits: tuple[TextEdit, ...]) -> dict[str, Any]:
    files: dict[str, list[Mapping[str, Any]]] = {}
    for edit in edits:
        region = {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.content}}
        files.setdefault(edit.path.as_posix(), []).append(replacement)
    return {
        "description": {"text": title},
        "artifactChanges": [
            {"artifactLocation": _location(path), "replacements": replacements}
            for path, replacements in files.items()
        ],
    }


def _location(path: str) -> dict[str, str]:
    if path.startswith("/"):
        return {"uri": f"file://{quote(path, errors='surrogateescape')}"}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": _ROOT}
