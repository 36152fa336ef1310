"""The formats that other programs read, each held against what defines it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]

INIT = "automappa/pages/home/tasks/__init__.py"
IMPORT = "from .status_badge import set_badge_color\n"


@pytest.fixture
def broken(example: Path) -> Path:
    """Return the example without the import of its page's task, and with a call that does not fit."""
    init = example / INIT
    init.write_text(init.read_text().replace(IMPORT, ""))
    caller = example / "automappa/pages/home/größe %1.py"
    caller.write_text(
        '"""Grüße."""\n\nfrom automappa.tasks import count_kmer\n\n'
        'SENT = "ä" and count_kmer.delay("a", 1, 2, 3, 4, 5, 6, 7)\n'
    )
    return example


def test_sarif_follows_its_schema_and_its_fixes_can_be_applied(run_cli: Run, broken: Path) -> None:
    model = pytest.importorskip("pydantic_sarif.model")
    ran = run_cli("check", "--format", "sarif", cwd=broken)
    assert ran.code == 1
    model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(ran.out)
    (run,) = json.loads(ran.out)["runs"]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {result["ruleId"] for result in run["results"]} == {"AMS201", "AMS402"}
    for result in run["results"]:
        assert codes[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        path = broken / unquote(place["artifactLocation"]["uri"])
        lines = path.read_text().splitlines()
        assert place["region"]["startLine"] <= len(lines)
    call = next(r for r in run["results"] if r["ruleId"] == "AMS402")
    region = call["locations"][0]["physicalLocation"]["region"]
    line = 'SENT = "ä" and count_kmer.delay("a", 1, 2, 3, 4, 5, 6, 7)'
    assert line[region["startColumn"] - 1 :].startswith("count_kmer.delay"), "columns count characters"
    (fixed,) = [r for r in run["results"] if "fixes" in r]
    (change,) = fixed["fixes"][0]["artifactChanges"]
    target = broken / unquote(change["artifactLocation"]["uri"])
    lines = target.read_text().splitlines(keepends=True)
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        assert (region["startColumn"], region["endColumn"]) == (1, 1)
        lines[region["startLine"] - 1 : region["endLine"] - 1] = [replacement["insertedContent"]["text"]]
    target.write_text("".join(lines))
    assert "AMS201" not in run_cli("check", cwd=broken).out


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(run_cli: Run, broken: Path) -> None:
    def fingerprints() -> list[str]:
        entries = json.loads(run_cli("check", "--format", "gitlab", cwd=broken).out)
        return [entry["fingerprint"] for entry in entries]

    before = fingerprints()
    assert len(set(before)) == len(before) == 2
    init = broken / INIT
    init.write_text(init.read_text().replace('"""\n', '"""\n\n\n# moved\n', 1))
    assert fingerprints() == before
    sarif = json.loads(run_cli("check", "--format", "sarif", cwd=broken).out)
    results = sarif["runs"][0]["results"]
    assert [r["partialFingerprints"]["automappaScaffold/v1"] for r in results] == before


def test_gitlab_reports_have_the_documented_keys(run_cli: Run, broken: Path) -> None:
    entries = json.loads(run_cli("check", "--format", "gitlab", cwd=broken).out)
    assert {entry["check_name"] for entry in entries} == {"AMS201", "AMS402"}
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert (broken / entry["location"]["path"]).is_file()
        assert entry["location"]["lines"]["begin"] >= 1
    clean = run_cli("check", "--format", "gitlab", "--select", "AMS3", cwd=broken)
    assert (clean.code, json.loads(clean.out)) == (0, [])


def test_junit_counts_what_it_holds(run_cli: Run, broken: Path) -> None:
    ran = run_cli("check", "--format", "junit", cwd=broken)
    assert ran.code == 1
    root = ElementTree.fromstring(ran.out)
    cases = root.findall(".//testcase")
    failures = root.findall(".//failure")
    assert root.get("tests") == str(len(cases))
    assert root.get("failures") == str(len(failures)) == "2"
    assert {case.get("classname") for case in cases} >= {INIT}
    assert "AMS201" in (failures[0].get("message") or "") + (failures[1].get("message") or "")


def test_a_file_on_standard_input_is_judged_in_place_of_the_one_on_disk(run_cli: Run, example: Path) -> None:
    text = (example / INIT).read_text()
    dirty = run_cli("check", "--stdin-filename", INIT, cwd=example, stdin=text.replace(IMPORT, ""))
    assert dirty.code == 1
    assert f"{INIT}:1:1 AMS201" in dirty.out
    assert run_cli("check", "--stdin-filename", INIT, cwd=example, stdin=text).code == 0
    assert run_cli("check", cwd=example).code == 0
    elsewhere = run_cli("check", "--stdin-filename", "automappa/tasks.py", cwd=example, stdin="syntax error(")
    assert elsewhere.code == 1
    folder = run_cli("check", "--stdin-filename", "automappa", cwd=example, stdin="")
    assert (folder.code, "automappa is a folder" in folder.err) == (2, True)
    outside = run_cli("check", "--stdin-filename", "/tmp/x.py", cwd=example, stdin="")
    assert outside.code == 2


def test_selection_by_code_by_name_and_the_longer_code_wins(run_cli: Run, broken: Path) -> None:
    def codes(*arguments: str) -> set[str]:
        out = run_cli("check", "--format", "json", *arguments, cwd=broken).out
        return {finding["code"] for finding in json.loads(out)["findings"]}

    assert codes() == {"AMS201", "AMS402"}
    assert codes("--select", "AMS4") == {"AMS402"}
    assert codes("--select", "call-arguments,AMS201") == {"AMS201", "AMS402"}
    assert codes("--ignore", "AMS4") == {"AMS201"}
    assert codes("--select", "AMS3", "--extend-select", "AMS201") == {"AMS201"}
    assert codes("--ignore", "AMS", "--select", "AMS402") == {"AMS402"}
    assert codes("--select", "ALL", "--ignore", "AMS2") == {"AMS402"}


def test_exit_zero_and_statistics(run_cli: Run, broken: Path) -> None:
    ran = run_cli("check", "--exit-zero", "--statistics", cwd=broken)
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()[1:3]] == [["1", "AMS201"], ["1", "AMS402"]]
    document = json.loads(run_cli("check", "--statistics", "--format", "json", cwd=broken).out)
    assert document["statistics"][0] == {
        "code": "AMS201",
        "name": "init-does-not-import",
        "count": 1,
        "fixable": 1,
    }


