"""Change sets: their diffs are what git applies, whatever the bytes."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.editing.export_name import ExportName
from automappa_scaffold.errors import EditError

FILES = {
    "plain.py": (b"a = 1\nb = 2\nc = 3\n", b"a = 1\nb = 20\nc = 3\n"),
    "new/deep/file.py": (None, b"new = 1\n"),
    "empty.py": (None, b""),
    "gone.py": (b"x = 1\n", None),
    "crlf.py": (b"a = 1\r\nb = 2\r\n", b"a = 1\r\nb = 3\r\n"),
    "no newline.py": (b"a = 1", b"a = 2"),
    "loses newline.py": (b"a = 1\n", b"a = 1"),
    "latin.py": (b"# \xe9\na = 1\n", b"# \xe9\na = 2\n"),
    "f\u00fc\u6f22.py": (b"a = 1\n", b"a = 2\n"),
    'quo"te\\.py': (b"a = 1\n", b"a = 2\n"),
    "form\x0cfeed.py": (b"a = 1\n\x0c\nb = 2\n\x85\n", b"a = 1\n\x0c\nb = 3\n\x85\n"),
    "from-empty.py": (b"", b"a = 1\n"),
}


def make(root: Path) -> ChangeSet:
    for name, (before, _) in FILES.items():
        if before is not None:
            (root / name).write_bytes(before)
    changes = ChangeSet()
    for name, (_, after) in FILES.items():
        changes = changes.with_content(PurePosixPath(name), after, root)
    return changes


def test_git_applies_the_diff_to_the_very_same_bytes(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    changes = make(root)
    assert len(changes.changes) == len(FILES)
    patch = tmp_path / "patch"
    patch.write_bytes(changes.diff())
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    done = subprocess.run(["git", "apply", str(patch)], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name, (_, after) in FILES.items():
        path = root / name
        assert (path.read_bytes() if path.exists() else None) == after, name


def test_a_change_that_changes_nothing_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"a = 1\n")
    changes = ChangeSet().with_content(PurePosixPath("a.py"), b"a = 2\n", tmp_path)
    assert changes.paths == (PurePosixPath("a.py"),)
    assert changes.with_content(PurePosixPath("a.py"), b"a = 1\n", tmp_path).is_empty


def test_edits_of_one_file_build_on_each_other(tmp_path: Path) -> None:
    path = PurePosixPath("a.py")
    (tmp_path / path).write_bytes(b"__all__ = []\n")
    changes = ChangeSet()
    for name in ("b", "a"):
        changes = changes.with_edit(ExportName(path, name), tmp_path)
    assert changes.after == {path: b'__all__ = ["a", "b"]\n'}
    assert len(changes.changes) == 1


def test_an_edit_of_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditError, match=r"a\.py does not exist"):
        ChangeSet().with_edit(ExportName(PurePosixPath("a.py"), "x"), tmp_path)
