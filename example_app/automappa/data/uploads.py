"""Files that a browser hands in, kept until they are in the database.

A file is known by a token that is made here; its name on the user's disk stands in messages, never in a path.
"""

import base64
import binascii
import codecs
import re
import shutil
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from automappa.data.errors import DataError, NotFoundError
from automappa.data.fasta import check_start
from automappa.data.schemas import BINNING, CONNECTIONS, MARKERS
from automappa.data.tables import read_titles
from automappa.settings import get_settings

# Each kind with the name under which it is stored.
KINDS = {
    "metagenome": "metagenome.fna",
    "binning": "binning.tsv",
    "markers": "markers.tsv",
    "connections": "connections.tsv",
}
OPTIONAL_KINDS = ("connections",)
_SCHEMAS = {"binning": BINNING, "markers": MARKERS, "connections": CONNECTIONS}
_NAME_FILE = "name"
_NAME_LENGTH = 80
_TOKEN = re.compile(r"[0-9a-f]{32}")
_KEPT_S = 24 * 60 * 60
_MAX_WAITING = 40


@dataclass(frozen=True, slots=True)
class Upload:
    """A stored file; `token` and `kind` are all that is needed to find it again."""

    token: str
    kind: str
    name: str
    n_bytes: int


def save_upload(kind: str, contents: str, name: str | None = None) -> Upload:
    """Store what `dcc.Upload` gives as `contents`, after a look at its size and its first line.

    Messages call it by `name`, which may be anything.

    The whole content is checked by the ingestion.

    Raises:
        DataError: it is too large, empty, not text, or begins like another kind of file; nothing is stored.
    """
    if kind not in KINDS:
        raise DataError(f"a file is one of {', '.join(KINDS)}, not {kind!r}")
    name = _tidy_name(name) or KINDS[kind]
    data = _decode(name, contents)
    folder = get_settings().state_dir / "uploads"
    _delete_old(folder)
    upload = Upload(uuid.uuid4().hex, kind, name, len(data))
    path = folder / upload.token / KINDS[kind]
    path.parent.mkdir(parents=True)
    try:
        path.write_bytes(data)
        path.with_name(_NAME_FILE).write_text(name, encoding="utf-8")
        _check_start(kind, path, name)
    except DataError:
        delete_upload(upload.token)
        raise
    return upload


def find_upload(kind: str, token: str) -> Path:
    """Return where a file is stored.

    Raises:
        NotFoundError: there is no such file, or not any more.
    """
    # Tokens come back from the browser, so they may be anything.
    if kind in KINDS and isinstance(token, str) and _TOKEN.fullmatch(token):
        path = get_settings().state_dir / "uploads" / token / KINDS[kind]
        if path.is_file():
            return path
    raise NotFoundError(f"the {kind} file is not there any more: choose it again")


def read_name(path: Path) -> str:
    """Return what messages call a stored file."""
    return path.with_name(_NAME_FILE).read_text(encoding="utf-8")


def delete_upload(token: str) -> None:
    """Delete a stored file, if it is there."""
    if _TOKEN.fullmatch(token):
        shutil.rmtree(get_settings().state_dir / "uploads" / token, ignore_errors=True)


def _tidy_name(name: object) -> str:
    # Some browsers send a path.
    last = re.split(r"[/\\]", name)[-1] if isinstance(name, str) else ""
    return "".join(letter for letter in last if letter.isprintable())[-_NAME_LENGTH:].strip()


def _decode(name: str, contents: str) -> bytes:
    limit = get_settings().max_upload_mb
    encoded = contents.partition(";base64,")[2]
    if not encoded and not contents.endswith(";base64,"):
        raise DataError(f"{name}: the upload was cut short; choose the file again")
    # Four letters hold three bytes, the last four perhaps less.
    if len(encoded) * 3 // 4 - encoded[-2:].count("=") > limit * 1024**2:
        raise DataError(
            f"{name}: larger than {limit} MB; load it with `python -m automappa load` on the server"
        )
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise DataError(f"{name}: the upload was cut short; choose the file again") from error
    if data.startswith(b"\x1f\x8b"):
        raise DataError(f"{name}: is compressed; unpack it first")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DataError(f"{name}: is text in UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise DataError(f"{name}: not a text file")
    return data


def _check_start(kind: str, path: Path, name: str) -> None:
    if kind == "metagenome":
        check_start(path, name)
    else:
        read_titles(path, _SCHEMAS[kind], name)


def _delete_old(folder: Path) -> None:
    """Delete files that nobody used, and the oldest if there are too many."""
    ages = {}
    for upload in folder.iterdir() if folder.is_dir() else ():
        # Another process tidies up as well.
        with suppress(FileNotFoundError):
            ages[upload] = upload.stat().st_mtime
    newest_first = sorted(ages, key=ages.__getitem__, reverse=True)
    oldest = time.time() - _KEPT_S
    for place, upload in enumerate(newest_first, start=1):
        if place >= _MAX_WAITING or ages[upload] < oldest:
            shutil.rmtree(upload, ignore_errors=True)
