"""What all tests share: settings of their own, small synthetic files, and real workers."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

from automappa.data.database import close_engines
from automappa.data.synth import Files, Recipe, write_metagenome
from automappa.settings import get_settings

EIGHT_NAMES = (
    "automappa.pages.home.tasks.status_badge.set_badge_color",
    "automappa.tasks.aggregate_embeddings",
    "automappa.tasks.count_kmer",
    "automappa.tasks.embed_kmer",
    "automappa.tasks.get_embedding_traces_df",
    "automappa.tasks.normalize_kmer",
    "automappa.tasks.preprocess_clusters_geom_medians",
    "automappa.tasks.preprocess_marker_symbols",
)
_START_TIMEOUT_S = 120
_STOP_TIMEOUT_S = 20
_RUN_TIMEOUT_S = 120
_SESSION = """
import contextlib, io, json, sys, traceback
names = {}
for line in sys.stdin:
    printed = io.StringIO()
    answer = {}
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), names)
    except Exception:
        answer["error"] = traceback.format_exc()
    print(json.dumps({**answer, "printed": printed.getvalue()}), flush=True)
"""

# What a session about runs knows: how they are started, and how they are watched until something is so.
_RUN_TOOLS = """
import json, pathlib, sqlite3, time
from automappa import pipeline, run_watch, runs, workers
from automappa.data import ingestion
from automappa.data.database import read_session
from automappa.data.loader import load_metagenome
from automappa.data.models import Run
from automappa.pages.home.tasks import set_badge_color
from automappa.settings import get_settings
from automappa.tasks import queue

def start(metagenome):
    print(runs.start_run(metagenome, k=4, norm="am_clr", methods=["pca", "bhsne"]))

def list_ids(run_id, *names):
    with read_session() as session:
        return [task_id for label, task_id in session.get(Run, run_id).steps if label.startswith(names)]

def wait_until(is_so, timeout_s=90):
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)

def wait_until_held(run_id, *names):
    def are_held():
        there = workers.find_workers(max_age_s=0)
        held = workers.list_held_tasks(there) if there.nodes else None
        return set(list_ids(run_id, *names)) <= {task.task_id for task in held or ()}
    wait_until(are_held)

def wait_until_state(run_id, state, *names):
    wait_until(lambda: {queue.backend.get_state(task_id) for task_id in list_ids(run_id, *names)} == {state})

def watch(run_id, *endings):
    seen = []
    def is_over():
        run = runs.read_run(run_id)
        shown = f"{run.state} {run.reason}".strip()
        if shown not in seen:
            seen.append(shown)
        time.sleep(0.1)
        return shown.endswith(endings)
    wait_until(is_over)
    print(*seen, sep="\\n")

