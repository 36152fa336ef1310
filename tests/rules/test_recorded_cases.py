"""What the rules say of apps whose start-up was recorded in real workers (``tests/registration_cases``).

``recorded_findings.json`` lists, for each case, the codes of its findings; a case without any is left out.
``--update-golden`` writes it; read it against what the worker did before you commit.
"""

import json
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from tests.functional.test_registration_cases import CASES, INSTALLED, Case

ALL = [
    Case(path.parent, json.loads(path.read_text(encoding="utf-8")))
    for path in sorted(CASES.glob("*/truth.json"))
]
GOLDEN = Path(__file__).parent / "recorded_findings.json"


def codes_of(case: Case) -> list[str]:
    opened = open_workspace(case.folder, app=case.truth["app"], workdir=case.folder / case.truth["cwd"])
    workspace = Workspace(opened.project, opened.layout, opened.tree, case.start(INSTALLED))
    return [finding.code for finding in check(workspace).findings]


def test_the_findings_of_the_recorded_cases_are_the_reviewed_ones(request: pytest.FixtureRequest) -> None:
    found = {case.name: codes_of(case) for case in ALL}
    found = {name: codes for name, codes in found.items() if codes}
    if request.config.getoption("--update-golden"):
        text = ",\n".join(f"  {json.dumps(name)}: {json.dumps(codes)}" for name, codes in found.items())
        GOLDEN.write_text("{\n" + text + "\n}\n", encoding="utf-8")
    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))
