"""Taking files in: a row that says how far it is, and a process of its own that does the work.

It is no task of the queue: the files lie on the disk of the web process, and workers read the database only.
In a process of its own, a large file neither slows the pages down nor stays in their memory.
"""

import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from automappa.data.database import create_tables, read_session, write_session
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.loader import check_name, load_metagenome
from automappa.data.models import Ingestion
from automappa.data.models.base import read_clock
from automappa.data.synth import Recipe, write_metagenome
from automappa.data.uploads import KINDS, OPTIONAL_KINDS, delete_upload, find_upload, read_name
from automappa.settings import get_settings

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"
SAMPLE_NAME = "synthetic sample"
SAMPLE = Recipe(genomes=5, contigs=40, unbinned=20)
WATCH = "ingestion-watch"
_BEAT_S = 5.0
_LOST_AFTER = timedelta(seconds=60)
_LOST_MESSAGE = "the work on it ended without a word; start it again"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IngestionStatus:
    """How far an ingestion is: `state` is waiting, running, done or failed.

    `step` says what is being done, `message` why it failed, `metagenome_id` what came of it.
    """

    id: int
    name: str
    state: str
    step: str
    message: str
    metagenome_id: int | None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {DONE, FAILED}


def start_ingestion(name: str, tokens: Mapping[str, str]) -> int:
    """Begin to take in uploaded files; return the id to ask `read_ingestion` with.

    Args:
        name: of the new metagenome.
        tokens: of the uploads, by their kind; connections may be left out.
    Raises:
        DataError: the name will not do, or a file is missing.
    """
    missing = [kind for kind in KINDS if kind not in OPTIONAL_KINDS and not tokens.get(kind)]
    if missing:
        raise DataError(f"files are missing: {', '.join(missing)}")
    chosen = {kind: token for kind, token in tokens.items() if token}
    for kind, token in chosen.items():
        find_upload(kind, token)
    return _start(check_name(name), chosen)


def start_sample(name: str = SAMPLE_NAME) -> int:
    """Begin to make the built-in synthetic sample and to take it in, as `start_ingestion` does."""
    return _start(check_name(name), {})


def read_ingestion(ingestion_id: int) -> IngestionStatus:
    """Return how far an ingestion is.

    Raises:
        NotFoundError: there is none with this id.
    """
    with read_session() as session:
        row = session.get(Ingestion, ingestion_id)
        if row is None:
            raise NotFoundError(f"there is no ingestion {ingestion_id}")
        return _describe(row)


def run_ingestion(ingestion_id: int) -> IngestionStatus:
    """Do the work of an ingestion that waits; its row says what came of it."""
    if not _change(ingestion_id, from_state=WAITING, state=RUNNING):
        return read_ingestion(ingestion_id)
    try:
        with _keep_beating(ingestion_id):
            metagenome_id = _load(ingestion_id)
    except DataError as error:
        _change(ingestion_id, from_state=RUNNING, state=FAILED, message=str(error))
    except Exception:
        # The page shows one sentence, the log has the rest.
        _log.exception("ingestion %d failed", ingestion_id)
        message = "an unexpected error; the log of the server has more"
        _change(ingestion_id, from_state=RUNNING, state=FAILED, message=message)
    else:
        _change(ingestion_id, from_state=RUNNING, state=DONE, step="", metagenome_id=metagenome_id)
    return read_ingestion(ingestion_id)


def _start(name: str, tokens: dict[str, str]) -> int:
    create_tables()
    with write_session() as session:
        row = Ingestion(name=name, uploads=tokens, state=WAITING)
        session.add(row)
        session.flush()
        ingestion_id = row.id
    process = subprocess.Popen(
        [sys.executable, "-m", "automappa", "ingest", str(ingestion_id)],
        env={**os.environ, "AUTOMAPPA_STATE_DIR": str(get_settings().state_dir)},
        stdin=subprocess.DEVNULL,
    )
    watch = threading.Thread(target=_see_to_the_end, args=(process, ingestion_id), name=WATCH, daemon=True)
    watch.start()
    return ingestion_id


def _see_to_the_end(process: "subprocess.Popen[bytes]", ingestion_id: int) -> None:
    process.wait()
    try:
        for state in (WAITING, RUNNING):
            _change(ingestion_id, from_state=state, state=FAILED, message=_LOST_MESSAGE)
    except DatabaseUnavailableError:
        _log.warning("ingestion %d ended, and the database cannot be told", ingestion_id)


def _load(ingestion_id: int) -> int:
    with read_session() as session:
        row = session.get_one(Ingestion, ingestion_id)
        name, tokens = row.name, dict(row.uploads)

    def report(step: str) -> None:
        _change(ingestion_id, from_state=RUNNING, step=step)

    if not tokens:
        return load_sample(name, report)
    files = {kind: find_upload(kind, token) for kind, token in tokens.items()}
    names = {kind: read_name(path) for kind, path in files.items()}
    try:
        return load_metagenome(name, names=names, report=report, **files)
    finally:
        for token in tokens.values():
            delete_upload(token)


def load_sample(name: str = SAMPLE_NAME, report: Callable[[str], None] = lambda step: None) -> int:
    """Make the built-in synthetic sample and store it; return the id of the metagenome."""
    report("making the synthetic sample")
    with tempfile.TemporaryDirectory() as folder:
        files = write_metagenome(Path(folder), SAMPLE)
        return load_metagenome(
            name,
            metagenome=files.metagenome,
            binning=files.binning,
            markers=files.markers,
            connections=files.connections,
            report=report,
        )


@contextmanager
def _keep_beating(ingestion_id: int) -> Iterator[None]:
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(_BEAT_S):
            try:
                _change(ingestion_id, from_state=RUNNING)
            except DatabaseUnavailableError:
                continue  # the next beat may reach it

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _change(ingestion_id: int, *, from_state: str, **values: object) -> bool:
    """Change the row if it is in this state; return whether it was."""
    where = (Ingestion.id == ingestion_id, Ingestion.state == from_state)
    with write_session() as session:
        change = update(Ingestion).where(*where).values(seen_at=read_clock(), **values)
        return session.scalars(change.returning(Ingestion.id)).one_or_none() is not None


def _describe(row: Ingestion) -> IngestionStatus:
    state, message = row.state, row.message
    if state in {WAITING, RUNNING} and read_clock() - row.seen_at > _LOST_AFTER:
        state, message = FAILED, _LOST_MESSAGE
    return IngestionStatus(row.id, row.name, state, row.step, message, row.metagenome_id)
