"""Contigs in FASTA files."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from automappa.data.errors import DataError

_NO_FASTA = "{}: not a FASTA file, the first line does not begin with '>'"
_ALLOWED = b"ACGTUNRYSWKMBDHVacgtunryswkmbdhv"


def read_fasta(path: Path, name: str = "") -> dict[str, bytes]:
    """Return the bases of each contig by its header, in upper case and in the order of the file.

    The header is the first word behind the `>`.

    Args:
        path: the file.
        name: what messages call it, if not by its own name.
    Raises:
        DataError: the file cannot be read, or is no FASTA file of nucleotides.
    """
    name = name or path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(f"{name}: cannot be read ({error.strerror})") from error
    contigs: dict[str, bytes] = {}
    for header, bases in _iter_records(name, content):
        if header in contigs:
            raise DataError(f"{name}: contig {header} stands in it twice")
        contigs[header] = bases
    return contigs


def check_start(path: Path, name: str = "") -> None:
    """Check that a file, which messages call `name`, begins as FASTA files do.

    Raises:
        DataError: it does not.
    """
    with path.open("rb") as file:
        lines = (line.removeprefix(codecs.BOM_UTF8) for line in file)
        start = next((line for line in lines if line.strip()), b"")
    if not start:
        raise DataError(f"{name or path.name}: the file is empty")
    if not start.startswith(b">"):
        raise DataError(_NO_FASTA.format(name or path.name))


def write_fasta(path: Path, contigs: dict[str, bytes], *, width: int = 80) -> None:
    """Write contigs with lines of `width` bases."""
    with path.open("wb") as file:
        for header, bases in contigs.items():
            file.write(b">" + header.encode() + b"\n")
            file.writelines(bases[start : start + width] + b"\n" for start in range(0, len(bases), width))


def _iter_records(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    # Some editors begin a text with a mark, and some end lines in their own way.
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not content.strip():
        raise DataError(f"{name}: the file is empty")
    before, *records = (b"\n" + content).split(b"\n>")
    if before.strip():
        raise DataError(_NO_FASTA.format(name))
    for record in records:
        first_line, _, rest = record.partition(b"\n")
        try:
            words = first_line.decode("utf-8").split()
        except UnicodeDecodeError as error:
            raise DataError(f"{name}: not a text file in UTF-8") from error
        if not words:
            raise DataError(f"{name}: a header line is empty")
        if not words[0].isprintable():
            raise DataError(f"{name}: the header {words[0]!r} is no plain text")
        yield words[0], _clean(name, words[0], rest)


def _clean(name: str, header: str, lines: bytes) -> bytes:
    bases = lines.translate(None, delete=b" \t\r\n")
    if not bases:
        raise DataError(f"{name}: contig {header} has no bases")
    wrong = bases.translate(None, delete=_ALLOWED)
    if wrong:
        letter = chr(wrong[0])
        raise DataError(f"{name}: contig {header} holds {letter!r}, which is no nucleotide")
    return bases.upper()
