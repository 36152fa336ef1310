"""Slips in an app of some thirty files: each is found, alone and among others, and nothing else is."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from automappa_scaffold.operations.check import check
from automappa_scaffold.operations.fix import apply_fixes
from automappa_scaffold.operations.workspace import open_workspace
from tests.celery_server import CeleryServer
from tests.rules.clinic_app import APP, CONSEQUENCES, SLIPS, SOUND

# These take no task away, so that each is seen whatever the others are.
HARMLESS_TO_OTHERS = {
    "AMS116", "AMS202", "AMS303", "AMS308", "AMS310", "AMS311",
    "AMS402", "AMS403", "AMS404", "AMS405", "AMS406",
}  # fmt: skip
NAMES = 10


@pytest.fixture(scope="module")
def celery_server() -> Iterator[CeleryServer]:
    pytest.importorskip("celery")
    server = CeleryServer()
    yield server
    server.close()


@pytest.fixture(autouse=True)
def _no_python_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)


def lay_out(root: Path, *slips: str) -> Path:
    """Write the sound app with some slips in it."""
    files = dict(SOUND)
    for slip in slips:
        _, path, old, new, _ = SLIPS[slip]
        assert files[path].count(old) >= 1
        files[path] = files[path].replace(old, new, 1)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_the_sound_app_has_no_findings_and_celery_registers_all_its_tasks(
    tmp_path: Path, celery_server: CeleryServer
) -> None:
    result = check(open_workspace(lay_out(tmp_path), use_cache=False))
    assert [finding.message for finding in result.findings] == []
    assert celery_server.ask(tmp_path, APP) == {
        "names": sorted(result.prediction.registry.names),
        "error": None,
    }
    assert len(result.prediction.registry.names) == NAMES


@pytest.mark.parametrize("slip", SLIPS)
def test_each_slip_has_its_finding_and_its_fix_mends_the_worker(
    slip: str, tmp_path: Path, celery_server: CeleryServer
) -> None:
    code, *_, is_mended = SLIPS[slip]
    root = lay_out(tmp_path, slip)
    result = check(open_workspace(root, use_cache=False))
    assert {finding.code for finding in result.findings} == {code} | CONSEQUENCES.get(slip, set())
    truth = celery_server.ask(root, APP)
    registry = result.prediction.registry
    assert (registry.error is None) == (truth["error"] is None), truth["error"]
    assert sorted(registry.names) == truth["names"]
    outcome = apply_fixes(open_workspace(root, use_cache=False), check, lambda _: True, with_unsafe=False)
    assert bool(outcome.fixed) == is_mended
    if is_mended:
        assert outcome.result.findings == ()
        assert len(celery_server.ask(root, APP)["names"]) == NAMES


LASTING = [slip for slip, (code, *_) in SLIPS.items() if code in HARMLESS_TO_OTHERS]
APART = [
    group
    for group in itertools.combinations(LASTING, 3)
    if len({SLIPS[slip][1] for slip in group}) == len({SLIPS[slip][0] for slip in group}) == len(group)
]


@pytest.mark.parametrize("slips", APART[::12], ids=" and ".join)
def test_slips_in_several_files_are_each_found(slips: tuple[str, ...], tmp_path: Path) -> None:
    root = lay_out(tmp_path, *slips)
    findings = check(open_workspace(root, use_cache=False)).findings
    assert {finding.code for finding in findings} == {SLIPS[slip][0] for slip in slips}
