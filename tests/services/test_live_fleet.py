"""``verify --live`` on real brokers: releases side by side, nodes that go and come, broken brokers."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, clean_environ
from tests.services.conftest import AMQP, REDIS, require

Run = Callable[..., Ran]
BADGE = "automappa.pages.home.tasks.status_badge.set_badge_color"
NODES = Path(__file__).with_name("light_nodes.py")
BROKERS = {"RabbitMQ": AMQP, "Redis": REDIS}


class Site:
    """Two releases of the example app beside a broker, and their workers."""

    def __init__(self, folder: Path, new: Path, broker: str, prefix: str) -> None:
        self.folder = folder
        self.new = new
        config = new / "automappa" / "conf" / "celeryconfig.py"
        # Whatever else runs on this broker is not asked, and does not answer.
        config.write_text(config.read_text() + f'\ncontrol_exchange = "{prefix}-control"\n')
        self.old = folder / "old"
        shutil.copytree(new, self.old)
        (self.old / "automappa/pages/home/tasks/__init__.py").write_text('"""No tasks yet."""\n')
        self.environ = clean_environ(
            AUTOMAPPA_STATE_DIR=str(folder / "state"),
            AUTOMAPPA_QUEUE_PREFIX=f"{prefix}-" if broker else "",
            **({"AUTOMAPPA_BROKER_URL": broker} if broker else {}),
        )
        self.prefix = f"{prefix}-" if broker else ""
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, node: str, release: Path, queue: str) -> None:
        command = [sys.executable, "-m", "celery", "-A", "automappa.tasks:queue", "worker", "-P", "solo"]
        command += ["-n", node, "-Q", self.prefix + queue, "--without-gossip", "--without-mingle"]
        with (self.folder / f"{node}.log").open("ab") as log:
            self.workers[node] = subprocess.Popen(
                command, cwd=release, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )

    def stop(self, node: str, number: signal.Signals = signal.SIGKILL) -> None:
        worker = self.workers.pop(node)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, number)
        worker.wait(300)

    def close(self) -> None:
        for node in list(self.workers):
            self.stop(node)


@pytest.fixture(params=["RabbitMQ", "Redis"])
def site(request: pytest.FixtureRequest, tmp_path: Path, example: Path, scratch: str) -> Iterator[Site]:
    require(request.param)
    pytest.importorskip("sqlalchemy")
    made = Site(tmp_path, example, BROKERS[request.param], scratch)
    yield made
    made.close()


def test_three_workers_of_two_releases(site: Site, run_cli: Run) -> None:
    site.start("new@test", site.new, "celery")
    site.start("old@test", site.old, "celery")
    site.start("heavy@test", site.old, "heavy")

    def verify(*options: str) -> Ran:
        return run_cli("verify", "--live", "--nodes", "3", *options, cwd=site.new, environ=site.environ)

    ran = verify("--timeout", "200", "--format", "json")
    document = json.loads(ran.out)
    assert ran.code == 1, ran
    assert document["agree"] is False
    assert [(task["name"], task["code"]) for task in document["missing"]] == [(BADGE, "AMS501")]
    assert {name: node["missing"] for name, node in document["nodes"].items()} == {
        "new@test": [],
        "old@test": [BADGE],
        "heavy@test": [],  # nobody sends it the badge's messages
    }
    assert document["nodes"]["heavy@test"]["queues"] == [f"{site.prefix}heavy"]

    # The old release is replaced while a deployment waits for the fleet.
    waiting: list[Ran] = []
    gate = threading.Thread(target=lambda: waiting.append(verify("--wait", "--timeout", "300")))
    gate.start()
    time.sleep(2)
    site.stop("old@test", signal.SIGTERM)
    site.start("old@test", site.new, "celery")
    gate.join(400)
    assert waiting[0].code == 0, waiting[0]
    assert waiting[0].out.splitlines()[-1] == "agree: 3 nodes register 8 tasks, as predicted"

    site.stop("heavy@test", signal.SIGKILL)
    ran = verify("--timeout", "8")  # as long as those have who are there
    assert ran.code == 1
    said = ran.out.splitlines()
    assert said[-1].startswith("mismatch: 2 of 3 nodes answered")
    queue = f"{site.prefix}heavy"
    assert (
        f"no node: nobody who answered takes messages from {queue}, where automappa.tasks.embed_kmer"
        in ran.out
    )


def test_a_watch_tells_each_change_until_it_is_interrupted(site: Site) -> None:
    site.start("only@test", site.new, "celery,heavy")
    command = [sys.executable, "-u", "-m", "automappa_scaffold", "verify", "--live", "--watch"]
    command += ["--nodes", "1"]
    said = site.folder / "watch.log"
    with said.open("wb") as log:
        watch = subprocess.Popen(command, cwd=site.new, env=site.environ, stdout=log, stderr=log)

    def wait_for(text: str) -> None:
        until = time.monotonic() + 300
        while text not in said.read_text():
            assert time.monotonic() < until, said.read_text()
            assert watch.poll() is None, said.read_text()
            time.sleep(0.2)

    try:
        wait_for("agree: only@test registers 8 tasks")
        site.stop("only@test", signal.SIGTERM)
        site.start("only@test", site.old, "celery,heavy")
        wait_for(f"missing: {BADGE}")
        watch.send_signal(signal.SIGINT)
        assert watch.wait(300) == 130
    finally:
        watch.kill()
        watch.wait()
    assert "Traceback" not in said.read_text()


def test_the_embedded_broker_carries_questions_too(
    tmp_path: Path, example: Path, scratch: str, run_cli: Run
) -> None:
    pytest.importorskip("sqlalchemy")
    site = Site(tmp_path, example, "", scratch)
    try:
        site.start("new@test", site.new, "celery,heavy")
        options = ("--nodes", "1", "--timeout", "200")
        ran = run_cli("verify", "--live", *options, cwd=site.new, environ=site.environ)
        assert (ran.code, ran.out.splitlines()[-1]) == (
            0,
            "agree: new@test registers 8 tasks, as predicted",
        ), ran
        ran = run_cli("tasks", "--from", "live", "--format", "names", cwd=site.new, environ=site.environ)
        assert len(ran.out.split()) == 8
    finally:
        site.close()


APP = """
from celery import Celery

