import json
from hashlib import sha256
from pathlib import PurePosixPath

from automappa_scaffold.editing.changeset import ChangeSet, FileChange
from automappa_scaffold.reporting.changes import render_changes, render_changes_json, render_diff
from automappa_scaffold.reporting.terminal import PLAIN, Terminal

CHANGES = ChangeSet(
    (
        FileChange(PurePosixPath("new.py"), None, b"x = 1\n"),
        FileChange(PurePosixPath("conf.py"), b"a = 1\n", b"a = '\x1b[2J'\n"),
        FileChange(PurePosixPath("old.py"), b"y\n", None),
    )
)


def test_each_file_is_told_with_what_happens_to_it() -> None:
    assert render_changes(CHANGES, PLAIN).split("\n") == ["create new.py", "edit   conf.py", "delete old.py"]


def test_the_diff_for_a_person_is_coloured_and_harmless() -> None:
    plain = render_diff(CHANGES, PLAIN)
    assert "+a = '\\x1b[2J'" in plain
    assert "\x1b" not in plain
    assert "\x1b[32m+x = 1\x1b[0m" in render_diff(CHANGES, Terminal(has_color=True))


def test_the_json_document_tells_every_file_by_its_digests() -> None:
    text = render_changes_json(CHANGES, task="new.x", is_written=False, notes=["note"])
    document = json.loads(text)
    assert document["changes"][0] == {
        "path": "new.py",
        "action": "create",
        "sha256_before": None,
        "sha256_after": sha256(b"x = 1\n").hexdigest(),
    }
    assert [change["action"] for change in document["changes"]] == ["create", "edit", "delete"]
    assert document["written"] is False
    assert document["diff"] == CHANGES.diff_text()
    assert "\x1b" not in text
