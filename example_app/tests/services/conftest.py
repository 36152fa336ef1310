"""The servers of this host; servers of the tests' own, which they may stop; a wire that they may cut."""

import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import uuid

import pytest

_PORTS = {"RabbitMQ": 5672, "Redis": 6379, "PostgreSQL": 5432}
_BROKER = "amqp://guest:guest@127.0.0.1:5672//"
_RESULTS = "redis://127.0.0.1:6379/0"


def _require_services(give_up):
    for module in ("redis", "psycopg"):
        try:
            __import__(module)
        except ModuleNotFoundError:
            give_up(f"package {module} is not installed (extra prod)")
    for name, port in _PORTS.items():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            give_up(f"{name} does not answer on port {port}")


@pytest.fixture(scope="session")
def scratch(give_up):
    """A name that nobody else uses on these servers, and a database of this name."""
    _require_services(give_up)
    import psycopg

    name = f"automappa_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect("host=127.0.0.1 user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    _delete_results(name)
    _delete_queues(name)


def _delete_results(prefix):
    import redis

    with redis.Redis.from_url(_RESULTS) as client:
        for key in client.scan_iter(f"{prefix}*", count=1000):
            client.delete(key)


def _delete_queues(prefix):
    import kombu

    with kombu.Connection(_BROKER) as connection:
        for name in [f"{prefix}{kind}{queue}" for kind in ("-", "-faults-") for queue in ("celery", "heavy")]:
            connection.default_channel.queue_delete(name)
            connection.default_channel.exchange_delete(name)


@pytest.fixture(scope="session")
def production_settings(tmp_path_factory, scratch):
    """Environment variables that lead to the servers of this host."""
    return {
        "AUTOMAPPA_STATE_DIR": str(tmp_path_factory.mktemp("production") / "state"),
        "AUTOMAPPA_BROKER_URL": _BROKER,
        "AUTOMAPPA_RESULT_URL": _RESULTS,
        "AUTOMAPPA_DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:5432/{scratch}",
        "AUTOMAPPA_QUEUE_PREFIX": f"{scratch}-",
    }


@pytest.fixture(scope="session")
def production(tmp_path_factory, make_deployment, production_settings, scratch):
    """A worker on the servers of this host."""
    folder = tmp_path_factory.mktemp("worker")
    with make_deployment(folder, f"{scratch}@test", production_settings) as deployment:
        yield deployment


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(is_so, what, timeout_s=60):
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end, f"{what}: not within {timeout_s} s"
        time.sleep(0.1)


@pytest.fixture(scope="session")
def wait():
    """Return a function that waits until something is so."""
    return wait_for


@pytest.fixture(scope="module")
def free_port():
    """A port of this host that nobody uses."""
    return find_free_port()


@pytest.fixture(scope="session")
def clean_environment():
    """The environment without settings of the app."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AUTOMAPPA_")}


class Wire:
    """A port that leads to a server, until it is cut."""

    def __init__(self, host, port):
        self.target = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut = False
        self.ends = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """Break all connections and answer no new one."""
        self.is_cut = True
        for end in list(self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self):
        """Let connections through again."""
        self.is_cut = False

    def close(self):
        self.cut()
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if self.is_cut:
                    near.close()
                    continue
                far = socket.create_connection(self.target)
                for source, target in ((near, far), (far, near)):
                    self.ends.add(source)
                    threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
        for end in (source, target):
            self.ends.discard(end)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@pytest.fixture
def make_wire():
    """Return a function that leads a new port to a server."""
    wires = []

    def make(host, port):
        wires.append(Wire(host, port))
        return wires[-1]

    yield make
    for wire in wires:
        wire.close()


class Server:
    """A server in a folder of its own, which is started and stopped as often as a test likes."""

    def __init__(self, command, port, environment, is_ready):
        self.command, self.port, self.environment, self.is_ready = command, port, environment, is_ready
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for(lambda: self._answers(), f"{self.command[0]} answers")

    def _answers(self):
        assert self.process.poll() is None, f"{self.command[0]} ended"
        try:
            return self.is_ready(self.port)
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def own_redis(tmp_path, give_up):
    """A Redis that keeps its keys when it is restarted."""
    program = shutil.which("redis-server") or give_up("redis-server is not installed")
    folder = tmp_path / "redis"
    folder.mkdir()
    port = find_free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    server = Server([*command, "--appendonly", "yes"], port, {}, _is_redis_ready)
    server.start()
    yield server
    server.stop()


def _is_redis_ready(port):
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")


@pytest.fixture
def own_rabbitmq(tmp_path, give_up):
    """A RabbitMQ that keeps its messages when it is restarted."""
    # The script on PATH changes the user; the one in the package's own folder does not.
    found = glob.glob("/usr/lib/rabbitmq/lib/*/sbin/rabbitmq-server")
    program = found[0] if found else give_up("rabbitmq-server is not installed")
    folder = tmp_path / "rabbitmq"
    folder.mkdir()
    (folder / "plugins").write_text("[].")
    (folder / "rabbitmq.conf").write_text("loopback_users.guest = true\n")
    port, epmd_port = find_free_port(), find_free_port()
    environment = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"test{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(find_free_port()),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(epmd_port),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
    }
    server = Server([program], port, environment, _is_rabbitmq_ready)
    server.start()
    yield server
    server.stop()
    _end_epmd(epmd_port)


def _is_rabbitmq_ready(port):
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.settimeout(2)
        connection.sendall(b"AMQP\0\0\x09\x01")
        return connection.recv(1) == b"\x01"


def _end_epmd(port):
    # Erlang's port mapper outlives its node; asked by its protocol, it ends.
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as mapper:
        mapper.sendall(b"\0\x01k")
        mapper.recv(2)