def test_strict_fails_on_what_is_unknown(run_cli: Run, example: Path) -> None:
    config = example / "automappa/conf/celeryconfig.py"
    config.write_text(config.read_text() + "\nimport random\n\nimports += tuple(random.choices(['a.b']))\n")
    assert run_cli("check", cwd=example).code == 0
    assert run_cli("check", "--strict", cwd=example).code == 1


def test_a_baseline_hides_what_it_knows_and_tells_what_it_need_not(run_cli: Run, broken: Path) -> None:
    written = run_cli("check", "--write-baseline", cwd=broken)
    assert written.code == 0, written.err
    baseline = broken / "automappa-scaffold-baseline.json"
    document = json.loads(baseline.read_text())
    assert [(entry["code"], entry["count"]) for entry in document["findings"]] == [
        ("AMS201", 1),
        ("AMS402", 1),
    ]
    assert "line" not in baseline.read_text()
    known = run_cli("check", "--baseline", baseline.name, cwd=broken)
    assert known.code == 0
    assert "(2 in the baseline)" in known.out
    (broken / "list.json").write_text("[]")
    wrong = run_cli("check", "--baseline", "list.json", cwd=broken)
    assert (wrong.code, "list.json is no baseline: it holds no object." in wrong.err) == (2, True)
    # Lines may move, and a new finding is still told.
    init = broken / INIT
    init.write_text("# moved\n" + init.read_text())
    assert run_cli("check", "--baseline", baseline.name, cwd=broken).code == 0
    caller = broken / "automappa/pages/home/more.py"
    caller.write_text("from automappa.tasks import count_kmer\n\ncount_kmer.delay(1, 2, 3, 4, 5, 6, 7, 8)\n")
    new = run_cli("check", "--baseline", baseline.name, cwd=broken)
    assert new.code == 1
    assert new.out.count("AMS402") == 1
    caller.unlink()
    # As a setting, for every command; what is mended is told.
    project = broken / "pyproject.toml"
    project.write_text(project.read_text() + f'\n[tool.automappa-scaffold]\nbaseline = "{baseline.name}"\n')
    assert run_cli("check", cwd=broken).code == 0
    init.write_text(IMPORT + init.read_text())
    stale = run_cli("check", cwd=broken)
    assert stale.code == 0
    assert f"the baseline need not hold AMS201 {INIT}" in stale.err
    assert run_cli("check", "--strict", cwd=broken).code == 1
    assert run_cli("check", "--write-baseline", cwd=broken).code == 0
    assert run_cli("check", "--strict", cwd=broken).err == ""


def test_a_broken_baseline_is_one_message(run_cli: Run, broken: Path) -> None:
    for text in ("", "[]", '{"schema": 9, "findings": []}', '{"schema": 1, "findings": [{}]}'):
        (broken / "b.json").write_text(text)
        ran = run_cli("check", "--baseline", "b.json", cwd=broken)
        assert ran.code == 2, text
        assert "Write it anew" in ran.err


def test_the_shell_completes_pages_tasks_and_rules(broken: Path) -> None:
    def complete(words: str) -> str:
        command = "from automappa_scaffold.__main__ import main; main()"
        environ = {
            **os.environ,
            "_AUTOMAPPA_SCAFFOLD_COMPLETE": "complete_bash",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
        done = subprocess.run(
            [sys.executable, "-c", command], cwd=broken, env=environ, capture_output=True, text=True
        )
        return done.stdout

    assert complete("automappa-scaffold rule AMS20").split()[:2] == ["AMS201", "AMS202"]
    assert "home" in complete("automappa-scaffold add-task h").split()
    for command in ("why", "remove-task"):
        assert complete(f"automappa-scaffold {command} set_badge").split() == ["set_badge_color"]
    assert complete("automappa-scaffold why automappa.pages").split() == [
        "automappa.pages.home.tasks.status_badge.set_badge_color"
    ]
    assert "AMS402" in complete("automappa-scaffold check --select AMS40").split()
