"""Writing a change set: all of it or none, whatever fails at whichever file operation."""

import errno
import os
import resource
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.writing import TEMPORARY_PREFIX, remove_leftovers, write_changes
from automappa_scaffold.errors import EditError

OPERATIONS = ("open", "link", "replace", "mkdir", "fsync", "fchmod", "unlink")
NEW, OLD, CONFIG = PurePosixPath("a/b/new.py"), PurePosixPath("a/old.py"), PurePosixPath("config.py")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "a").mkdir(parents=True)
    (folder / OLD).write_bytes(b"old = 1\n")
    (folder / CONFIG).write_bytes(b"imports = ()\n")
    os.chmod(folder / CONFIG, 0o640)
    return folder


@pytest.fixture
def changes(root: Path) -> ChangeSet:
    planned = ChangeSet()
    for path, data in ((NEW, b"new = 1\n"), (OLD, b"old = 2\n"), (CONFIG, b"imports = ('a',)\n" * 20)):
        planned = planned.with_content(path, data, root)
    return planned


def state(root: Path) -> dict[str, tuple[int, bytes]]:
    paths = sorted(root.rglob("*"))
    return {
        str(p.relative_to(root)): (p.stat().st_mode, p.read_bytes() if p.is_file() else b"") for p in paths
    }


def fill_the_disk() -> None:
    raise OSError(errno.ENOSPC, "No space left")


def press_ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


@contextmanager
def failing_at(number: int, fail: Callable[[], None], below: Path) -> Iterator[list[str]]:
    """Let the file operation of this number fail; yield the list of those that ran."""
    seen: list[str] = []
    real = {name: getattr(os, name) for name in OPERATIONS}

    def wrap(name: str) -> Callable[..., Any]:
        def operation(*args: Any, **kwargs: Any) -> Any:
            is_ours = isinstance(args[0], int) or str(args[0]).startswith(str(below))
            if is_ours and not (name == "open" and not args[1] & os.O_CREAT):
                seen.append(name)
                if len(seen) == number:
                    fail()
            return real[name](*args, **kwargs)

        return operation

    try:
        for name in OPERATIONS:
            setattr(os, name, wrap(name))
        yield seen
    finally:
        for name in OPERATIONS:
            setattr(os, name, real[name])


def test_all_files_are_written_and_nothing_else(root: Path, changes: ChangeSet) -> None:
    write_changes(changes, root)
    assert {name for name, (_, data) in state(root).items() if data} == {str(p) for p in changes.paths}
    assert all((root / path).read_bytes() == data for path, data in changes.after.items())
    assert stat.S_IMODE((root / CONFIG).stat().st_mode) == 0o640


@pytest.mark.parametrize("fail", [fill_the_disk, press_ctrl_c])
def test_a_failure_at_any_single_file_operation_leaves_everything_as_it_was(
    root: Path, changes: ChangeSet, fail: Callable[[], None]
) -> None:
    before = state(root)
    number = 0
    while True:
        number += 1
        with failing_at(number, fail, root) as seen:
            try:
                write_changes(changes, root)
                failed = False
            except (EditError, KeyboardInterrupt):
                failed = True
        if len(seen) < number:
            break
        name = seen[number - 1]
        if failed and (root / CONFIG).stat().st_size < 50:
            assert state(root) == before, f"operation {number} ({name})"
        else:
            # Only what the write can do without may fail unnoticed: a hard link, and tidying up at the end,
            # at which an interrupt comes too late to take anything back.
            assert name in ("link", "unlink")
            assert not failed or not list(root.rglob(f"{TEMPORARY_PREFIX}*"))
            assert {p: (root / p).read_bytes() for p in changes.paths} == changes.after
            for leftover in list(root.rglob(f"{TEMPORARY_PREFIX}*")):
                leftover.unlink()
            for path, (_, data) in before.items():
                if data:
                    (root / path).write_bytes(data)
            (root / NEW).unlink()
            (root / NEW).parent.rmdir()
    assert number > 15
    assert {p: (root / p).read_bytes() for p in changes.paths} == changes.after


@pytest.mark.parametrize("limit", [0, 1, 7, 100, 339])
def test_a_write_that_fails_at_some_byte_leaves_everything_as_it_was(
    root: Path, changes: ChangeSet, limit: int
) -> None:
    before = state(root)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        with pytest.raises(EditError, match="every file is as it was"):
            write_changes(changes, root)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert state(root) == before


def test_what_the_confirmation_raises_takes_everything_back(root: Path, changes: ChangeSet) -> None:
    before = state(root)

    def refuse() -> None:
        assert (root / NEW).read_bytes() == b"new = 1\n"
        raise EditError("not what was promised")

    with pytest.raises(EditError, match="not what was promised"):
        write_changes(changes, root, refuse)
    assert state(root) == before


def test_a_file_that_changed_since_the_plan_is_refused(root: Path, changes: ChangeSet) -> None:
    (root / OLD).write_bytes(b"old = 'by someone else'\n")
    before = state(root)
    with pytest.raises(EditError, match=r"old\.py was changed"):
        write_changes(changes, root)
    assert state(root) == before


def test_a_file_that_appeared_since_the_plan_is_refused(root: Path, changes: ChangeSet) -> None:
    (root / NEW).parent.mkdir()
    (root / NEW).write_bytes(b"mine\n")
    before = state(root)
    with pytest.raises(EditError, match=r"new\.py was changed"):
        write_changes(changes, root)
    assert state(root) == before


def test_a_link_that_leads_out_of_the_project_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (root / "link").symlink_to(tmp_path / "outside")
    (tmp_path / "outside.py").write_bytes(b"x = 1\n")
    (root / "link.py").symlink_to(tmp_path / "outside.py")
    for path in ("link/new.py", "link.py", "../outside.py"):
        with pytest.raises(EditError, match="leads out of the project"):
            ChangeSet().with_content(PurePosixPath(path), b"", root)


def test_a_link_that_appears_after_the_plan_is_refused(
    root: Path, changes: ChangeSet, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "a/b").symlink_to(outside)
    with pytest.raises(EditError, match="leads out of the project"):
        write_changes(changes, root)
    assert list(outside.iterdir()) == []


def test_a_link_within_the_project_stays_a_link(root: Path) -> None:
    (root / "link.py").symlink_to("config.py")
    write_changes(ChangeSet().with_content(PurePosixPath("link.py"), b"imports = (1,)\n", root), root)
    assert (root / "link.py").is_symlink()
    assert (root / CONFIG).read_bytes() == b"imports = (1,)\n"


def test_a_folder_where_a_file_should_be_is_refused(root: Path) -> None:
    (root / "folder.py").mkdir()
    with pytest.raises(EditError, match="not a regular file"):
        ChangeSet().with_content(PurePosixPath("folder.py"), b"", root)


def test_a_file_where_a_folder_should_be_is_refused(root: Path) -> None:
    before = state(root)
    with pytest.raises(EditError):
        write_changes(ChangeSet().with_content(PurePosixPath("config.py/new.py"), b"", root), root)
    assert state(root) == before


def test_what_a_killed_run_left_behind_is_removed(root: Path) -> None:
    before = state(root)
    (root / "a" / f"{TEMPORARY_PREFIX}0-123.new").write_bytes(b"half")
    (root / f"{TEMPORARY_PREFIX}1-123.old/b").mkdir(parents=True)
    (root / f"{TEMPORARY_PREFIX}1-123.old/b/c.py").write_bytes(b"whole")
    assert remove_leftovers(root)
    assert state(root) == before
    assert not remove_leftovers(root)
