"""Places that cannot be written to: one message, exit code 2, and the tree as it was."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace
from tests.conftest import clean_environ

Digest = Callable[[Path], str]
TASKS = "shop/pages/cart/tasks"
ADD = ("add-task", "cart", "count_items", "--test")
REMOVE = ("remove-task", "count_items")
PAGE = ("add-page", "cellar")
# Root may write everywhere, unless it gives that up.
_AS_OTHERS = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
    if os.geteuid() == 0
    else []
)


def run(root: Path, arguments: tuple[str, ...]) -> "subprocess.CompletedProcess[str]":
    command = [*_AS_OTHERS, sys.executable, "-B", "-m", "automappa_scaffold", *arguments]
    return subprocess.run(
        command, cwd=root, env=clean_environ(), capture_output=True, text=True, timeout=300, check=False
    )


def link_out(root: Path, name: str) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / name).symlink_to(outside)


SHAPES: dict[str, tuple[tuple[str, ...], Callable[[Path], object]]] = {
    "a folder for the module": (ADD, lambda root: (root / TASKS / "count_items.py").mkdir(parents=True)),
    "a folder for the test": (
        ADD,
        lambda root: (root / "tests/test_cart_count_items.py").mkdir(parents=True),
    ),
    "a file for the package": (ADD, lambda root: (root / TASKS).touch()),
    "a file for the tests": (ADD, lambda root: (root / "tests").touch()),
    "a link out of the project": (ADD, lambda root: link_out(root, TASKS)),
    "a pipe": (ADD, lambda root: os.mkfifo(root / TASKS)),
    "a file for the page": (PAGE, lambda root: (root / "shop/pages/cellar").touch()),
    "a page out of the project": (PAGE, lambda root: link_out(root, "shop/pages/cellar")),
    "settings that may not change": (ADD, lambda root: (root / "shop/conf").chmod(0o555)),
    "a page that may not change": (ADD, lambda root: (root / "shop/pages/cart").chmod(0o555)),
    "pages that may not change": (PAGE, lambda root: (root / "shop/pages").chmod(0o555)),
    "a package that may not change": (REMOVE, lambda root: (root / TASKS).chmod(0o555)),
    "settings that keep the entry": (REMOVE, lambda root: (root / "shop/conf").chmod(0o555)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_place_that_cannot_be_written_to_is_refused(
    small_app: Path, tree_digest: Digest, shape: str
) -> None:
    arguments, prepare = SHAPES[shape]
    if arguments is REMOVE:
        add_task(open_workspace(small_app), AddTaskRequest("cart", "count_items"))
    prepare(small_app)
    before = tree_digest(small_app)
    ran = run(small_app, arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: ")
    assert ran.stderr.count("error: ") == 1
    assert tree_digest(small_app) == before
    outside = small_app.parent / "outside"
    assert not outside.exists() or not list(outside.iterdir())