def hold_database():
    global lock
    lock = sqlite3.connect(get_settings().state_dir / "automappa.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
"""


@dataclass
class Deployment:
    """The app as it runs somewhere: the settings in its environment, and a worker with its log."""

    environment: Mapping[str, str]
    folder: Path
    node: str
    worker: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def settings(self) -> dict[str, str]:
        """Return the app's settings among its environment."""
        return {name: value for name, value in self.environment.items() if name.startswith("AUTOMAPPA_")}

    @property
    def log(self) -> str:
        """Return what the worker printed so far."""
        return (self.folder / "worker.log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start the worker and wait until it says that it is ready."""
        arguments = [sys.executable, "-m", "automappa", "worker", "--name", self.node]
        arguments += ["--queues", "celery,heavy", "--concurrency", "2"]
        with (self.folder / "worker.log").open("wb") as log:
            self.worker = subprocess.Popen(
                arguments,
                env=dict(self.environment),
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + _START_TIMEOUT_S
        while " ready." not in self.log:
            if self.worker.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"the worker did not start:\n{self.log}")
            time.sleep(0.1)

    def pause(self) -> None:
        """Stop the process that takes messages; the ones that work on tasks go on."""
        assert self.worker is not None
        os.kill(self.worker.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let the process that takes messages go on."""
        assert self.worker is not None
        os.kill(self.worker.pid, signal.SIGCONT)

    def pause_pool(self) -> None:
        """Stop the processes that work on tasks; messages are taken all the same."""
        self._signal_pool(signal.SIGSTOP)

    def resume_pool(self) -> None:
        """Let the processes that work on tasks go on."""
        self._signal_pool(signal.SIGCONT)

    def _signal_pool(self, number: signal.Signals) -> None:
        assert self.worker is not None
        children = Path(f"/proc/{self.worker.pid}/task/{self.worker.pid}/children")
        for child in children.read_text(encoding="ascii").split():
            os.kill(int(child), number)

    def kill(self) -> None:
        """End the worker and its processes as a power cut would."""
        assert self.worker is not None
        os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def stop(self) -> None:
        """End the worker, in peace if it comes so."""
        assert self.worker is not None
        self.worker.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.worker.wait(_STOP_TIMEOUT_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.worker.pid, signal.SIGKILL)
        self.worker.wait()

    def run(self, *arguments: str) -> str:
        """Run Python with the settings of this deployment; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-W", "error", *arguments],
            env=dict(self.environment),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=_RUN_TIMEOUT_S,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{self.log}"
        return done.stdout

    @contextlib.contextmanager
    def open_session(self) -> Iterator[Callable[[str], str]]:
        """Give a function that runs code in one process with the settings of this deployment.

        What a process imports takes seconds; so a test that has much to ask asks one process.
        """
        process = subprocess.Popen(
            [sys.executable, "-u", "-c", _SESSION],
            env=dict(self.environment),
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        questions, answers = process.stdin, process.stdout

        def run(code: str) -> str:
            print(json.dumps(code), file=questions, flush=True)
            answer = json.loads(answers.readline())
            assert "error" not in answer, f"{answer['error']}\n{self.log}"
            return str(answer["printed"]).strip()

        with process:
            try:
                yield run
            finally:
                process.kill()

    @contextlib.contextmanager
    def ask_about_runs(self) -> Iterator[Callable[[str], str]]:
        """Give a session that knows how to start and to watch runs."""
        with self.open_session() as run:
            run(_RUN_TOOLS)
            yield run

    def take_and_do(self, run: Callable[[str], str], run_id: str, *names: str) -> None:
        """Let the worker, whose pool is paused, take these steps of a run and do them, and nothing more."""
        run(f"wait_until_held({run_id}, *{names!r})")
        self.pause()
        self.resume_pool()
        run(f"wait_until_state({run_id}, 'SUCCESS', *{names!r})")
        self.pause_pool()
        self.resume()

    def read_banner_tasks(self) -> list[str]:
        """Return the names below `[tasks]` in what the worker printed at its start."""
        below = self.log.partition("[tasks]")[2]
        block = re.match(r"\s*\n((?: +\. \S+\n)+)", below)
        assert block is not None, self.log
        return [line.split()[-1] for line in block.group(1).splitlines()]


@pytest.fixture(scope="session")
def give_up() -> Callable[[str], NoReturn]:
    """Return a function that skips a test for lack of something; in CI that is a failure."""

    def stop(reason: str) -> NoReturn:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason}, and in CI it must be there")
        pytest.skip(reason)

    return stop


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "every_database: runs on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("every_database"):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture(scope="session")
def postgresql(give_up: Callable[[str], NoReturn]) -> Iterator[str]:
    """Return the address of a database on this host's server that nobody else uses."""
    try:
        import psycopg
    except ModuleNotFoundError:
        give_up("package psycopg is not installed (extra prod)")
    name = f"automappa_test_{uuid.uuid4().hex[:12]}"
    try:
        connection = psycopg.connect("host=127.0.0.1 user=postgres connect_timeout=5", autocommit=True)
    except psycopg.OperationalError as error:
        give_up(f"PostgreSQL does not answer: {error}")
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql+psycopg://postgres@127.0.0.1:5432/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database; an empty one for SQLite."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return ""
    import psycopg

    address: str = request.getfixturevalue("postgresql")
    schema = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
    return f"{address}?options=-csearch_path%3D{schema}"


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> Iterator[None]:
    """Give each test the embedded defaults in a folder of its own, and perhaps another database."""
    for name in [name for name in os.environ if name.startswith("AUTOMAPPA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AUTOMAPPA_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("AUTOMAPPA_DATABASE_URL", database)
    get_settings.cache_clear()
    yield
    close_engines()
    get_settings.cache_clear()


@pytest.fixture
def use_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Mapping[str, str]], None]]:
    """Return a function that takes the app's settings from another environment."""

    def use(environment: Mapping[str, str]) -> None:
        close_engines()
        for name, value in environment.items():
            if name.startswith("AUTOMAPPA_"):
                monkeypatch.setenv(name, value)
        get_settings.cache_clear()

    yield use
    # Before the environment is put back: these connections belong to it.
    close_engines()


@pytest.fixture(scope="session")
def eight_names() -> list[str]:
    """Return the names that a worker of this app must register, and no others."""
    return list(EIGHT_NAMES)


@pytest.fixture(scope="session")
def small_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Return the files of a metagenome of 3 bins with 8 contigs each, and 3 contigs without a bin."""
    return write_metagenome(tmp_path_factory.mktemp("small"), Recipe(genomes=3, contigs=8, unbinned=3))


@pytest.fixture(scope="session")
def make_deployment() -> Callable[..., contextlib.AbstractContextManager[Deployment]]:
    """Return a context manager that runs a worker with more settings in its environment."""

    @contextlib.contextmanager
    def make(folder: Path, node: str, settings: Mapping[str, str]) -> Iterator[Deployment]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AUTOMAPPA_")}
        # A worker started as root says so in a warning, which is true of most containers.
        kept |= {"C_FORCE_ROOT": "1", "OMP_NUM_THREADS": "1", "AUTOMAPPA_BADGE_DELAY_S": "0.2"}
        deployment = Deployment(kept | dict(settings), folder, node)
        deployment.start()
        try:
            yield deployment
        finally:
            deployment.stop()

    return make
