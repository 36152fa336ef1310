"""Show the tool at work: a copy of the example app, a new task, and a real worker that runs it.

Nothing outside a temporary folder is written, no server is needed, and everything that was started is
stopped, also when a step fails or the demo is interrupted. Ends with 0 only if each step did what it should.
"""

import contextlib
import hashlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

EXAMPLE = Path(__file__).resolve().parent.parent / "example_app"
ADD_TASK = (
    "automappa-scaffold add-task mag_summary summarize_bins"
    " --param 'metagenome_id: int' --returns int --body echo"
)
CALL = (
    'python -c "from automappa.pages.mag_summary.tasks import summarize_bins;'
    " print('summarize_bins(1) returned', summarize_bins.delay(1).get(timeout=60))\""
)
_COMMAND_TIMEOUT_S = 300
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 20
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*", "tests")


class StepError(Exception):
    """A step of the demo did not do what it should."""


class Demo:
    """The copy of the example app, and commands that run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Nothing of the caller's shell may lead to another broker, database or app.
        others = ("AUTOMAPPA_", "CELERY_")
        withheld = ("APP", "BROKER_URL", "RESULT_BACKEND", "PYTHONPATH", "VIRTUAL_ENV")
        kept = {k: v for k, v in os.environ.items() if k not in withheld and not k.startswith(others)}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        self.environ = {**kept, "PATH": path, "OMP_NUM_THREADS": "1"}

    def run(self, command: str, *, expected: int = 0) -> None:
        """Print a command as one would type it, run it, and insist on its exit code."""
        print(f"$ {command}", flush=True)
        done = subprocess.run(
            shlex.split(command), cwd=self.folder, env=self.environ, timeout=_COMMAND_TIMEOUT_S, check=False
        )
        if done.returncode != expected:
            raise StepError(f"exit code {done.returncode} instead of {expected}: {command}")
        if expected:
            print(f"(exit code {expected})")

    @contextlib.contextmanager
    def worker(self) -> Iterator[Path]:
        """Run a worker in the background; yield its log once it is ready."""
        log = self.folder / "worker.log"
        print("$ python -m automappa worker > worker.log 2>&1 &", flush=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["python", "-m", "automappa", "worker"],
                cwd=self.folder,
                env=self.environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # its processes can be ended together
            )
        try:
            wait_until_ready(process, log)
            yield log
        finally:
            stop(process)
        print(f"$ kill {process.pid}    # the worker has ended")


def wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the worker's own word that it is ready."""
    end = time.monotonic() + _START_TIMEOUT_S
    while " ready." not in log.read_text(encoding="utf-8", errors="replace"):
        if process.poll() is not None or time.monotonic() > end:
            raise StepError(f"the worker did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a worker and its processes, in peace if it comes so."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_STOP_TIMEOUT_S)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def print_banner_tasks(log: Path) -> None:
    """Print the [tasks] list from the start of a worker's log."""
    below = log.read_text(encoding="utf-8").partition("[tasks]")[2]
    print("[tasks]" + below.partition("\n\n")[0])


def say(text: str) -> None:
    """Print what comes next."""
    print(f"\n# {text}", flush=True)


def show(demo: Demo) -> None:
    """Run all steps."""
    say("A synthetic metagenome, always the same, stored in the app's database")
    demo.run("python -m automappa synth data --contigs 10")
    files = "--metagenome data/metagenome.fna --binning data/binning.tsv --markers data/markers.tsv"
    demo.run(f"python -m automappa load demo {files}")
    say("A new task for a page: what would be written, then writing it")
    demo.run(f"{ADD_TASK} --dry-run")
    demo.run(ADD_TASK)
    say("Does every task register? By reading the source, then by a real worker's start")
    demo.run("automappa-scaffold check")
    demo.run("automappa-scaffold verify")
    show_the_way_back(demo)
    show_a_forgotten_step(demo)
    say("A worker on the embedded broker, and what it lists at its start")
    with demo.worker() as log:
        print_banner_tasks(log)
        say("The running worker's log agrees with the source")
        demo.run("automappa-scaffold verify --log worker.log")
        say("It runs the new task, and the k-mer chain")
        demo.run(CALL)
        demo.run("python -m automappa pipeline demo")


def show_the_way_back(demo: Demo) -> None:
    """Add another task and remove it: the tree is as it was, to the byte."""
    say("The way back: another task with a test, and then every file and folder as it was")
    before = digest_tree(demo.folder / "automappa")
    demo.run("automappa-scaffold add-task mag_refinement refine_bins --test")
    demo.run("automappa-scaffold remove-task refine_bins")
    after = digest_tree(demo.folder / "automappa")
    print(f"automappa/ before: {before}\nautomappa/ after:  {after}")
    if after != before or (demo.folder / "tests").exists():
        raise StepError("remove-task did not undo what add-task made")


def digest_tree(folder: Path) -> str:
    """Return a digest of every name and byte below a folder; what Python compiled is left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts:
            data = path.read_bytes() if path.is_file() else b""
            digest.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def show_a_forgotten_step(demo: Demo) -> None:
    """Undo one step of four, find it, mend it."""
    say("A step undone: the page's tasks package is taken out of `imports`")
    config = demo.folder / "automappa/conf/celeryconfig.py"
    before = config.read_text(encoding="utf-8")
    after = before.replace(', "automappa.pages.mag_summary.tasks"', "")
    after = after.replace('"automappa.pages.mag_summary.tasks", ', "")
    if after == before:
        raise StepError(f"add-task left no entry to take out:\n{before}")
    config.write_text(after, encoding="utf-8")
    demo.run("automappa-scaffold check --format full", expected=1)
    demo.run(ADD_TASK)
    demo.run("automappa-scaffold check")


def end_in_peace(number: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, so that everything is stopped."""
    sys.exit(128 + number)


def main() -> int:
    """Run the demo; return the exit code."""
    signal.signal(signal.SIGTERM, end_in_peace)
    signal.signal(signal.SIGHUP, end_in_peace)
    start = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="automappa-demo-") as temporary:
            folder = Path(temporary) / "app"
            print(f"# A copy of {EXAMPLE.name} in {folder}")
            shutil.copytree(EXAMPLE, folder, ignore=_NOT_COPIED)
            show(Demo(folder))
    except (StepError, subprocess.TimeoutExpired) as error:
        print(f"\nThe demo failed: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130
    print(f"\nAll steps done in {time.monotonic() - start:.0f} s; the copy is removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
