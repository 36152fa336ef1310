"""What the rules about callers say of many calls, each in its own function, and what Celery does with it.

``callers/*.txt`` hold apps, each behind ``## name``, with files behind ``=== path`` that are laid over
``base``; those of ``## common`` go before each app's own. Behind every ``def`` of the callbacks a comment
names the codes of the findings in it, ``sound`` for none, and what the call raises at once, as in
``# AMS402 raises TypeError``. Methods with such a comment are judged and not called.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.rules.test_callers import MODULE, PATH, TRUTH
from tests.rules.test_variants import lay_out

HERE = Path(__file__).parent / "callers"
_FUNCTION = re.compile(r"^ *def ([a-z]\w*)\(.*?\):  # (\S+)(?: raises (\w+))?$")


def read_texts() -> dict[str, dict[str, str]]:
    """Return the files of each app, the common ones among them."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(HERE.glob("*.txt")):
        common: dict[str, str] = {}
        for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name, _, rest = section.partition("\n")
            parts = re.split(r"^=== (.*)\n", rest, flags=re.MULTILINE)[1:]
            files = dict(zip(parts[::2], parts[1::2], strict=True))
            if name == "common":
                common = files
            else:
                found[f"{path.stem} {name}"] = {**common, **files}
    return found


TEXTS = read_texts()


def run_calls(root: Path) -> dict[str, str | None]:
    """Return what each function of the callbacks raises with a real Celery."""
    command = [sys.executable, "-W", "ignore", str(TRUTH), "automappa.tasks:queue", MODULE]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=600, check=True)
    outcomes: list[dict[str, Any]] = [json.loads(line) for line in ran.stdout.splitlines()]
    return {outcome["name"]: outcome["raised"] for outcome in outcomes}


@pytest.mark.parametrize("name", TEXTS)
def test_each_function_has_its_findings_and_raises_what_it_says(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    root = tmp_path / "app"
    lay_out(root, TEXTS[name])
    result = check(open_workspace(root, use_cache=False))
    assert not result.prediction.registry.unknown
    starts: list[tuple[int, str]] = []
    expected: dict[str, tuple[set[str], str | None]] = {}
    for number, line in enumerate((root / PATH).read_text(encoding="utf-8").splitlines(), 1):
        match = _FUNCTION.match(line)
        if match or line.startswith("def "):
            starts.append((number, match[1] if match else "_"))
            if match:
                codes = set() if match[2] == "sound" else set(match[2].split("+"))
                expected[match[1]] = (codes, match[3])
    found: dict[str, set[str]] = {function: set() for function in expected}
    for finding in result.findings:
        assert str(finding.place.path) == PATH, finding
        function = max(start for start in starts if start[0] <= finding.place.line)[1]
        found[function].add(finding.code)
    raised = run_calls(root)
    assert {function: (found[function], raised.get(function)) for function in expected} == expected
