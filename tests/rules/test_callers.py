"""What the rules about callers say of a call is what becomes of it with a real Celery.

The folders of these rules hold trees with a ``pages/home/callbacks.py``, whose functions each do one thing
with a task. In the bad tree a comment behind each ``def`` says what comes of it:

    the caller: TypeError   the call raises it
    the worker: TypeError   the message is sent, and the task fails with it
    lost: KeyError          nothing ever becomes of it; the worker logs the error
    accepted: [1]           nobody complains, and the task returns such a result
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import celery
import pytest

from automappa_scaffold.operations.check import CheckResult, check
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.rules import Rule, load_catalogue
from tests.rules.test_catalogue import APP, HERE, folder_of, run_check

TRUTH = Path(__file__).parent / "caller_truth.py"
MODULE = "automappa.pages.home.callbacks"
PATH = "automappa/pages/home/callbacks.py"
CODES = ("AMS401", "AMS402", "AMS403", "AMS405", "AMS406")

each_rule = pytest.mark.parametrize(
    "rule", [rule for rule in load_catalogue() if rule.code in CODES], ids=lambda rule: rule.code
)


def lay_out(tmp_path: Path, rule: Rule, kind: str) -> Path:
    """Return a copy of the base with one of a rule's trees laid over it."""
    root = tmp_path / kind
    for tree in (HERE / "base", folder_of(rule) / kind):
        shutil.copytree(tree, root, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    return root


def run_calls(root: Path) -> list[dict[str, Any]]:
    """Return what becomes of each function of the callbacks."""
    pytest.importorskip("celery")
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("CELERY", "PYTEST"))}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", str(TRUTH), APP, MODULE],
        cwd=root,
        env=environ,
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def expected_outcomes(root: Path) -> dict[str, str]:
    """Return what the comments say, by function."""
    text = (root / PATH).read_text(encoding="utf-8")
    return dict(re.findall(r"^def ([a-z]\w+)\(.*?\):  # (.+)$", text, re.MULTILINE))


def findings_by_function(
    root: Path, result: CheckResult, calls: list[dict[str, Any]]
) -> dict[str, list[str]]:
    """Return the messages that stand in each function."""
    starts = [(call["line"], call["name"]) for call in calls]
    found: dict[str, list[str]] = {call["name"]: [] for call in calls}
    for finding in result.findings:
        assert str(finding.place.path) == PATH
        found[max(start for start in starts if start[0] <= finding.place.line)[1]].append(finding.message)
    return found


@each_rule
def test_each_bad_call_has_one_finding_and_ends_as_it_says(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path, rule, "bad")
    result = run_check(root, monkeypatch)
    calls = run_calls(root)
    expected = expected_outcomes(root)
    assert [call["name"] for call in calls] == list(expected)
    found = findings_by_function(root, result, calls)
    assert {name: len(messages) for name, messages in found.items()} == dict.fromkeys(expected, 1)
    for call in calls:
        who, _, what = expected[call["name"]].partition(": ")
        message = found[call["name"]][0]
        if who == "the caller":
            assert call["raised"] == what, call
            assert f"raises {what}" in message
        elif who == "the worker":
            assert call["raised"] is None, call
            if call["state"] == "PENDING" and celery.VERSION < (5, 7):
                # Then the error of a chain's later link did not always become its result.
                assert any(what in text for text in call["errors"]), call
                continue
            assert call["state"] == "FAILURE", call
            assert what in call["text"], call
            assert "raises" not in message
        elif who == "lost":
            assert (call["raised"], call["state"]) == (None, "PENDING"), call
            assert any(text.startswith(what) for text in call["errors"]), call
        else:
            assert who == "accepted"
            assert (call["raised"], call["state"]) == (None, "SUCCESS"), call
            assert what in call["text"], call


@each_rule
def test_no_sound_call_has_a_finding_and_each_succeeds(
    rule: Rule, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path, rule, "good")
    assert run_check(root, monkeypatch).findings == ()
    calls = run_calls(root)
    assert calls
    for call in calls:
        assert (call["raised"], call["state"]) == (None, "SUCCESS"), call


@each_rule
@pytest.mark.parametrize("kind", ["bad", "good"])
def test_remembered_facts_say_the_same(
    rule: Rule, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay_out(tmp_path, rule, kind)
    first = run_check(root, monkeypatch)
    workspace = open_workspace(root)
    check(workspace)
    workspace.keep()
    assert check(open_workspace(root)).findings == first.findings


def test_what_each_round_of_a_loop_does_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "app"
    shutil.copytree(HERE / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    text = (
        "from automappa.pages.home.tasks import set_badge_color\n\n\n"
        "def show():\n    for number in (1, 2):\n        set_badge_color.delay(number)\n\n\n"
        "class Badge:\n    def paint(self):\n        return 1\n\n\n"
        "def paint():\n    Badge.paint.delay()\n"
    )
    (root / PATH).write_text(text, encoding="utf-8")
    told = [
        (f.code, f.place.line, f.message.partition(" (")[0]) for f in run_check(root, monkeypatch).findings
    ]
    assert [(code, line) for code, line, _ in told] == [("AMS406", 6), ("AMS405", 15)]
    assert told[1][2] == f"{MODULE}.Badge.paint"
