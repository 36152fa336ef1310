"""A second process helps with many files: it changes no answer, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from automappa_scaffold.files.ahead import FEWEST_FILES, Ahead, Made, start_ahead

TOOL = str(Path(sys.executable).with_name("automappa-scaffold"))
PAGES = FEWEST_FILES // 8

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no helper")

HELPER = "import logging\n\nlogger = logging.getLogger(__name__)\n"
TASK = (
    "from shop.tasks import queue\n\n\n@queue.task\n"
    "def {name}(size: int, label: str | None = None) -> int:\n    return size\n"
)
CALLS = (
    "from shop.pages.{page}.tasks.paint import paint\nfrom shop.pages.{page}.tasks import sweep\n\n\n"
    "def on_click(size):\n    paint.delay(size)\n    sweep.paint.delay(size, 2, 3, 4)\n    paint.delay()\n"
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with enough files, many of them wrong in one way or another."""
    root = tmp_path_factory.mktemp("shop")
    pages = [f"page_{number:03}" for number in range(PAGES)]
    listed = ", ".join(f'"shop.pages.{page}.tasks"' for page in pages)
    files = {
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["celery"]\n',
        "shop/__init__.py": "",
        "shop/tasks.py": "from celery import Celery\n\nqueue = Celery(__name__)\n"
        'queue.config_from_object("shop.celeryconfig")\n',
        "shop/celeryconfig.py": f"imports = [{listed}]\n",
        "shop/pages/__init__.py": "",
    }
    for number, page in enumerate(pages):
        folder = f"shop/pages/{page}"
        files[f"{folder}/__init__.py"] = ""
        files[f"{folder}/tasks/__init__.py"] = 'from .paint import paint\n\n__all__ = ["paint"]\n'
        files[f"{folder}/tasks/paint.py"] = TASK.format(name="paint")
        files[f"{folder}/tasks/sweep.py"] = TASK.format(name="sweep") + "    def broken(:\n" * (
            number % 7 == 0
        )
        files[f"{folder}/callbacks.py"] = CALLS.format(page=page)
        files[f"{folder}/tests/test_it.py"] = CALLS.format(page=page)
        files[f"{folder}/layout.py"] = HELPER + "# automappa: ignore[AMS201] nothing to take back\n"
        files[f"{folder}/models.py"] = HELPER if number % 5 else "\0"
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("arguments", [("check", "--format", "json"), ("tasks", "--format", "json")])
def test_answers_are_the_same_with_and_without_it(shop: Path, arguments: Sequence[str]) -> None:
    command = [TOOL, *arguments, "--no-cache"]
    alone = subprocess.run(command, cwd=shop, capture_output=True, check=False, preexec_fn=_take_one_core)
    helped = subprocess.run(command, cwd=shop, capture_output=True, check=False)
    assert alone.stdout.count(b"paint") >= PAGES
    assert (helped.returncode, helped.stdout, helped.stderr) == (alone.returncode, alone.stdout, alone.stderr)


def test_an_interrupted_command_leaves_no_process(shop: Path) -> None:
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [TOOL, "check", "--no-cache"],
        cwd=shop,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(writing,),
        start_new_session=True,
    )
    os.close(writing)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=30)
    # Whoever still runs holds the writing end open, and this would wait for ever.
    assert os.read(reading, 1) == b""
    os.close(reading)


@pytest.fixture
def paths(tmp_path: Path) -> Sequence[str]:
    return [str(tmp_path / f"{number}.py") for number in range(FEWEST_FILES)]


@pytest.fixture
def ahead(paths: Sequence[str]) -> Iterator[Ahead]:
    started = start_ahead(paths, _make, heavy=frozenset({"tree"}), last=frozenset())
    assert started is not None
    yield started
    started.stop()


def test_results_come_once_and_what_is_urgent_first(ahead: Ahead, paths: Sequence[str]) -> None:
    last = _wait_for(ahead, paths[-1])
    assert last == (None, paths[-1], {"parsed": True, "urgent": True}, {"text": b"x"})
    assert ahead.take(paths[-1], "tree") is None
    assert ahead.take(paths[1], "tree") is None  # from here on it is for this process to parse
    assert _wait_for(ahead, paths[1]) == (None, paths[1], {"parsed": False, "urgent": False}, {"text": b"x"})


def test_without_its_process_everything_is_left_to_the_caller(ahead: Ahead, paths: Sequence[str]) -> None:
    os.kill(ahead.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert ahead.take(paths[0], "tree") is None
    ahead.stop()
    assert ahead.take(paths[-1], "tree") is None


def test_few_files_start_no_process(paths: Sequence[str]) -> None:
    assert start_ahead(paths[:-1], _make, heavy=frozenset(), last=frozenset()) is None


def _make(path: str, is_parsed_here: bool, is_urgent: bool) -> Made | None:
    time.sleep(0.0001)
    if is_urgent and path.endswith("1.py"):
        return None
    return None, path, {"parsed": is_parsed_here, "urgent": is_urgent}, {"text": b"x"}


def _wait_for(ahead: Ahead, path: str) -> Made | None:
    for _ in range(2000):
        made = ahead.take(path, "")
        if made is not None:
            return made
        time.sleep(0.005)
    return None


def _take_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
