"""Commands that run at once on one project wait for each other, and each finds the others' work."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

AskCelery = Callable[..., list[str]]
Digest = Callable[[Path], str]

# Sixteen processes that begin together; each runs its own lines.
_SIXTEEN = """
import os, sys
from pathlib import Path
from automappa_scaffold.operations.add_page import add_page
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.remove_task import remove_task
from automappa_scaffold.operations.workspace import open_workspace

root, code = Path(sys.argv[1]), sys.argv[2]
reader, writer = os.pipe()
children = []
for number in range(16):
    pid = os.fork()
    if pid == 0:
        os.close(writer)
        os.read(reader, 1)  # ends when the parent closes its end
        page = ("cart", "zoo")[number % 2]
        exec(code)
        os._exit(0)
    children.append(pid)
os.close(writer)
assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 16
"""
CONFIG = "shop/conf/celeryconfig.py"
_ADD = "add_task(open_workspace(root), AddTaskRequest(page, f'job_{number}', body='echo'))"
_REMOVE = "remove_task(open_workspace(root), f'job_{number}')"
_PAGES = "add_page(open_workspace(root), f'page_{number}')"


def run_sixteen(root: Path, code: str) -> None:
    command = [sys.executable, "-B", "-W", "ignore", "-c", _SIXTEEN, str(root), code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr


def test_sixteen_tasks_on_two_pages_all_register_and_all_go_again(
    small_app: Path, ask_celery: AskCelery, tree_digest: Digest
) -> None:
    old, before = set(ask_celery(small_app)), tree_digest(small_app)
    config = (small_app / CONFIG).read_bytes()
    run_sixteen(small_app, _ADD)
    new = {f"shop.pages.{('cart', 'zoo')[n % 2]}.tasks.job_{n}.job_{n}" for n in range(16)}
    assert set(ask_celery(small_app)) == old | new
    assert not list(small_app.rglob(".automappa*"))
    run_sixteen(small_app, _REMOVE)
    assert set(ask_celery(small_app)) == old
    (small_app / CONFIG).write_bytes(config)  # a list of four stands in rows, and so may one of two
    assert tree_digest(small_app) == before


def test_sixteen_pages_are_all_named(small_app: Path) -> None:
    for page in ("cart", "home", "zoo"):
        (small_app / f"shop/pages/{page}/layout.py").write_text("")
    (small_app / "shop/web.py").write_text('PAGES = [\n    "cart",\n    "home",\n    "zoo",\n]\n')
    run_sixteen(small_app, _PAGES)
    named = ["cart", "home", *(f"page_{number}" for number in range(16)), "zoo"]
    listed = "".join(f'    "{name}",\n' for name in named)
    assert (small_app / "shop/web.py").read_text() == f"PAGES = [\n{listed}]\n"