queue = Celery("shop", broker={broker!r})
queue.conf.update(control_exchange="{prefix}-control", task_default_queue="{prefix}-celery")


@queue.task(name="shop.ping")
def ping():
    return "pong"
"""
MORE = """

@queue.task(name="shop.pack")
def pack():
    return "packed"
"""


@contextlib.contextmanager
def light_nodes(root: Path, prefix: str, names: list[str], delay_s: float = 0) -> Iterator[None]:
    command = [sys.executable, str(NODES), "shop:queue", f"{prefix}-celery", str(delay_s), *names]
    process = subprocess.Popen(command, cwd=root, env=clean_environ(), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "listening\n"
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("server", ["RabbitMQ", "Redis"])
def test_sixty_nodes_answer_on_one_screen(tmp_path: Path, scratch: str, run_cli: Run, server: str) -> None:
    require(server)
    text = APP.format(broker=BROKERS[server], prefix=scratch)
    for release, more in (("new", MORE), ("old", "")):
        (tmp_path / release).mkdir()
        (tmp_path / release / "shop.py").write_text(text + more)
    new, old = tmp_path / "new", tmp_path / "old"
    with contextlib.ExitStack() as fleet:
        for part in range(3):
            names = [f"celery@w{part}{number:02}" for number in range(18)]
            fleet.enter_context(light_nodes(new, scratch, names))
        fleet.enter_context(light_nodes(old, scratch, [f"celery@old{n}" for n in range(6)], delay_s=0.4))
        ran = run_cli("verify", "--live", "--nodes", "60", "-A", "shop:queue", cwd=new)
    lines = ran.out.splitlines()
    assert ran.code == 1, ran
    assert len(lines) < 24
    assert lines[0].startswith(f"agrees: 54 nodes on {scratch}-celery, 2 tasks: celery@w000, ")
    assert lines[1].startswith(f"differs: 6 nodes on {scratch}-celery, 1 task: celery@old0, ")
    assert lines[2] == "  lacks shop.pack"
    assert lines[-1] == "mismatch: 1 missing, 0 extra, 1 agree, says 60 nodes"


def ask(run_cli: Run, root: Path, broker: str, *, timeout: str = "2", **settings: Any) -> Ran:
    root.mkdir(exist_ok=True)
    more = f"\nqueue.conf.update({settings!r})\n"
    (root / "shop.py").write_text(APP.format(broker=broker, prefix="nobody") + more)
    return run_cli("verify", "--live", "-A", "shop:queue", "--timeout", timeout, cwd=root)


@contextlib.contextmanager
def listener() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.mark.parametrize(
    ("server", "broker", "said"),
    [
        ("RabbitMQ", "amqp://guest:s3cret@127.0.0.1:5672//", "refuses the user name or the password"),
        ("RabbitMQ", "amqps://guest:s3cret@127.0.0.1:5672//", "do not agree on TLS"),
        ("RabbitMQ", "amqp://guest:guest@127.0.0.1:5672/nowhere", "into the virtual host"),
        ("Redis", "redis://nobody:s3cret@127.0.0.1:6379/11", "refuses the user name or the password"),
        ("Redis", "redis://127.0.0.1:6379/11", "No worker answered within 2 seconds"),
        ("", "amqp://guest:s3cret@127.0.0.1:1//", "refuses the connection"),
        ("", "redis://:s3cret@127.0.0.1:1/0", "refuses the connection"),
        ("", "amqp://guest:s3cret@{silent}//", "takes the connection and stays silent"),
        ("", "redis://:s3cret@{silent}/0", "takes the connection and stays silent"),
        ("", "nonsense://user:s3cr,et@127.0.0.1:7//", "No such transport: nonsense"),
        ("", "memory://", "No worker answered"),
    ],
)
def test_a_broker_that_does_not_do_is_named_without_its_password(
    tmp_path: Path, run_cli: Run, server: str, broker: str, said: str
) -> None:
    if server:
        require(server)
    # Who says something does so when it comes to it; who does not is waited for in vain.
    timeout = "60" if "refuses" in said or "TLS" in said or "virtual" in said else "2"
    with listener() as port:
        ran = ask(run_cli, tmp_path / "app", broker.format(silent=f"127.0.0.1:{port}"), timeout=timeout)
    assert ran.code == 2, ran
    assert ran.out == ""
    assert said in ran.err
    assert "s3cr" not in ran.err
    assert "Traceback" not in ran.err
    if not broker.startswith("memory"):
        assert "127.0.0.1:" in ran.err


def test_a_broker_without_fanout_is_no_way_to_ask(tmp_path: Path, run_cli: Run) -> None:
    pytest.importorskip("sqlalchemy")
    ran = ask(run_cli, tmp_path / "app", f"sqla+sqlite:///{tmp_path}/broker.sqlite")
    assert ran.code == 2
    assert "cannot carry questions to workers" in ran.err


def test_an_app_that_cannot_be_loaded_has_no_broker(tmp_path: Path, run_cli: Run) -> None:
    (tmp_path / "shop.py").write_text("import nowhere_to_be_found\n")
    ran = run_cli("verify", "--live", "-A", "shop:queue", cwd=tmp_path)
    assert ran.code == 2
    assert "No module named 'nowhere_to_be_found'" in ran.err
    assert "shop.py:1" in ran.err
