"""Measure how long the commands take on the example app, beside what they are held against, in one run.

    python benchmarks/start_times.py [--rounds N]

Each round runs every command once, so that whatever else the machine does hits all of them alike. The first
round warms caches up and is not counted.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "example_app"
TOOL = str(Path(sys.executable).parent / "automappa-scaffold")
PARSE_ALL = "import ast, pathlib\nfor p in pathlib.Path('.').rglob('*.py'): ast.parse(p.read_bytes())"
WORKER = (sys.executable, "-m", "celery", "-A", "automappa.tasks:queue", "worker", "-l", "INFO")
# What the template of add-task makes of the same answers, into a temporary folder, with copier alone.
RENDER = f"""
import copier, tempfile
answers = dict(
    page="mag_summary", task="summarize_bins", module="summarize_bins",
    imports="import time\\nfrom typing import Any\\n\\nfrom automappa.tasks import queue",
    decorator="@queue.task(bind=True)",
    signature="def summarize_bins(self: Any, metagenome_id: int) -> int:",
    docstring='\\"\\"\\"Run the task.\\"\\"\\"', body="echo", result="metagenome_id",
    reexport="from .summarize_bins import summarize_bins", task_name="t", task_assignment="TASK = 't'",
    app_import="from automappa.tasks import queue", app="queue", package="automappa.pages.mag_summary.tasks",
)
with tempfile.TemporaryDirectory() as folder:
    template = {str(EXAMPLE.parent / "templates" / "task")!r}
    copier.run_copy(template, folder + "/out", data=answers, defaults=True, quiet=True)
"""
ADD_TASK = (
    *(TOOL, "add-task", "mag_summary", "summarize_bins", "--param", "metagenome_id: int", "--returns", "int"),
    *("--body", "echo"),
)
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*", "tests")
_STOP_TIMEOUT_S = 20


@dataclass
class Subject:
    """A command and what was measured of it."""

    label: str
    command: Sequence[str]
    is_worker: bool = False
    adds: bool = False  # runs on a fresh copy of the example
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)  # of its children as well
    peak_mib: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the median time in seconds."""
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Aim:
    """A promise: one command takes at most so many times as long as another."""

    subject: str
    factor: float
    yardstick: str


SUBJECTS = (
    Subject("python -c pass", (sys.executable, "-c", "pass")),
    Subject('python -c "import typer"', (sys.executable, "-c", "import typer")),
    Subject("parse every file of the example", (sys.executable, "-c", PARSE_ALL)),
    Subject("automappa-scaffold --version", (TOOL, "--version")),
    Subject("automappa-scaffold --help", (TOOL, "--help")),
    Subject("automappa-scaffold check", (TOOL, "check")),
    Subject("a bare copier render of the task template", (sys.executable, "-c", RENDER)),
    Subject("automappa-scaffold add-task", ADD_TASK, adds=True),
    Subject("automappa-scaffold verify", (TOOL, "verify")),
    Subject("celery worker, to the end of its [tasks]", WORKER, is_worker=True),
)
AIMS = (
    Aim("automappa-scaffold --version", 2.0, 'python -c "import typer"'),
    Aim("automappa-scaffold --help", 2.0, 'python -c "import typer"'),
    Aim("automappa-scaffold add-task", 1.3, "a bare copier render of the task template"),
    Aim("automappa-scaffold check", 2.5, 'python -c "import typer"'),
    Aim("automappa-scaffold verify", 1.2, "celery worker, to the end of its [tasks]"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="counted rounds (default: 15)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="automappa-bench-") as temporary:
        app = Path(temporary) / "app"
        shutil.copytree(EXAMPLE, app, ignore=_NOT_COPIED)
        for number in range(rounds + 1):
            print(f"\rround {number} of {rounds}", end="", file=sys.stderr, flush=True)
            for subject in SUBJECTS:
                found = measure(subject, fresh_copy(app) if subject.adds else app)
                if number:
                    subject.seconds.append(found[0])
                    subject.cpu_seconds.append(found[1])
                    subject.peak_mib.append(found[2])
    print(file=sys.stderr)
    print_table(rounds)
    print_aims()


def fresh_copy(app: Path) -> Path:
    """Return a copy of an app; the one before is gone."""
    copy = app.with_name("fresh")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(app, copy)
    return copy


def measure(subject: Subject, app: Path) -> tuple[float, float, float]:
    """Run a command once; return its seconds, those of the processor, the largest process in MiB."""
    # Python may keep what it compiles, as on a user's machine: stale files would be compiled in each round.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ = {**kept, "OMP_NUM_THREADS": "1", "AUTOMAPPA_STATE_DIR": str(app / ".automappa")}
    (app / ".automappa" / "tmp").mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    process = subprocess.Popen(
        subject.command,
        cwd=app,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout is not None
    with process.stdout as output:
        if subject.is_worker:
            is_complete = skip_past_tasks(iter(output.readline, b""))
            seconds, cpu = time.perf_counter() - start, cpu_so_far(process.pid)
            signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
            signal.alarm(_STOP_TIMEOUT_S)
            process.terminate()
        output.read()
        _, status, usage = os.wait4(process.pid, 0)
    signal.alarm(0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if subject.is_worker:
        if not is_complete:
            sys.exit(f"{subject.label}: the worker ended before it listed its tasks")
        return seconds, cpu, usage.ru_maxrss / 1024
    if process.returncode:
        sys.exit(f"{subject.label} ended with {process.returncode}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def cpu_so_far(pid: int) -> float:
    """Return the seconds of the processor that a running process has taken, as Linux tells them."""
    numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def skip_past_tasks(lines: Iterable[bytes]) -> bool:
    """Read a worker's output up to the empty line after its [tasks]; return whether it came."""
    is_inside = False
    for line in lines:
        is_inside = is_inside or line.strip() == b"[tasks]"
        if is_inside and not line.strip():
            return True
    return False


def print_table(rounds: int) -> None:
    """Print what was measured."""
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"median of {rounds} rounds, Python {python}, {os.cpu_count()} cores\n")
    print(
        f"{'':42}{'median':>9}{'fastest':>9}{'CPU':>9}{'/ pass':>8}{'/ typer':>8}{'/ worker':>9}{'peak':>10}"
    )
    nothing, typer, worker = SUBJECTS[0].median, SUBJECTS[1].median, SUBJECTS[-1].median
    for subject in SUBJECTS:
        print(
            f"{subject.label:42}{subject.median * 1000:6.0f} ms{min(subject.seconds) * 1000:6.0f} ms"
            f"{statistics.median(subject.cpu_seconds) * 1000:6.0f} ms"
            f"{subject.median / nothing:8.2f}{subject.median / typer:8.2f}{subject.median / worker:9.2f}"
            f"{statistics.median(subject.peak_mib):6.0f} MiB"
        )


def print_aims() -> None:
    """Print whether the promises hold."""
    found = {subject.label: subject.seconds for subject in SUBJECTS}
    print()
    for aim in AIMS:
        # Round by round, so that what disturbs one round disturbs both of a pair.
        pairs = zip(found[aim.subject], found[aim.yardstick], strict=True)
        ratio = statistics.median(one / other for one, other in pairs)
        verdict = "holds" if ratio <= aim.factor else "DOES NOT HOLD"
        print(f"{verdict}: {aim.subject} takes {ratio:.2f} times {aim.yardstick} (aim: {aim.factor})")


if __name__ == "__main__":
    main()
