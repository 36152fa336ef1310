"""Every rule of the catalogue on a small app that breaks it, and on the same app mended.

``base`` is a small app shaped like Automappa, with no findings. The rule's own examples are laid over it:
``bad`` breaks the rule and no other, ``good`` keeps to it. The rule's folder holds ``expected.json``: where
the findings stand, and what a real Celery does with the bad app:

    ends            the worker ends with an error, which holds the text of ``error``
    starts          it starts
    has the task    it starts and registers the task of each finding
    lacks the task  it starts and does not register the task of any finding

and ``proof.py`` where that is not all that the rule says: its ``prove(app, names)`` runs in a process in
which Celery has just started the bad app. ``--update-golden`` writes the findings; read them then.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import celery
import pytest

from automappa_scaffold.operations.check import CheckResult, check
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.rules import Finding, Rule, Severity, load_catalogue
from tests.celery_server import CeleryServer

HERE = Path(__file__).parent
APP = "automappa.tasks:queue"

# Rules about reports have nothing to say of source alone: test_worker_rules.py.
_RULES = [rule for rule in load_catalogue() if not rule.needs_report]
each_rule = pytest.mark.parametrize("rule", _RULES, ids=lambda rule: f"{rule.code}-{rule.name}")


def folder_of(rule: Rule) -> Path:
    return HERE / f"{rule.code.lower()}_{rule.name.replace('-', '_')}"


def expected_of(rule: Rule) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder_of(rule) / "expected.json").read_text(encoding="utf-8"))
    return expected


# What is said of these depends on whether an `automappa` is installed where the tests run.
_IN_UNKNOWN_ENVIRONMENT = frozenset({"AMS116"})


def lay_out(tmp_path: Path, rule: Rule, kind: str) -> Path:
    """Return a copy of the base with one of a rule's examples laid over it."""
    root = tmp_path / kind
    shutil.copytree(HERE / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    files = rule.bad if kind == "bad" else rule.good
    assert files, f"{rule.code} has no {kind} example"
    for name, text in files.items():
        path = root / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if rule.code in _IN_UNKNOWN_ENVIRONMENT:
        project = root / "pyproject.toml"
        project.write_text(
            project.read_text(encoding="utf-8").replace('["celery"]', '["celery", "not-to-be-had"]')
        )
    return root


def run_check(root: Path, monkeypatch: pytest.MonkeyPatch) -> CheckResult:
    for name in ("PYTHONPATH", "AUTOMAPPA_SCAFFOLD_APP", "AUTOMAPPA_BADGE"):
        monkeypatch.delenv(name, raising=False)
    return check(open_workspace(root))


def ask_celery(server: CeleryServer, root: Path, proof: Path | None = None) -> dict[str, Any]:
    return server.ask(root, open_workspace(root).layout.app, proof)


def describe_finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    span = f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"
    return {"path": str(place.path), "span": span, "task": finding.task, "message": finding.message}


def update_golden(rule: Rule, found: list[dict[str, Any]]) -> None:
    path = folder_of(rule) / "expected.json"
    path.parent.mkdir(exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"worker": "starts"}
    path.write_text(json.dumps({**known, "findings": found}, indent=2) + "\n", encoding="utf-8")


@each_rule
def test_the_bad_app_has_exactly_the_findings_of_its_rule(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    result = run_check(lay_out(tmp_path, rule, "bad"), monkeypatch)
    found = [describe_finding(finding) for finding in result.findings]
    if request.config.getoption("--update-golden"):
        update_golden(rule, found)
    assert found == expected_of(rule)["findings"]
    assert {(f.code, f.name, f.severity) for f in result.findings} == {(rule.code, rule.name, rule.severity)}
    for finding in result.findings:
        assert finding.message.endswith((".", "?")), "a message is a sentence"


@each_rule
def test_the_good_app_has_no_findings(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_check(lay_out(tmp_path, rule, "good"), monkeypatch)
    assert [finding.message for finding in result.findings] == []
    assert result.prediction.registry.error is None


def _is_of_newer_celery(rule: Rule, kind: str) -> bool:
    """Return whether an example shows what only a newer Celery than the one here does."""
    return (rule.code, kind) == ("AMS111", "bad") and celery.VERSION < (5, 7)


@each_rule
def test_celery_does_with_the_bad_app_what_the_rule_says(
    rule: Rule, tmp_path: Path, celery_server: CeleryServer
) -> None:
    proof = folder_of(rule) / "proof.py"
    answer = ask_celery(celery_server, lay_out(tmp_path, rule, "bad"), proof if proof.exists() else None)
    if _is_of_newer_celery(rule, "bad"):
        assert answer["error"] is not None
        return
    expected = expected_of(rule)
    assert (answer["error"] is not None) == (expected["worker"] == "ends"), answer["error"]
    assert expected.get("error", "") in (answer["error"] or "")
    assert answer.get("proof") is None, answer["proof"]
    tasks = {finding["task"] for finding in expected["findings"]}
    if expected["worker"] == "has the task":
        assert tasks <= set(answer["names"])
    if expected["worker"] == "lacks the task":
        assert not tasks & set(answer["names"])


@each_rule
def test_celery_starts_the_good_app_and_registers_what_was_missing(
    rule: Rule, tmp_path: Path, celery_server: CeleryServer
) -> None:
    answer = ask_celery(celery_server, lay_out(tmp_path, rule, "good"))
    assert answer["error"] is None
    expected = expected_of(rule)
    if expected["worker"] == "lacks the task":
        assert {finding["task"] for finding in expected["findings"]} <= set(answer["names"])


@each_rule
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_the_prediction_agrees_with_celery_or_says_what_is_unknown(
    rule: Rule, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, celery_server: CeleryServer
) -> None:
    root = lay_out(tmp_path, rule, kind)
    prediction = run_check(root, monkeypatch).prediction
    registry = prediction.registry
    late = {task.name for task in prediction.observed.late}  # a worker's list is made before these
    answer = ask_celery(celery_server, root)
    if _is_of_newer_celery(rule, kind):
        assert any("Celery 5.7" in note for note in registry.assumptions)
        return
    is_unknown = rule.severity is Severity.UNKNOWN and kind == "bad"
    assert bool(registry.unknown) == is_unknown
    assert (registry.error is None) == (answer["error"] is None)
    if is_unknown:
        assert registry.names < set(answer["names"])
    else:
        assert sorted(registry.names - late) == answer["names"]


def test_the_base_has_no_findings_and_celery_registers_all_its_tasks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, celery_server: CeleryServer
) -> None:
    root = tmp_path / "base"
    shutil.copytree(HERE / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    result = run_check(root, monkeypatch)
    assert result.findings == ()
    assert celery_server.ask(root, APP) == {"names": sorted(result.prediction.registry.names), "error": None}
    assert len(result.prediction.registry.names) == 4


def test_there_is_a_folder_for_each_rule_and_no_other() -> None:
    others = ("base", "callers", "variants", "__pycache__")
    folders = {path for path in HERE.iterdir() if path.is_dir() and path.name not in others}
    assert folders == {folder_of(rule) for rule in load_catalogue()}


def test_codes_and_names_are_each_used_once() -> None:
    rules = load_catalogue()
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)
    assert [rule.code for rule in rules] == sorted(rule.code for rule in rules)
