"""Measure `check` on generated apps of several sizes, as ratios to parsing every file, in one run.

    python benchmarks/big_apps.py [--pages 3 100 500] [--rounds 5] [--others]

Each round runs every command once, in the same order, on the same app; what is printed are medians over the
rounds of a command's time divided by the floor's of the same round, so that whatever else the machine does
hits all alike. The floor is one CPython process that reads every file and gives it to ``ast.parse``.
"""

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from generated_app import write_app  # type: ignore[import-not-found]  # beside this file

TOOL = str(Path(sys.executable).parent / "automappa-scaffold")
RUFF = str(Path(sys.executable).parent / "ruff")
CACHE = ".automappa_scaffold_cache"
FLOOR = (
    "import ast, os\n"
    "for folder, _, names in os.walk('.'):\n"
    "    for name in names:\n"
    "        if name.endswith('.py'):\n"
    "            with open(os.path.join(folder, name), 'rb') as file: ast.parse(file.read())"
)
TASK = "\n\n@queue.task\ndef added_{number}(metagenome_id: int) -> int:\n    return metagenome_id\n"
# Statuses of files that were changed so shortly before a run are not believed by it.
_TRUSTED_AFTER_S = 2.2


@dataclass
class Subject:
    """A command, what is done to the app before each of its runs, and what was measured.

    Attributes:
        cpu_seconds: of all its processes; on a busy machine these say more than ``seconds``.
    """

    label: str
    command: Sequence[str]
    prepare: Callable[[Path, int], None] = lambda app, number: None
    codes: tuple[int, ...] = (0,)
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)


def _without_cache(app: Path, number: int) -> None:
    shutil.rmtree(app / CACHE, ignore_errors=True)


def _with_another_body(app: Path, number: int) -> None:
    path = app / "automappa/pages/page_001/tasks/export.py"
    text = re.sub(r'"kept": \d+\}', f'"kept": {number}}}', path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def _with_another_task(app: Path, number: int) -> None:
    path = app / "automappa/pages/page_002/tasks/export.py"
    text = path.read_text(encoding="utf-8").partition("\n\n@queue.task\ndef added_")[0]
    path.write_text(text + TASK.format(number=number), encoding="utf-8")


def subjects(others: Path | None) -> list[Subject]:
    """Return what is measured, the floor first."""
    found = [
        Subject("read and parse every file", (sys.executable, "-c", FLOOR)),
        Subject('python -c "import typer"', (sys.executable, "-c", "import typer")),
        Subject("check --no-cache", (TOOL, "check", "--no-cache"), codes=(0, 1)),
        Subject("check, cold", (TOOL, "check"), _without_cache, codes=(0, 1)),
        Subject("check, warm", (TOOL, "check"), codes=(0, 1)),
        Subject("check, a task's body changed", (TOOL, "check"), _with_another_body, codes=(0, 1)),
        Subject("check, a task added", (TOOL, "check"), _with_another_task, codes=(0, 1)),
        Subject(
            "ruff check --select F --no-cache",
            (RUFF, "check", "--select", "F", "--no-cache", "."),
            codes=(0, 1),
        ),
    ]
    if others is not None:
        audit = (str(others / "bin/celery-audit"), "--config", "automappa/conf/celeryconfig.py", ".")
        found.append(Subject("celery-audit 0.1.0", audit, codes=(0, 1)))
    return found


def measure(subject: Subject, app: Path, number: int) -> None:
    """Run a command once, and note its seconds and its largest process's peak memory."""
    subject.prepare(app, number)
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(
        subject.command, cwd=app, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    subject.seconds.append(time.perf_counter() - start)
    subject.cpu_seconds.append(usage.ru_utime + usage.ru_stime)  # a second process's too, once it ended
    subject.peak_mib.append(usage.ru_maxrss / 1024)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in subject.codes:
        sys.exit(f"{subject.label} ended with {process.returncode}")


def measure_app(pages: int, rounds: int, others: Path | None, folder: Path) -> None:
    """Measure everything on an app of so many pages, and print it."""
    app = folder / f"app{pages}"
    write_app(app, pages)
    time.sleep(_TRUSTED_AFTER_S)
    measured = subjects(others)
    for number in range(rounds + 1):
        print(f"\r{pages} pages, round {number} of {rounds}", end="", file=sys.stderr, flush=True)
        for subject in measured:
            measure(subject, app, number)
    print(file=sys.stderr)
    files = sum(1 for _ in app.rglob("*.py"))
    print(f"\n{pages} pages, {files} files, median of {rounds} rounds")
    print(f"{'':38}{'median':>10}{'/ floor':>10}{'/ typer':>10}{'CPU':>10}{'/ floor':>10}{'peak':>11}")
    floor, typer = measured[0].seconds[1:], measured[1].seconds[1:]
    floor_cpu = measured[0].cpu_seconds[1:]
    for subject in measured:
        seconds = subject.seconds[1:]  # the first round warms the machine's caches up
        print(
            f"{subject.label:38}{statistics.median(seconds) * 1000:7.0f} ms"
            f"{_ratio(seconds, floor):10.3f}{_ratio(seconds, typer):10.2f}"
            f"{statistics.median(subject.cpu_seconds[1:]) * 1000:7.0f} ms"
            f"{_ratio(subject.cpu_seconds[1:], floor_cpu):10.3f}"
            f"{max(subject.peak_mib):7.0f} MiB"
        )


def _ratio(seconds: Sequence[float], yardstick: Sequence[float]) -> float:
    return statistics.median(one / other for one, other in zip(seconds, yardstick, strict=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, nargs="+", default=[3, 100, 500], metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="counted rounds (default: 5)")
    parser.add_argument(
        "--others", action="store_true", help="measure celery-audit too, installed for the purpose"
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="automappa-bench-") as temporary:
        folder = Path(temporary)
        os.environ["HOME"] = str(folder / "home")
        others = None
        if chosen.others:
            others = folder / "others"
            venv.create(others, with_pip=True)
            pip = [str(others / "bin/python"), "-m", "pip", "install", "--quiet", "celery-audit==0.1.0"]
            subprocess.run(pip, check=True)
        for pages in chosen.pages:
            measure_app(pages, chosen.rounds, others, folder)


if __name__ == "__main__":
    main()
