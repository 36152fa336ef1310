import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Run = Callable[..., Ran]
Digest = Callable[[Path], str]


def test_a_page_is_made_once_and_a_second_run_changes_nothing(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    first = run_cli("add-page", "taxonomy", cwd=example)
    assert (first.code, first.err) == (0, "")
    assert first.out.splitlines() == [
        "create automappa/pages/taxonomy/__init__.py",
        "create automappa/pages/taxonomy/layout.py",
    ]
    after = tree_digest(example)
    second = run_cli("add-page", "taxonomy", cwd=example)
    assert second == Ran(0, "All is in place: the page taxonomy is there.\n", "")
    assert tree_digest(example) == after


def test_a_dry_run_prints_a_diff_that_git_applies(run_cli: Run, example: Path, tree_digest: Digest) -> None:
    before = tree_digest(example)
    ran = run_cli("add-page", "taxonomy", "--dry-run", cwd=example)
    assert (ran.code, ran.err) == (0, "")
    assert tree_digest(example) == before
    subprocess.run(["git", "apply"], input=ran.out, text=True, cwd=example, check=True)
    assert run_cli("add-page", "taxonomy", "--check", cwd=example).code == 0


def test_check_ends_with_1_where_something_would_change_and_writes_nothing(
    run_cli: Run, example: Path, tree_digest: Digest
) -> None:
    before = tree_digest(example)
    ran = run_cli("add-page", "taxonomy", "--check", cwd=example)
    assert ran.code == 1
    assert ran.out.splitlines()[0] == "would create automappa/pages/taxonomy/__init__.py"
    assert tree_digest(example) == before
    assert run_cli("add-page", "taxonomy", "--check", "--format", "json", cwd=example).code == 1


def test_json_is_printed_alone_and_says_whether_it_was_written(run_cli: Run, example: Path) -> None:
    for arguments, is_written in ((["--dry-run"], False), ([], True)):
        ran = run_cli("add-page", "taxonomy", "--format", "json", *arguments, cwd=example)
        document = json.loads(ran.out)
        assert (ran.code, ran.err, document["schema"], document["written"]) == (0, "", 1, is_written)
        assert [change["action"] for change in document["changes"]] == ["create", "create"]


@pytest.mark.parametrize("name", ["class", "not-a-name", "1st", "", "a.b", "../evil"])
def test_a_name_that_cannot_be_used_is_refused(
    run_cli: Run, example: Path, tree_digest: Digest, name: str
) -> None:
    before = tree_digest(example)
    ran = run_cli("add-page", name, cwd=example)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {name!r} cannot name a page")
    assert tree_digest(example) == before
