"""Measure what the pytest plugin and the pre-commit hook cost where they run.

    python benchmarks/where_people_work.py [--rounds N]

A test run that does not use the plugin is timed with and without it; ``check`` on the example app, warm,
is what the hook adds to pre-commit's own time. Everything runs once per round, so that whatever else the
machine does hits all alike; the first round is not counted. Times are of the processor, not of the clock.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "example_app"
TOOL = str(Path(sys.executable).parent / "automappa-scaffold")
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:dash", "test_one.py")
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*", "tests")

SUBJECTS: dict[str, Sequence[str]] = {
    "pytest, without the plugin": (*PYTEST, "-p", "no:automappa-scaffold"),
    "pytest, with the plugin, unused": PYTEST,
    "pytest --celery-tasks": (*PYTEST, "--celery-tasks", "--celery-tasks-project", "app"),
    "automappa-scaffold check, warm": (TOOL, "check", "--project", "app"),
    "python -c pass": (sys.executable, "-c", "pass"),
}
# What is aimed at: one thing takes at most so many seconds more than another.
AIMS = (
    ("pytest, with the plugin, unused", 0.03, "pytest, without the plugin"),
    ("automappa-scaffold check, warm", 0.3, "python -c pass"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="counted rounds (default: 15)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="automappa-bench-") as temporary:
        folder = Path(temporary)
        shutil.copytree(EXAMPLE, folder / "app", ignore=_NOT_COPIED)
        (folder / "test_one.py").write_text("def test_one():\n    pass\n")
        times: dict[str, list[float]] = {label: [] for label in SUBJECTS}
        for number in range(rounds + 1):
            for label, command in SUBJECTS.items():
                seconds = run(command, folder)
                if number:
                    times[label].append(seconds)
    report({label: statistics.median(values) for label, values in times.items()}, rounds)


def run(command: Sequence[str], folder: Path) -> float:
    """Return the seconds of processor time that a command takes, which must succeed."""
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def report(medians: dict[str, float], rounds: int) -> None:
    """Print medians in milliseconds, and whether the aims hold."""
    print(f"median of {rounds} rounds")
    for label, seconds in medians.items():
        print(f"  {label:34} {1000 * seconds:7.0f} ms")
    for label, most, yardstick in AIMS:
        more = medians[label] - medians[yardstick]
        verdict = "holds" if more <= most else "does not hold"
        print(f"{label}: {1000 * more:.0f} ms more than {yardstick}; at most {1000 * most:.0f}: {verdict}")


if __name__ == "__main__":
    main()
