"""From files to the database: all of a metagenome or nothing."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from automappa.data.database import create_tables, write_session
from automappa.data.errors import DataError
from automappa.data.fasta import read_fasta
from automappa.data.models import Contig, ContigSequence, Marker, Metagenome
from automappa.data.schemas import BINNING, MARKERS
from automappa.data.tables import Row, read_table

_ROWS_AT_ONCE = 1000
_NAMES_IN_MESSAGE = 3


def load_metagenome(name: str, *, metagenome: Path, binning: Path, markers: Path) -> int:
    """Check three files against each other and store them; return the id of the new metagenome.

    Args:
        name: what it is called in the app; must be new.
        metagenome: FASTA file of the contigs.
        binning: Autometa's table with one row per contig; contigs without a row stay unclustered.
        markers: Autometa's table of single-copy markers.
    Raises:
        DataError: something does not fit; nothing is stored.
    """
    if not name.strip():
        raise DataError("a metagenome needs a name")
    sequences = read_fasta(metagenome)
    rows = _index_rows(binning.name, read_table(binning, BINNING))
    hits = read_table(markers, MARKERS)
    _check_known(binning.name, rows, sequences)
    _check_known(markers.name, dict.fromkeys(hit["header"] for hit in hits), sequences)
    _check_lengths(binning.name, rows, sequences)
    create_tables()
    try:
        with write_session() as session:
            return _store(session, name.strip(), sequences, rows, hits)
    except IntegrityError as error:
        raise DataError(f"there is already a metagenome {name.strip()!r}") from error


def _index_rows(file_name: str, rows: list[Row]) -> dict[str, Row]:
    if not rows:
        raise DataError(f"{file_name}: the table has no rows")
    by_header: dict[str, Row] = {}
    for row in rows:
        if by_header.setdefault(row["header"], row) is not row:
            raise DataError(f"{file_name}: contig {row['header']} stands in it twice")
    return by_header


def _check_known(file_name: str, headers: Mapping[str, object], sequences: Mapping[str, bytes]) -> None:
    unknown = [header for header in headers if header not in sequences]
    if unknown:
        examples = ", ".join(unknown[:_NAMES_IN_MESSAGE])
        raise DataError(f"{file_name}: {len(unknown)} contigs are not in the metagenome, as {examples}")


def _check_lengths(file_name: str, rows: Mapping[str, Row], sequences: Mapping[str, bytes]) -> None:
    for header, row in rows.items():
        if row["length"] != len(sequences[header]):
            told, real = row["length"], len(sequences[header])
            raise DataError(f"{file_name}: contig {header} is said to have {told} bases, but has {real}")


def _store(
    session: Session, name: str, sequences: Mapping[str, bytes], rows: Mapping[str, Row], hits: list[Row]
) -> int:
    metagenome = Metagenome(name=name, n_contigs=len(sequences))
    session.add(metagenome)
    session.flush()
    described = (_describe_contig(metagenome.id, header, bases, rows) for header, bases in sequences.items())
    _insert(session, Contig, described)
    query = select(Contig.header, Contig.id).where(Contig.metagenome_id == metagenome.id)
    ids = dict(session.execute(query).all())
    _insert(
        session,
        ContigSequence,
        ({"contig_id": ids[header], "bases": bases} for header, bases in sequences.items()),
    )
    _insert(session, Marker, (_describe_marker(hit, ids) for hit in hits))
    return metagenome.id


def _describe_contig(metagenome_id: int, header: str, bases: bytes, rows: Mapping[str, Row]) -> Row:
    row = rows.get(header)
    if row is None:
        gc_percent = 100.0 * (bases.count(b"G") + bases.count(b"C")) / len(bases)
        row = dict.fromkeys((column.field for column in BINNING), None)
        row |= {"header": header, "length": len(bases), "gc_content": gc_percent}
    return {"metagenome_id": metagenome_id, **row}


def _describe_marker(hit: Row, ids: Mapping[str, int]) -> Row:
    fields = {field: value for field, value in hit.items() if field != "header"}
    return {"contig_id": ids[hit["header"]], **fields}


def _insert(session: Session, table: type[Any], rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        session.execute(insert(table), batch)
