"""Taking files in: a process of its own, and a row that tells how it went."""

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from automappa.data import ingestion
from automappa.data.contigs import list_metagenomes
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.errors import DataError, NotFoundError
from automappa.data.models import Contig, Ingestion
from automappa.data.models.base import read_clock
from automappa.data.uploads import save_upload
from automappa.settings import get_settings


@pytest.fixture(autouse=True)
def end_of_watching(own_settings):
    """Let what a test started end with it, while its database is the one of the settings."""
    yield
    for thread in threading.enumerate():
        if thread.name == ingestion.WATCH:
            thread.join(60)


@pytest.fixture
def tokens(small_files):
    kinds = ("metagenome", "binning", "markers")
    return {kind: upload(kind, getattr(small_files, kind).read_bytes()) for kind in kinds}


def upload(kind, data, name=None):
    return save_upload(kind, ";base64," + base64.b64encode(data).decode(), name).token


def wait(ingestion_id):
    end = time.monotonic() + 60
    while not (status := ingestion.read_ingestion(ingestion_id)).is_finished:
        assert time.monotonic() < end, status
        time.sleep(0.1)
    return status


def test_uploaded_files_become_a_metagenome_and_are_deleted(tokens):
    status = wait(ingestion.start_ingestion(" small ", tokens))
    assert (status.state, status.name, status.message) == ("done", "small", "")
    assert list_metagenomes() == [(status.metagenome_id, "small", 27)]
    assert list((get_settings().state_dir / "uploads").iterdir()) == []


def test_the_same_upload_twice_is_one_metagenome(tokens, small_files):
    first = ingestion.start_ingestion("small", tokens)
    again = {kind: upload(kind, getattr(small_files, kind).read_bytes()) for kind in tokens}
    second = ingestion.start_ingestion("small", again)
    assert {wait(first).state, wait(second).state} == {"done"}
    assert wait(first).metagenome_id == wait(second).metagenome_id
    with read_session() as session:
        assert session.scalar(select(func.count()).select_from(Contig)) == 27


def test_files_that_do_not_fit_are_explained_and_leave_nothing(tokens, small_files):
    wrong = small_files.markers.read_bytes().replace(b"contig_0000", b"other_0000")
    tokens["markers"] = upload("markers", wrong, "my markers.tsv")
    status = wait(ingestion.start_ingestion("small", tokens))
    assert (status.state, status.metagenome_id) == ("failed", None)
    assert "my markers.tsv: " in status.message
    assert "contigs are not in the metagenome, as other_0000" in status.message
    assert list_metagenomes() == []
    left = {path.name for path in (get_settings().state_dir / "uploads").iterdir()}
    assert left.isdisjoint(tokens.values())


def test_what_is_missing_is_said_before_anything_starts(tokens):
    for name, chosen, message in (
        ("small", {"metagenome": tokens["metagenome"]}, "files are missing: binning, markers"),
        (" ", tokens, "needs a name"),
        ("x" * 81, tokens, "at most 80 letters"),
        ("a\nb", tokens, "in one line"),
        ("small", tokens | {"connections": "../x"}, "connections file is not there any more"),
    ):
        with pytest.raises(DataError, match=message):
            ingestion.start_ingestion(name, chosen)
    create_tables()
    with read_session() as session:
        assert session.scalar(select(func.count()).select_from(Ingestion)) == 0


def test_the_synthetic_sample_can_be_asked_for_twice():
    first, second = (wait(ingestion.start_sample()) for _ in range(2))
    assert (first.state, second.state) == ("done", "done")
    assert list_metagenomes() == [(first.metagenome_id, "synthetic sample", 220)]
    assert second.metagenome_id == first.metagenome_id


def test_an_ingestion_is_done_by_one_process_only(tokens, monkeypatch):
    started = []
    monkeypatch.setattr(ingestion, "_load", lambda number: started.append(number))
    create_tables()
    with write_session() as session:
        session.add(Ingestion(name="small", uploads=tokens, state=ingestion.WAITING))
    assert ingestion.run_ingestion(1).state == "done"
    assert ingestion.run_ingestion(1).state == "done"
    assert started == [1]


def test_an_error_of_ours_is_logged_and_not_shown(monkeypatch, caplog):
    def fail(number):
        raise RuntimeError("secret path /etc/automappa")

    monkeypatch.setattr(ingestion, "_load", fail)
    create_tables()
    with write_session() as session:
        session.add(Ingestion(name="small", uploads={}, state=ingestion.WAITING))
    status = ingestion.run_ingestion(1)
    assert (status.state, status.message) == ("failed", "an unexpected error; the log of the server has more")
    assert "secret path" in caplog.text


def test_a_killed_ingestion_is_noticed_and_leaves_nothing(monkeypatch):
    processes = []
    real = subprocess.Popen

    def remember(*arguments, **options):
        processes.append(real(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)
    number = ingestion.start_sample()
    while ingestion.read_ingestion(number).state == "waiting":
        time.sleep(0.05)
    os.kill(processes[0].pid, signal.SIGKILL)
    status = wait(number)
    assert (status.state, status.message) == ("failed", "the work on it ended without a word; start it again")
    assert list_metagenomes() == []


def test_an_ingestion_that_nobody_works_on_counts_as_failed():
    create_tables()
    with write_session() as session:
        session.add(Ingestion(name="small", uploads={}, state=ingestion.RUNNING))
    assert ingestion.read_ingestion(1).state == "running"
    with write_session() as session:
        session.execute(update(Ingestion).values(seen_at=read_clock() - timedelta(minutes=5)))
    assert ingestion.read_ingestion(1).state == "failed"


def test_an_unknown_ingestion_is_named():
    create_tables()
    with pytest.raises(NotFoundError, match="no ingestion 7"):
        ingestion.read_ingestion(7)


def test_the_command_tells_by_its_exit_code(tokens):
    create_tables()
    with write_session() as session:
        session.add(Ingestion(name="small", uploads=tokens | {"binning": "x"}, state=ingestion.WAITING))
    done = subprocess.run([sys.executable, "-m", "automappa", "ingest", "1"], capture_output=True)
    assert (done.returncode, done.stderr) == (1, b"")
    assert ingestion.read_ingestion(1).message == "the binning file is not there any more: choose it again"
