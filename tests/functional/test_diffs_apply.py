"""The diff that a dry run prints: real git applies it, and the tree is then what the command itself makes."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.editing.changeset import ChangeSet
from automappa_scaffold.operations.add_page import add_page
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.remove_task import remove_task
from automappa_scaffold.operations.workspace import open_workspace
from automappa_scaffold.project.repository import folder_in_repository
from tests.conftest import Ran

Digest = Callable[[Path], str]
Run = Callable[..., Ran]
TASKS, CONFIG = "shop/pages/home/tasks", "shop/conf/celeryconfig.py"


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    options = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=false"]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    subprocess.run(["git", *options, *arguments], cwd=folder, input=stdin, env=environ, check=True)


def as_crlf(root: Path) -> None:
    text = b'imports = (\r\n    "shop.pages.home.tasks",\r\n    "shop.tasks",\r\n)'
    (root / CONFIG).write_bytes(text)


def as_latin_1(root: Path) -> None:
    module = root / TASKS / "status_badge.py"
    module.write_bytes(b"# -*- coding: latin-1 -*-\n# caf\xe9\n" + module.read_bytes())
    (root / CONFIG).write_bytes(b'# coding: latin-1\nimports = "shop.pages.home.tasks", "shop.tasks"  # \xe9')


def as_links(root: Path) -> None:
    (root / "shared").mkdir()
    (root / TASKS).rename(root / "shared/home tasks")
    (root / TASKS).symlink_to("../../../shared/home tasks")
    (root / CONFIG).chmod(0o755)


def as_foreign(root: Path) -> None:
    (root / "shop/pages/größe").mkdir()
    (root / "shop/pages/größe/__init__.py").write_text("")


SHAPES: dict[str, Callable[[Path], object]] = {
    "plain": lambda root: None,
    "CRLF, no final newline": as_crlf,
    "latin-1": as_latin_1,
    "links and modes": as_links,
    "names": as_foreign,
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", ["", 'apps/a "b" größe/shop'])
@pytest.mark.parametrize("is_started_at_the_top", [True, False])
def test_git_applies_the_diff_to_the_same_tree(
    small_app: Path, tmp_path: Path, tree_digest: Digest, shape: str, place: str, is_started_at_the_top: bool
) -> None:
    SHAPES[shape](small_app)
    top = tmp_path / "top"
    root = top / place
    shutil.copytree(small_app, root, symlinks=True)
    git(top, "init", "-q")
    git(top, "add", ".")
    git(top, "commit", "-qm", "x")
    page = "größe" if shape == "names" else "home"
    request = AddTaskRequest(page, "zähle", module="status_badge" if page == "home" else "", with_test=True)

    def apply(changes: ChangeSet) -> None:
        diff = changes.diff(folder_in_repository(root))
        git(top if is_started_at_the_top else root, "apply", stdin=diff)

    steps: list[Callable[[Path, bool], ChangeSet]] = [
        lambda where, dry: add_page(open_workspace(where), "cellar", dry_run=dry).changeset,
        lambda where, dry: add_task(open_workspace(where), request, dry_run=dry).changeset,
        lambda where, dry: remove_task(open_workspace(where), "zähle", dry_run=dry).changeset,
    ]
    for step in steps:
        apply(step(root, True))
        step(small_app, False)
        assert listed(root) == listed(small_app)


def listed(root: Path) -> dict[str, bytes]:
    paths = [path for path in root.rglob("*") if ".git" not in path.parts and path.is_file()]
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


def test_the_printed_diff_of_a_project_in_a_subfolder_applies_from_there(
    run_cli: Run, small_app: Path, tmp_path: Path
) -> None:
    top = tmp_path / "top"
    shutil.copytree(small_app, top / "apps/shop")
    git(top, "init", "-q")
    root = top / "apps/shop"
    ran = run_cli("add-task", "cart", "count_items", "-n", cwd=root)
    assert "+++ b/apps/shop/shop/pages/cart/tasks/count_items.py\n" in ran.out
    git(root, "apply", stdin=ran.out.encode())
    assert run_cli("add-task", "cart", "count_items", "--check", cwd=root).code == 0
    gone = run_cli("remove-task", "count_items", "--dry-run", cwd=root)
    git(root, "apply", stdin=gone.out.encode())
    assert listed(root) == listed(small_app)
