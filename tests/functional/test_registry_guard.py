"""RegistryGuard in real workers, with a broker in memory."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran, clean_environ

FILES = {
    "pyproject.toml": '[tool.automappa-scaffold]\napp = "shop.tasks:queue"\n',
    "shop/__init__.py": "",
    "shop/tasks.py": (
        "from celery import Celery\n\nfrom automappa_scaffold.celery import RegistryGuard\n\n"
        'queue = Celery("shop", broker="memory://", include=["shop.more"])\n'
        'queue.steps["worker"].add(RegistryGuard{settings})\n\n\n'
        "@queue.task\ndef ping() -> str:\n    return 'pong'\n"
    ),
    "shop/more.py": (
        "from shop.tasks import queue\n\n\n@queue.task\ndef pack() -> str:\n    return 'packed'\n"
    ),
    "shop/lost.py": ("from shop.tasks import queue\n\n\n@queue.task\ndef weigh() -> int:\n    return 1\n"),
    # Another worker of the same project, started where the first one is meant.
    "shop/other.py": (
        "from celery import Celery\n\nfrom automappa_scaffold.celery import RegistryGuard\n\n"
        'queue = Celery("other", broker="memory://")\n'
        'queue.steps["worker"].add(RegistryGuard{settings})\n'
    ),
}


def lay_out(root: Path, settings: str = "") -> Path:
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{settings}", settings))
    return root


def run_worker(root: Path, app: str = "shop.tasks:queue") -> tuple[int | None, str]:
    """Return the exit code of a worker (None: it came to be ready), and what it wrote."""
    command = [sys.executable, "-m", "celery", "-A", app, "worker", "-P", "solo", "-l", "INFO"]
    command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    worker = subprocess.Popen(
        command,
        cwd=root,
        env=clean_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    timer = threading.Timer(300, worker.kill)
    timer.start()
    written = []
    assert worker.stdout is not None
    try:
        for line in worker.stdout:
            written.append(line)
            if line.rstrip().endswith(" ready."):
                return None, "".join(written)
        return worker.wait(300), "".join(written)
    finally:
        timer.cancel()
        worker.kill()
        worker.wait()
        worker.stdout.close()


def test_a_worker_with_all_its_tasks_starts(tmp_path: Path) -> None:
    code, said = run_worker(lay_out(tmp_path, ".configured(strict=True)"))
    assert code is None, said
    assert "all 2 expected tasks are registered" in said
    assert "Defined and not registered (automappa-scaffold check says why): shop.lost.weigh\n" in said
    assert "ERROR" not in said


@pytest.mark.parametrize("kind", ["lines", "json"])
def test_a_strict_guard_ends_a_worker_that_lacks_a_task_of_a_file(tmp_path: Path, kind: str) -> None:
    names = ["shop.tasks.ping", "shop.more.pack", "shop.lost.weigh"]
    text = "# what the web process sends\n" + "\n".join(names)
    if kind == "json":
        text = json.dumps({"tasks": [{"name": name} for name in names]})
    (tmp_path / "expected.txt").write_text(text)
    code, said = run_worker(lay_out(tmp_path, '.configured(strict=True, expected="expected.txt")'))
    assert code == 1, said
    assert "Task shop.lost.weigh is in expected.txt and not registered: " in said
    assert "shop.lost" in said.partition("not registered: ")[2].splitlines()[0]
    assert (
        said.partition("not registered: ")[2]
        .splitlines()[0]
        .endswith("What mends it: automappa-scaffold why shop.lost.weigh")
    )
    assert "this worker does not start" in said
    assert "[tasks]" not in said, "it ends before the list"
    assert "Traceback" not in said


def test_a_guard_that_is_not_strict_tells_and_lets_the_worker_start(tmp_path: Path) -> None:
    (tmp_path / "expected.txt").write_text("shop.tasks.ping\nshop.gone\n")
    code, said = run_worker(lay_out(tmp_path, '.configured(expected="expected.txt")'))
    assert code is None, said
    assert "Task shop.gone is in expected.txt and not registered." in said
    assert "Registered and not in expected.txt: shop.more.pack" in said


def test_the_prediction_is_what_is_expected_without_a_file(tmp_path: Path) -> None:
    root = lay_out(tmp_path, '.configured(strict=True, app="shop.tasks:queue")')
    code, said = run_worker(root, "shop.other:queue")
    assert code == 1, said
    for name in ("shop.more.pack", "shop.tasks.ping"):
        assert f"Task {name} is predicted from source and not registered" in said


@pytest.mark.parametrize(("strict", "expected"), [(True, 1), (False, None)])
def test_a_guard_that_cannot_know_stops_a_worker_only_when_strict(
    tmp_path: Path, strict: bool, expected: int | None
) -> None:
    root = lay_out(tmp_path, f'.configured(strict={strict}, expected="nowhere.txt")')
    code, said = run_worker(root)
    assert code == expected, said
    assert "RegistryGuard does not know which tasks to expect: nowhere.txt" in said
    assert "Traceback" not in said


def test_verify_and_check_are_not_disturbed_by_a_guard(tmp_path: Path, run_cli: Callable[..., Ran]) -> None:
    root = lay_out(tmp_path, '.configured(strict=True, expected="nowhere.txt")')
    ran = run_cli("verify", cwd=root)
    assert (ran.code, ran.out.splitlines()[-1].startswith("agree: ")) == (0, True), ran


def test_the_module_imports_celery_and_nothing_else_of_weight() -> None:
    script = (
        "import sys, celery.bootsteps, celery.signals\n"
        "before = set(sys.modules)\nimport automappa_scaffold.celery\n"
        "print(sorted(name for name in set(sys.modules) - before if '.' not in name or 'scaffold' in name))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['automappa_scaffold', 'automappa_scaffold.celery']"
