"""The whole app by one command: sample data, worker and pages, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TypeAlias

from automappa.data.contigs import list_metagenomes
from automappa.data.database import close_engines, create_tables
from automappa.data.ingestion import load_sample
from automappa.launching import build_worker_environment
from automappa.settings import Settings

Process: TypeAlias = "subprocess.Popen[bytes]"
_START_TIMEOUT_S = 120.0
_STOP_TIMEOUT_S = 20.0
_POLL_S = 0.2
_LINES_SHOWN = 5
_CHILDREN = {"worker": ("worker", "--queues", "celery,heavy"), "web": ("web",)}


class DemoError(Exception):
    """The app did not start, or a part of it ended."""


def run_demo(settings: Settings, say: Callable[[str], None] = print) -> None:
    """Run worker and pages as children, and stop both on Ctrl-C or SIGTERM.

    Raises:
        DemoError: one of them did not start, or ended by itself.
    """
    address = _find_address(settings)
    with _await_stop() as is_stopped:
        create_tables()
        if not list_metagenomes():
            say("making the synthetic sample ...")
            load_sample()
        close_engines()
        with _run_children(settings) as children:
            _wait_for_pages(settings, children, is_stopped)
            if not is_stopped.is_set():
                say(f"open {address} (Ctrl-C stops pages and worker; their logs are in {settings.state_dir})")
            while not is_stopped.wait(_POLL_S):
                _check_alive(settings, children)
            say("stopping ...")


def _find_address(settings: Settings) -> str:
    with socket.socket() as probe:
        # As the server will: a port that was in use a moment ago may be taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise DemoError(
                f"{settings.host}:{settings.port} cannot be used ({error.strerror}); "
                "choose another port with AUTOMAPPA_PORT"
            ) from error
    return f"http://{settings.host}:{settings.port}"


@contextmanager
def _await_stop() -> Iterator[threading.Event]:
    is_stopped = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        is_stopped.set()

    wanted = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield is_stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _run_children(settings: Settings) -> Iterator[dict[str, Process]]:
    environment = build_worker_environment(settings, os.environ)
    environment["AUTOMAPPA_STATE_DIR"] = str(settings.state_dir)
    children: dict[str, Process] = {}
    try:
        for name, arguments in _CHILDREN.items():
            with _log_of(settings, name).open("wb") as log:
                # A session of its own: the terminal's Ctrl-C reaches this process alone, which then stops its
                # children in peace, and with each child whatever the child has started.
                children[name] = subprocess.Popen(
                    [sys.executable, "-m", "automappa", *arguments],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        yield children
    finally:
        _stop(children.values())


def _log_of(settings: Settings, name: str) -> Path:
    return settings.state_dir / f"{name}.log"


def _stop(children: Collection[Process]) -> None:
    for child in children:
        child.terminate()
    end = time.monotonic() + _STOP_TIMEOUT_S
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, end - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _wait_for_pages(settings: Settings, children: Mapping[str, Process], is_stopped: threading.Event) -> None:
    end = time.monotonic() + _START_TIMEOUT_S
    while not is_stopped.wait(_POLL_S):
        _check_alive(settings, children)
        with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
            return
        if time.monotonic() > end:
            raise DemoError(f"the pages did not start within {_START_TIMEOUT_S:g} s")


def _check_alive(settings: Settings, children: Mapping[str, Process]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            log = _log_of(settings, name)
            lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            ending = "\n".join(f"    {line}" for line in lines[-_LINES_SHOWN:])
            raise DemoError(f"the {name} ended by itself; the end of {log}:\n{ending}")
