"""add-task killed at every single file operation, and sixteen at once: the app starts with all it had."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

AskCelery = Callable[..., list[str]]

# Runs add-task in forked children, each on a fresh copy and each killed one file operation later than the
# one before, until one comes through; then asks Celery about what each left, runs the command once more, and
# prints what it saw.
_KILLER = """
import hashlib, json, os, shutil, signal, sys, traceback
from pathlib import Path
import copier, celery.app.utils
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace

source, work = Path(sys.argv[1]), Path(sys.argv[2])
request = AddTaskRequest("cart", "count_items", params=("cart_id: int",), returns="int", body="echo")

def child(function):
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        try:
            os.write(writer, json.dumps(function()).encode())
        except BaseException:
            traceback.print_exc()
            os._exit(9)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        said = file.read()
    status = os.waitpid(pid, 0)[1]
    return os.waitstatus_to_exitcode(status), json.loads(said) if said else None

def arm(root, number):
    seen = [0]
    def wrap(name):
        real = getattr(os, name)
        def operation(*args, **kwargs):
            ours = isinstance(args[0], int) or str(args[0]).startswith(str(root))
            if ours and not (name == "open" and not args[1] & os.O_CREAT):
                seen[0] += 1
                if seen[0] == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)
        setattr(os, name, operation)
    for name in ("open", "link", "replace", "mkdir", "fsync", "fchmod", "unlink"):
        wrap(name)

def add(root, number=0):
    if number:
        arm(root, number)
    return add_task(open_workspace(root), request).task

def registered(root):
    os.chdir(root)
    sys.path.insert(0, str(root))
    sys.dont_write_bytecode = True
    app = celery.app.utils.find_app("shop.tasks:queue")
    app.loader.import_default_modules()
    app.finalize()
    return sorted(name for name in app.tasks if not name.startswith("celery."))

def digest(root):
    files = sorted(p for p in root.rglob("*") if p.is_file())
    whole = b"".join(str(p.relative_to(root)).encode() + p.read_bytes() for p in files)
    return hashlib.sha256(whole).hexdigest()

runs = []
for number in range(1, 100):
    root = work / str(number)
    shutil.copytree(source, root)
    code, _ = child(lambda: add(root, number))
    after_kill = child(lambda: registered(root))
    again = child(lambda: add(root))
    runs.append({"code": code, "killed": after_kill, "again": again, "digest": digest(root)})
    if code == 0:
        break
print(json.dumps(runs))
"""

_SIXTEEN = """
import os, sys
from pathlib import Path
import copier
from automappa_scaffold.operations.add_task import AddTaskRequest, add_task
from automappa_scaffold.operations.workspace import open_workspace

root = Path(sys.argv[1])
children = []
for number in range(16):
    pid = os.fork()
    if pid == 0:
        request = AddTaskRequest(("cart", "zoo")[number % 2], f"job_{number}", body="echo")
        add_task(open_workspace(root), request)
        os._exit(0)
    children.append(pid)
assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 16
"""


def _run(script: str, *arguments: Path) -> str:
    command = [sys.executable, "-B", "-W", "ignore", "-c", script, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_kill_at_any_file_operation_leaves_an_app_that_starts_and_the_next_run_completes_it(
    small_app: Path, ask_celery: AskCelery, tmp_path: Path
) -> None:
    old = ask_celery(small_app)
    runs = json.loads(_run(_KILLER, small_app, tmp_path / "work"))
    new = "shop.pages.cart.tasks.count_items.count_items"
    assert len(runs) > 15
    assert [run["code"] for run in runs] == [-9] * (len(runs) - 1) + [0]
    for number, run in enumerate(runs, start=1):
        code, names = run["killed"]
        assert code == 0, f"after a kill at operation {number} the app does not start"
        assert set(old) <= set(names) <= {*old, new}, number
        assert run["again"] == [0, new], number
        assert run["digest"] == runs[-1]["digest"], number


def test_sixteen_at_once_on_two_pages_all_register(small_app: Path, ask_celery: AskCelery) -> None:
    old = set(ask_celery(small_app))
    _run(_SIXTEEN, small_app)
    new = {f"shop.pages.{('cart', 'zoo')[n % 2]}.tasks.job_{n}.job_{n}" for n in range(16)}
    assert set(ask_celery(small_app)) == old | new
    assert not list(small_app.rglob(".automappa*"))
