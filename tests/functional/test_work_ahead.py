"""A second process helps with many files: it changes no answer, and leaves nothing behind."""

import contextlib
import marshal
import mmap
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from automappa_scaffold.files.ahead import FEWEST_FILES, Ahead, Made, start_ahead
from automappa_scaffold.files.blocks import Piece
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.project.finding import find_project
from automappa_scaffold.project.layout import iter_source_paths

TOOL = str(Path(sys.executable).with_name("automappa-scaffold"))
PAGES = FEWEST_FILES // 6

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
    assert len(list(iter_source_paths(find_project(root, disk=Disk(0))))) >= FEWEST_FILES
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
    while process.poll() is None and not _children(process.pid):
        time.sleep(0.001)
    with contextlib.suppress(ProcessLookupError):  # a machine may be so fast
        os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=300)
    # Whoever still runs holds the writing end open, and this would wait for ever.
    assert os.read(reading, 1) == b""
    os.close(reading)


@pytest.fixture
def paths(tmp_path: Path) -> Sequence[str]:
    return [str(tmp_path / f"{number}.py") for number in range(FEWEST_FILES)]


@dataclass
class Helper:
    """A second process that begins each of its two rounds when it is let."""

    ahead: Ahead
    rounds: mmap.mmap

    def let(self, rounds: int) -> None:
        self.rounds[0] = rounds

    def wait_for(self, path: str) -> Made:
        while (made := self.ahead.take(path, "")) is None:
            time.sleep(0.001)
        status, digest, small, large, once = made
        texts = {name: self._at(piece) for name, piece in large.items()}
        return status, digest, small, texts, {name: marshal.loads(self._at(p)) for name, p in once.items()}

    def _at(self, piece: Piece) -> bytes:
        return self.ahead.results.read(piece[0], piece[0] + piece[1])


@pytest.fixture
def helper(paths: Sequence[str]) -> Iterator[Helper]:
    # Started as such: whether it pays, on this machine and with these threads, is another question.
    ahead = Ahead(paths, heavy=frozenset({"tree"}), last=frozenset())
    started = Helper(ahead, mmap.mmap(-1, 1))
    wanted, made = [paths[-2]], list[str]()

    def make(path: str, is_parsed_here: bool, is_urgent: bool) -> Made | None:
        while started.rounds[0] < (1 if is_urgent else 2):
            time.sleep(0.001)
        if is_urgent and path.endswith("1.py"):
            return None
        if path == paths[-2]:
            wanted.append(paths[-3])
        made.append(path)
        told = {"parsed": is_parsed_here, "urgent": is_urgent, "as": len(made)}
        return None, path, told, {"text": b"x"}, {"number": (len(path), "x")}

    ahead.start(make, wanted)
    yield started
    started.ahead.stop()


def test_results_come_once_and_what_is_urgent_first(helper: Helper, paths: Sequence[str]) -> None:
    helper.let(1)
    last = helper.wait_for(paths[-1])
    count = sum(not path.endswith("1.py") for path in paths)
    told = {"parsed": True, "urgent": True, "as": count}
    assert last == (None, paths[-1], told, {"text": b"x"}, {"number": (len(paths[-1]), "x")})
    assert helper.ahead.take(paths[-1], "tree") is None
    assert helper.ahead.take(paths[11], "tree") is None  # from here on it is for this process to parse
    helper.let(2)
    told = {"parsed": False, "urgent": False, "as": count + 2}
    assert helper.wait_for(paths[11]) == (
        None,
        paths[11],
        told,
        {"text": b"x"},
        {"number": (len(paths[11]), "x")},
    )


def test_what_is_wanted_is_made_first_and_then_what_that_wants(helper: Helper, paths: Sequence[str]) -> None:
    helper.let(1)
    made = [helper.wait_for(path) for path in (paths[-2], paths[-3], paths[0])]
    assert [small["as"] for _, _, small, _, _ in made] == [1, 2, 3]


def test_without_its_process_everything_is_left_to_the_caller(helper: Helper, paths: Sequence[str]) -> None:
    os.kill(helper.ahead.pid, signal.SIGKILL)
    assert helper.ahead.take(paths[0], "tree") is None
    helper.ahead.stop()
    assert helper.ahead.take(paths[-1], "tree") is None


def test_few_files_start_no_process(paths: Sequence[str]) -> None:
    assert start_ahead(paths[:-1], lambda *_: None, wanted=[], heavy=frozenset(), last=frozenset()) is None


def _children(pid: int) -> str:
    """Return the processes that one has started; a system that does not tell has none."""
    try:
        return "".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    except OSError:
        return ""


def _take_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
