"""The demo command: one command starts everything, and one signal leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from automappa.data.contigs import list_metagenomes
from automappa.demo import DemoError, run_demo
from automappa.settings import get_settings


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def list_processes(state_dir):
    """Return the processes, of all sessions, that were started with this state folder."""
    wanted = f"AUTOMAPPA_STATE_DIR={state_dir}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in environment and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="processes are found through /proc")
def test_one_command_starts_everything_and_one_signal_stops_it(monkeypatch, tmp_path):
    port = find_free_port()
    monkeypatch.setenv("AUTOMAPPA_PORT", str(port))
    monkeypatch.setenv("C_FORCE_ROOT", "1")
    state_dir = get_settings().state_dir
    with (tmp_path / "demo.log").open("w+b") as log:
        demo = subprocess.Popen([sys.executable, "-m", "automappa", "demo"], stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: f"open {address} " in (tmp_path / "demo.log").read_text(), demo)
            with urllib.request.urlopen(address) as answer:
                assert answer.status == 200
            wait_for(lambda: " ready." in (state_dir / "worker.log").read_text(), demo)
            assert [row[1:] for row in list_metagenomes()] == [("synthetic sample", 220)]
            assert len(list_processes(state_dir)) >= 4
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.wait(60) == 0
    assert list_processes(state_dir) == []
    assert (tmp_path / "demo.log").read_text().splitlines()[-1] == "stopping ..."


def wait_for(is_so, process):
    end = time.monotonic() + 90
    while not is_so():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_port_in_use_is_said_before_anything_starts(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("AUTOMAPPA_PORT", str(other.getsockname()[1]))
        get_settings.cache_clear()
        with pytest.raises(DemoError, match=r"cannot be used .*choose another port with AUTOMAPPA_PORT"):
            run_demo(get_settings())
    assert not get_settings().state_dir.exists()


def test_a_part_that_does_not_start_is_shown_with_the_end_of_its_log(monkeypatch):
    monkeypatch.setenv("AUTOMAPPA_PORT", str(find_free_port()))
    monkeypatch.setenv("AUTOMAPPA_RESULT_URL", "nosuch://backend")
    monkeypatch.setenv("C_FORCE_ROOT", "1")
    get_settings.cache_clear()
    monkeypatch.setattr("automappa.demo.load_sample", lambda: None)
    with pytest.raises(DemoError, match=r"the worker ended by itself; the end of .*worker\.log:\n    "):
        run_demo(get_settings(), lambda text: None)
    assert list_processes(get_settings().state_dir) == []
