"""What has changed since an answer was given, as a second look at the files tells it."""

import time
from pathlib import Path
from typing import Any

import pytest

from automappa_scaffold.files import status
from automappa_scaffold.files.differences import (
    Differences,
    differences_of,
    find_differences,
    is_as_told,
)
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.files.recheck import find_changes

NOTHING: frozenset[str] = frozenset()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two modules, whose statuses are believed at once."""
    monkeypatch.setattr(status, "_COARSEST_STEP_NS", -(10**18))
    for name in ("__init__", "first", "second"):
        (tmp_path / f"{name}.py").write_text(f"NAME = {name!r}\n", encoding="utf-8")
    return tmp_path


def look_at(package: Path) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """Return what was seen of a package, of whose files something was computed, and its entries."""
    disk = Disk(time.time_ns())
    for name in disk.entries(str(package)) or ():
        disk.derive(f"{package}/{name}", "made:up", len)
    seen: dict[str, Any] = {**disk.seen.to_plain()}
    for entry in seen["files"].values():
        entry[0] = list(entry[0])
    for folder in seen["folders"].values():
        folder[0] = list(folder[0])
    return seen, disk.listings_below(str(package.parent))


def test_a_change_is_told_again_where_the_first_look_gave_up(package: Path) -> None:
    seen, listings = look_at(package)
    (package / "first.py").write_text("NAME = 'another'\n", encoding="utf-8")
    (package / "third.py").write_text("NAME = 'third'\n", encoding="utf-8")
    assert find_changes(seen, time.time_ns(), NOTHING) == (None, False)
    found = find_differences(seen, listings, NOTHING)
    assert found == Differences(
        frozenset({f"{package}/first.py"}), frozenset({f"{package}/third.py"}), NOTHING
    )


def test_what_the_first_look_found_to_be_all_is_what_the_second_finds(package: Path) -> None:
    seen, listings = look_at(package)
    (package / "first.py").write_text("NAME = 'another'\n", encoding="utf-8")
    expected = find_differences(seen, listings, NOTHING)
    changed, _ = find_changes(seen, time.time_ns(), NOTHING)
    assert changed is not None
    assert differences_of(frozenset(changed)) == expected


def test_another_kind_of_file_is_no_difference_of_modules() -> None:
    assert differences_of(frozenset({"/app/pyproject.toml"})) is None


def test_files_that_change_between_two_looks_are_noticed(package: Path) -> None:
    seen, _ = look_at(package)
    changed = f"{package}/first.py"
    (package / "first.py").write_text("NAME = 'another'\n", encoding="utf-8")
    told = Differences(frozenset({changed}), NOTHING, NOTHING)
    assert is_as_told(told, seen["files"], _files(package))
    (package / "second.py").write_text("NAME = 'meanwhile'\n", encoding="utf-8")
    assert not is_as_told(told, seen["files"], _files(package))


def _files(package: Path) -> dict[str, Any]:
    disk = Disk(time.time_ns())
    for path in package.iterdir():
        disk.digest(str(path))
    return dict(disk.seen.files)
