"""From files to the database: all of a metagenome or nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from automappa.data.columns import pack_contigs, tell_unknown
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.errors import DataError
from automappa.data.fasta import read_fasta
from automappa.data.models import Connection, Contig, ContigSequence, Marker, Metagenome
from automappa.data.schemas import BINNING, CONNECTIONS, MARKERS
from automappa.data.tables import Row, read_table
from automappa.science.quality import estimate_reference

_NAME_LENGTH = 80
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class _Sources:
    """What the files hold, after each was checked by itself."""

    sequences: dict[str, bytes]
    rows: dict[str, Row]
    hits: list[Row]
    connections: list[Row]
    digest: str


def load_metagenome(
    name: str,
    *,
    metagenome: Path,
    binning: Path,
    markers: Path,
    connections: Path | None = None,
    names: Mapping[str, str] | None = None,
    report: Callable[[str], None] = lambda step: None,
) -> int:
    """Check the files against each other and store them; return the id of the metagenome.

    The same files under the same name are stored once: the second time gives the id of the first.

    Args:
        name: what it is called in the app.
        metagenome: FASTA file of the contigs.
        binning: Autometa's table with one row per contig; contigs without a row stay unclustered.
        markers: Autometa's table of single-copy markers.
        connections: which contigs lie beside each other in the assembly graph.
        names: what messages call the files, by their kind, if not by their own names.
        report: is told before each step what will be done.
    Raises:
        DataError: something does not fit; nothing is stored.
    """
    name = check_name(name)
    files = {"metagenome": metagenome, "binning": binning, "markers": markers}
    if connections:
        files["connections"] = connections
    sources = _read_sources(
        files, {kind: path.name for kind, path in files.items()} | dict(names or {}), report
    )
    report("storing")
    create_tables()
    try:
        with write_session() as session:
            known = _find_same(session, name, sources.digest)
            return _store(session, name, sources) if known is None else known
    except IntegrityError:
        # Somebody stored the name between the look and the end, or there would have been no error.
        with read_session() as session:
            known = _find_same(session, name, sources.digest)
        if known is None:
            raise
        return known


def check_name(name: str) -> str:
    """Return the name of a metagenome without blanks around it.

    Raises:
        DataError: it is empty, too long, or no plain text.
    """
    name = name.strip()
    if not name:
        raise DataError("a metagenome needs a name")
    if len(name) > _NAME_LENGTH or not name.isprintable():
        raise DataError(f"the name of a metagenome has at most {_NAME_LENGTH} letters in one line")
    return name


def _read_sources(
    files: Mapping[str, Path], names: Mapping[str, str], report: Callable[[str], None]
) -> _Sources:
    report("reading the metagenome")
    sequences = read_fasta(files["metagenome"], names["metagenome"])
    report("reading the binning table")
    rows = _index_rows(names["binning"], read_table(files["binning"], BINNING, names["binning"]))
    report("reading the markers table")
    hits = read_table(files["markers"], MARKERS, names["markers"])
    links = []
    if "connections" in files:
        links = read_table(files["connections"], CONNECTIONS, names["connections"])
    report("checking the files against each other")
    _check_known(names["binning"], rows, sequences)
    _check_known(names["markers"], dict.fromkeys(hit["header"] for hit in hits), sequences)
    if links:
        ends = dict.fromkeys(link[end] for link in links for end in ("start", "end"))
        _check_known(names["connections"], ends, sequences)
    _check_lengths(names["binning"], rows, sequences)
    return _Sources(sequences, rows, hits, links, _digest(files.values()))


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes()
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def _find_same(session: Session, name: str, digest: str) -> int | None:
    query = select(Metagenome.id, Metagenome.digest).where(Metagenome.name == name)
    found = session.execute(query).one_or_none()
    if found is None:
        return None
    if found.digest != digest:
        raise DataError(f"there is already another metagenome {name!r}: choose another name")
    return int(found.id)


def _index_rows(file_name: str, rows: list[Row]) -> dict[str, Row]:
    by_header: dict[str, Row] = {}
    for row in rows:
        if by_header.setdefault(row["header"], row) is not row:
            raise DataError(f"{file_name}: contig {row['header']} stands in it twice")
    return by_header


def _check_known(file_name: str, headers: Mapping[str, object], sequences: Mapping[str, bytes]) -> None:
    unknown = [header for header in headers if header not in sequences]
    if unknown:
        raise DataError(f"{file_name}: {tell_unknown(unknown)}")


def _check_lengths(file_name: str, rows: Mapping[str, Row], sequences: Mapping[str, bytes]) -> None:
    for header, row in rows.items():
        if row["length"] != len(sequences[header]):
            told, real = row["length"], len(sequences[header])
            raise DataError(f"{file_name}: contig {header} is said to have {told} bases, but has {real}")


def _store(session: Session, name: str, sources: _Sources) -> int:
    metagenome = Metagenome(
        name=name,
        n_contigs=len(sources.sequences),
        digest=sources.digest,
        n_reference_markers=_estimate_reference(sources.rows, sources.hits),
    )
    session.add(metagenome)
    session.flush()
    contigs = [
        _describe_contig(metagenome.id, header, bases, sources.rows)
        for header, bases in sources.sequences.items()
    ]
    _insert(session, Contig, iter(contigs))
    query = select(Contig.header, Contig.id).where(Contig.metagenome_id == metagenome.id)
    ids = dict(session.execute(query).all())
    sequences = ({"contig_id": ids[header], "bases": bases} for header, bases in sources.sequences.items())
    _insert(session, ContigSequence, sequences)
    _insert(session, Marker, (_describe_marker(hit, ids) for hit in sources.hits))
    _insert(session, Connection, (_describe_connection(link, ids) for link in sources.connections))
    places = {header: row for row, header in enumerate(sources.sequences)}
    hits = [(places[hit["header"]], hit["sacc"]) for hit in sources.hits]
    links = [
        (places[link["start"]], places[link["end"]], link["n_connections"]) for link in sources.connections
    ]
    pack_contigs(session, metagenome.id, contigs, [ids[header] for header in places], hits, links)
    return metagenome.id


def _estimate_reference(rows: Mapping[str, Row], hits: list[Row]) -> int:
    markers_of: dict[str, set[str]] = {}
    for hit in hits:
        cluster = rows[hit["header"]]["cluster"] if hit["header"] in rows else None
        if cluster is not None:
            markers_of.setdefault(cluster, set()).add(hit["sacc"])
    told = {row["cluster"]: row["completeness"] for row in rows.values() if row["cluster"] is not None}
    completeness = np.asarray([told[cluster] for cluster in markers_of], np.float64)
    n_distinct = np.asarray([len(found) for found in markers_of.values()], np.int64)
    return estimate_reference(completeness, n_distinct, len({hit["sacc"] for hit in hits}))


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


def _describe_connection(link: Row, ids: Mapping[str, int]) -> Row:
    ends = {"from_id": ids[link["start"]], "to_id": ids[link["end"]]}
    return {**ends, "n_connections": link["n_connections"], "mapping_type": link["mapping_type"]}


def _insert(session: Session, table: type[Any], rows: Iterator[Row]) -> None:
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        session.execute(insert(table), batch)
