"""Every rule about what workers report, on a small app and the log of its worker, or its real worker.

Their examples are laid over ``base`` as for other rules; ``worker.log`` among the files is what workers
wrote, and where there is none, a real worker is started.
"""

from pathlib import Path

import pytest

from automappa_scaffold.operations.verify import Verification, verify_log, verify_worker
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.rules import Rule, load_catalogue
from tests.rules.test_catalogue import describe_finding, expected_of, lay_out, run_check, update_golden

each_rule = pytest.mark.parametrize(
    "rule",
    [rule for rule in load_catalogue() if rule.needs_report],
    ids=lambda rule: f"{rule.code}-{rule.name}",
)


def run_verify(root: Path) -> Verification:
    log = root / "worker.log"
    workspace = open_workspace(root)
    return verify_log(workspace, [log.read_bytes()]) if log.exists() else verify_worker(workspace)


@each_rule
def test_the_bad_report_has_the_findings_of_its_rule(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    verification = run_verify(lay_out(tmp_path, rule, "bad"))
    own = [finding for finding in verification.findings if finding.code == rule.code]
    found = [describe_finding(finding) for finding in own]
    if request.config.getoption("--update-golden"):
        update_golden(rule, found)
    assert found == expected_of(rule)["findings"] != []
    assert {(f.name, f.severity) for f in own} == {(rule.name, rule.severity)}
    # Nodes that differ lack something as well.
    others = {finding.code for finding in verification.findings} - {rule.code}
    assert others <= ({"AMS501"} if rule.code == "AMS504" else set())
    assert not verification.agree or verification.comparison.predicted_error is not None


@each_rule
def test_the_good_report_has_no_findings(rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    verification = run_verify(lay_out(tmp_path, rule, "good"))
    assert verification.findings == ()
    assert verification.agree


@each_rule
def test_source_alone_has_no_findings_of_these_rules(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = {finding.code for finding in run_check(lay_out(tmp_path, rule, "bad"), monkeypatch).findings}
    assert not any(code.startswith("AMS50") for code in codes)


def test_settings_and_comments_take_findings_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    rule = next(rule for rule in load_catalogue() if rule.code == "AMS501")
    root = lay_out(tmp_path, rule, "bad")
    badge = root / "automappa/pages/home/tasks/status_badge.py"
    badge.write_text(badge.read_text().replace("str:", "str:  # automappa: ignore[AMS501] rolled out later"))
    assert run_verify(root).findings == ()
    assert run_check(root, monkeypatch).findings == (), "check does not call such a comment unused"
