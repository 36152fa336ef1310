"""The same faults and sound look-alikes in other styles than the rules' own examples have.

``variants/*.txt`` holds apps: each begins with ``## CODES name``, where CODES are those of its findings,
joined by ``+``, or ``sound``. Files follow, each behind ``=== path``, laid over ``base``; ``=== -path`` takes
one away.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import celery
import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.workspace import open_workspace
from tests.celery_server import CeleryServer

HERE = Path(__file__).parent
UNKNOWNS = {"AMS010", "AMS011", "AMS012"}

# Told where it decides: an older worker does not start there.
ASSUMED_OF_CELERY = "the worker runs Celery 5.7 or newer, "


def read_variants() -> dict[str, dict[str, str]]:
    """Return the apps by their heading, each as path to text."""
    found = {}
    for path in sorted((HERE / "variants").glob("*.txt")):
        for section in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            heading, _, rest = section.partition("\n")
            files = re.split(r"^=== (.*)\n", rest, flags=re.MULTILINE)[1:]
            found[heading] = dict(zip(files[::2], files[1::2], strict=True))
    return found


VARIANTS = read_variants()


@pytest.fixture(scope="module")
def celery_server() -> Iterator[CeleryServer]:
    server = CeleryServer()
    yield server
    server.close()


def lay_out(root: Path, files: dict[str, str]) -> None:
    """Write the base with a variant's files over it."""
    shutil.copytree(HERE / "base", root, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        path = root / name.removeprefix("-")
        if name.startswith("-"):
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("heading", VARIANTS)
def test_each_variant_has_its_findings_and_no_others_and_celery_agrees(
    heading: str, celery_server: CeleryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    root = tmp_path / "app"
    lay_out(root, VARIANTS[heading])
    workspace = open_workspace(root, use_cache=False)
    result = check(workspace)
    codes = heading.partition(" ")[0]
    expected = set() if codes == "sound" else set(codes.split("+"))
    assert {finding.code for finding in result.findings} == expected, [f.message for f in result.findings]
    registry = result.prediction.registry
    truth = celery_server.ask(root, workspace.layout.app)
    if celery.VERSION < (5, 7) and any(text.startswith(ASSUMED_OF_CELERY) for text in registry.assumptions):
        # What was assumed matters: an older Celery starts where this one does not, or the other way round, or
        # it fails otherwise, as it makes shared tasks in no fixed order.
        claimed = registry.error.message if registry.error is not None else None
        assert truth["error"] != claimed, truth["error"]
        return
    assert (registry.error is None) == (truth["error"] is None), truth["error"]
    late = {task.name for task in result.prediction.observed.late}
    if registry.error is None and not expected & UNKNOWNS:
        assert sorted(registry.names - late) == truth["names"]
    assert registry.names - late <= set(truth["names"]) or registry.error is not None


def test_every_rule_on_source_has_variants_and_sound_twins() -> None:
    codes = {code for heading in VARIANTS for code in heading.partition(" ")[0].split("+")}
    assert len(codes) > 35
    assert sum(heading.startswith("sound") for heading in VARIANTS) > 70
