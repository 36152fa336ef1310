"""Measure how fast ``verify`` reads long logs and asks running workers, beside what they are held against.

    python benchmarks/reports.py [--megabytes N] [--nodes N] [--rounds N] [--broker URL]

The log is written to a temporary folder. The nodes are those of the service tests: they answer with Celery's
own handlers and run no task; the last of them waits before it answers.
"""

import argparse
import contextlib
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NODES = ROOT / "tests" / "services" / "light_nodes.py"
LINE = (
    "[2026-03-01 10:00:00,000: INFO/MainProcess] Task automappa.tasks.count_kmer"
    "[5d0e1f7a-1111-2222-3333-444455556666] succeeded in 0.0123s: 42\n"
)
OPEN = "import sys; log = sys.stdin.buffer if sys.argv[1] == '-' else open(sys.argv[1], 'rb'); "
BLOCKS = OPEN + "import shutil; shutil.copyfileobj(log, open('/dev/null', 'wb'), 1 << 16)"
LINES = OPEN + "out = open('/dev/null', 'wb')\nfor line in log: out.write(line)"
SCAN = (
    "import sys; from automappa_scaffold.cli.logs import read_blocks; "
    "from automappa_scaffold.worker.log import read_log; read_log(read_blocks(sys.argv[1]))"
)
APP = """
from celery import Celery

queue = Celery("shop", broker={broker!r})
queue.conf.update(control_exchange="{name}-control", task_default_queue="{name}-celery")


@queue.task(name="shop.ping")
def ping():
    return "pong"
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=1000, metavar="N", help="of the log (default: 1000)")
    parser.add_argument("--nodes", type=int, default=60, metavar="N", help="in the fleet (default: 60)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="counted rounds (default: 5)")
    parser.add_argument("--broker", default="redis://127.0.0.1:6379/11", metavar="URL")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="automappa-bench-") as folder:
        measure_log(Path(folder) / "worker.log", chosen.megabytes, chosen.rounds)
        measure_fleet(Path(folder) / "app", chosen.broker, chosen.nodes, chosen.rounds)


def measure_log(log: Path, megabytes: int, rounds: int) -> None:
    """Print what reading a log takes, in seconds of the processor."""
    block = (LINE * 8000).encode()
    with log.open("wb") as file:
        file.write((ROOT / "tests" / "worker_logs" / "info.log").read_bytes())
        for _ in range(megabytes * 1_000_000 // len(block)):
            file.write(block)
    ways = {"in blocks": BLOCKS, "in lines": LINES, "read_log": SCAN}
    for is_piped in (False, True):
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, script in ways.items():
                seconds[name].append(cpu_seconds(partial(run, script, log, is_piped)))
        source = "from a pipe, cat and Python together" if is_piped else "from a file"
        print(f"a log of {log.stat().st_size / 1e6:.0f} MB {source}, median of {rounds} rounds, CPU time")
        floor = statistics.median(seconds["in blocks"])
        for name, found in seconds.items():
            median = statistics.median(found)
            print(f"  {name:12}{median:6.2f} s{median / floor:7.2f} times a copy in blocks")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  largest process {peak:.0f} MiB")


def run(script: str, log: Path, is_piped: bool) -> None:
    """Run a script on the log, or behind a process that writes the log into a pipe."""
    if not is_piped:
        subprocess.run([sys.executable, "-c", script, str(log)], check=True, cwd=ROOT)
        return
    with subprocess.Popen(["cat", str(log)], stdout=subprocess.PIPE) as cat:
        subprocess.run([sys.executable, "-c", script, "-"], stdin=cat.stdout, check=True, cwd=ROOT)


def cpu_seconds(action: Callable[[], None]) -> float:
    """Return what an action's processes take, user and system."""
    before = os.times()
    action()
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measure_fleet(app: Path, broker: str, count: int, rounds: int) -> None:
    """Print how long after the slowest node the answer is there."""
    from automappa_scaffold.operations.workspace import open_workspace
    from automappa_scaffold.worker.live import connect_fleet
    from tests.services.conftest import delete_keys, delete_queues

    app.mkdir()
    name = f"automappa_bench_{uuid.uuid4().hex[:12]}"
    (app / "shop.py").write_text(APP.format(broker=broker, name=name))
    os.chdir(app)
    workspace = open_workspace(app, app="shop:queue")
    names = [f"celery@w{number:03}" for number in range(count)]
    for delay_s in (0.0, 0.5):
        late = []
        with contextlib.ExitStack() as stack:
            stack.callback(delete_keys, name)
            stack.callback(delete_queues, name)
            fleet = stack.enter_context(connect_fleet(workspace.project, workspace.start, os.environ))
            parts = [
                stack.enter_context(
                    light_nodes(app, f"{name}-celery", delay_s if part == 2 else 0, names[part::3])
                )
                for part in range(3)
            ]
            for number in range(rounds + 1):
                answer = fleet.ask((), nodes=count, timeout_s=30)
                now = time.time()
                assert len(answer.nodes) == count
                # Each node answers two questions.
                sent = [float(part.readline()) for part in parts for _ in range(2 * (count // len(parts)))]
                if number:
                    late.append(now - max(sent))
        print(
            f"{count} nodes, the last of which waits {delay_s:g} s before each answer: all is known "
            f"{statistics.median(late):.2f} s after the last answer was sent (at most {max(late):.2f} s)"
        )


@contextlib.contextmanager
def light_nodes(app: Path, queue: str, delay_s: float, names: list[str]) -> Iterator[IO[str]]:
    """Run a process of nodes for as long as the context lasts; give what it prints."""
    command = [sys.executable, str(NODES), "shop:queue", queue, str(delay_s), *names]
    with subprocess.Popen(command, cwd=app, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.stdout
        process.kill()


if __name__ == "__main__":
    main()
