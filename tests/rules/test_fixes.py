"""The fix of every rule that has one: it mends the rule's bad example, for good, and a real Celery agrees."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.fix import apply_fixes
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.rules import Rule, load_catalogue
from automappa_scaffold.rules.fix import Safety
from tests.celery_server import CeleryServer
from tests.conftest import digest_tree
from tests.rules.test_catalogue import ask_celery, lay_out
from tests.rules.test_variants import VARIANTS
from tests.rules.test_variants import lay_out as lay_out_variant

# Rules whose findings carry a fix, and whether that is safe: a fix that gets lost is noticed here.
FIXED = {
    "AMS002": Safety.SAFE,
    "AMS101": Safety.SAFE,
    "AMS102": Safety.SAFE,
    "AMS103": Safety.SAFE,
    "AMS104": Safety.SAFE,
    "AMS107": Safety.SAFE,
    "AMS108": Safety.SAFE,
    "AMS109": Safety.SAFE,
    "AMS113": Safety.SAFE,
    "AMS201": Safety.SAFE,
    "AMS202": Safety.SAFE,
    "AMS203": Safety.SAFE,
    "AMS204": Safety.SAFE,
    "AMS207": Safety.SAFE,
    "AMS209": Safety.SAFE,
    "AMS302": Safety.SAFE,
    "AMS303": Safety.SAFE,
    "AMS310": Safety.SAFE,
    "AMS311": Safety.UNSAFE,
    "AMS401": Safety.UNSAFE,
    "AMS403": Safety.UNSAFE,
    "AMS404": Safety.UNSAFE,
}

each_fixed_rule = pytest.mark.parametrize(
    "rule", [rule for rule in load_catalogue() if rule.code in FIXED], ids=lambda rule: rule.code
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "AUTOMAPPA_SCAFFOLD_APP", "AUTOMAPPA_BADGE"):
        monkeypatch.delenv(name, raising=False)


def _mend(root: Path) -> int:
    return len(apply_fixes(open_workspace(root), check, lambda _: True, with_unsafe=True).fixed)


def test_these_and_no_other_rules_have_a_fix(tmp_path: Path) -> None:
    found: dict[str, Safety] = {}
    for rule in load_catalogue():
        for finding in check(open_workspace(lay_out(tmp_path / rule.code, rule, "bad"))).findings:
            if finding.fix is not None:
                found[rule.code] = finding.fix.safety
    assert found == FIXED


@each_fixed_rule
def test_a_fix_mends_the_bad_app_and_a_second_one_changes_nothing(
    rule: Rule, tmp_path: Path, celery_server: CeleryServer
) -> None:
    root = lay_out(tmp_path, rule, "bad")
    findings = check(open_workspace(root)).findings
    tasks = {f.task for f in findings if f.task and "the worker will refuse" in f.message}
    assert _mend(root) >= 1
    after = check(open_workspace(root))
    assert [f"{f.code} {f.message}" for f in after.findings if f.fix is not None] == []
    assert after.findings == () or rule.code == "AMS404"  # one of whose names is close to none
    assert after.prediction.registry.error is None
    before = digest_tree(root)
    assert _mend(root) == 0
    assert digest_tree(root) == before
    answer = ask_celery(celery_server, root)
    assert answer["error"] is None
    assert set(answer["names"]) == after.prediction.registry.names
    assert tasks <= set(answer["names"])


# A line without its comment may fit where it did not, and one with a longer name of a task may not fit any
# more: how such a line is laid out is left to the formatter.
LAYOUT_IS_LEFT = frozenset({"AMS002", "AMS403", "AMS404"})


@pytest.mark.parametrize(
    "rule",
    [rule for rule in load_catalogue() if rule.code in FIXED.keys() - LAYOUT_IS_LEFT],
    ids=lambda rule: rule.code,
)
def test_what_formatters_left_alone_before_a_fix_they_leave_alone_after(rule: Rule, tmp_path: Path) -> None:
    root = lay_out(tmp_path, rule, "bad")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "format", "--isolated", "-q", root], check=True)
    subprocess.run([*ruff, "check", "--isolated", "-q", "--select", "I", "--fix", root], check=True)
    shutil.rmtree(root / ".automappa_scaffold_cache", ignore_errors=True)
    _mend(root)
    for arguments in (["format", "--check"], ["check", "--select", "I"]):
        done = subprocess.run([*ruff, *arguments, "--isolated", root], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr


# Variants of a bad example that have one answer too.
ONE_ANSWER = (
    "AMS102 in a list that another one takes in",
    "AMS102 in a class of another module",
    "AMS103 in a list that another one takes in",
    "AMS107 old name in conf update",
    "AMS107 old mixed with new",
    "AMS201 a class that is registered",
    "AMS201 a class that is registered and bound",
    "AMS201 a task made by a call",
    "AMS310 bind and a first parameter that is a text",
    "AMS310 bind and a first parameter that is a list or nothing",
)


@pytest.mark.parametrize("heading", ONE_ANSWER)
def test_what_has_one_answer_is_mended_however_it_is_written(
    heading: str, tmp_path: Path, celery_server: CeleryServer
) -> None:
    root = tmp_path / "app"
    lay_out_variant(root, VARIANTS[heading])
    (finding,) = check(open_workspace(root)).findings
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE
    assert _mend(root) == 1
    after = check(open_workspace(root))
    assert (after.findings, after.prediction.registry.unknown) == ((), ())
    answer = ask_celery(celery_server, root)
    assert answer["error"] is None
    assert set(answer["names"]) == after.prediction.registry.names


HOME = '"automappa.pages.home.tasks"'
WRITTEN_OUT = (
    f"imports = [{HOME}]",
    f"imports = {HOME}",
    f"imports = tuple([{HOME}])",
    f"imports = sorted({{{HOME}}})",
    f"PAGES = ({HOME},)\nimports = [*PAGES]",
    f"PAGES = ({HOME},)\nimports = list(PAGES)",
    'imports = tuple(f"automappa.pages.{page}.tasks" for page in ["home"]) + ("automappa.tasks",)',
)
COMPUTED = (
    'imports = tuple(f"automappa.pages.{page}.tasks" for page in ["home"])',
    'imports = [f"automappa.pages.{page}.tasks" for page in ["home"]]',
    f"imports = {HOME}.split()",
    f"imports = [{HOME}] if True else []",
    f"def pages():\n    return [{HOME}]\n\n\nimports = pages()",
    f"PAGES = ({HOME},)\nimports = PAGES or PAGES",
)


@pytest.mark.parametrize("text", [*WRITTEN_OUT, *COMPUTED])
def test_a_module_is_offered_to_be_listed_where_the_list_is_written_out(text: str, tmp_path: Path) -> None:
    root = tmp_path / "app"
    lay_out_variant(root, {"automappa/conf/celeryconfig.py": f'{text}\nbroker_url = "memory://"\n'})
    findings = [found for found in check(open_workspace(root)).findings if found.code == "AMS101"]
    assert findings
    assert {found.fix is not None for found in findings} == {text in WRITTEN_OUT}
    assert (_mend(root) > 0) is (text in WRITTEN_OUT)
