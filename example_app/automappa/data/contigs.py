"""Contigs as the tasks want them: bases in batches, lengths and clusters in order, markers counted."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from automappa.data.database import read_session
from automappa.data.errors import NotFoundError
from automappa.data.models import Contig, ContigSequence, Marker, MarkerSymbol, Metagenome
from automappa.science.markers import choose_size, choose_symbol
from automappa.science.traces import Look

_BATCH_BASES = 8_000_000


@dataclass(frozen=True, slots=True)
class Members:
    """Length and cluster of each contig, in the order of the rows of a matrix."""

    lengths: list[int]
    clusters: list[str | None]


def find_metagenome(name: str) -> int:
    """Return the id of the metagenome of this name.

    Raises:
        NotFoundError: there is none.
    """
    with read_session() as session:
        found = session.scalars(select(Metagenome.id).where(Metagenome.name == name)).one_or_none()
        if found is None:
            names = ", ".join(session.scalars(select(Metagenome.name).order_by(Metagenome.name))) or "none"
            raise NotFoundError(f"there is no metagenome {name!r}; loaded are: {names}")
        return found


def list_metagenomes() -> list[tuple[int, str, int]]:
    """Return id, name and number of contigs of each metagenome, by name."""
    query = select(Metagenome.id, Metagenome.name, Metagenome.n_contigs).order_by(Metagenome.name)
    with read_session() as session:
        return [(row.id, row.name, row.n_contigs) for row in session.execute(query)]


def iter_sequences(metagenome_id: int, *, batch_bases: int = _BATCH_BASES) -> Iterator[list[bytes]]:
    """Yield the bases of the contigs in their order, in batches of about so many bases."""
    query = select(Contig.id, Contig.length).where(Contig.metagenome_id == metagenome_id).order_by(Contig.id)
    with read_session() as session:
        contigs = [(row.id, row.length) for row in session.execute(query)]
    first, filled = 0, 0
    for position, (_, length) in enumerate(contigs, start=1):
        filled += length
        if filled >= batch_bases or position == len(contigs):
            yield _read_sequences(metagenome_id, contigs[first][0], contigs[position - 1][0])
            first, filled = position, 0


def _read_sequences(metagenome_id: int, first_id: int, last_id: int) -> list[bytes]:
    query = (
        select(ContigSequence.bases)
        .join(Contig, Contig.id == ContigSequence.contig_id)
        .where(Contig.metagenome_id == metagenome_id, Contig.id.between(first_id, last_id))
        .order_by(Contig.id)
    )
    with read_session() as session:
        return list(session.scalars(query))


def read_members(metagenome_id: int) -> Members:
    """Return length and cluster of each contig."""
    query = (
        select(Contig.length, Contig.cluster).where(Contig.metagenome_id == metagenome_id).order_by(Contig.id)
    )
    with read_session() as session:
        rows = session.execute(query).all()
    return Members([row.length for row in rows], [row.cluster for row in rows])


def count_markers(metagenome_id: int) -> dict[int, int]:
    """Return the number of markers of each contig, by the contig's id; contigs without one count 0."""
    query = (
        select(Contig.id, func.count(Marker.id))
        .outerjoin(Marker, Marker.contig_id == Contig.id)
        .where(Contig.metagenome_id == metagenome_id)
        .group_by(Contig.id)
        .order_by(Contig.id)
    )
    with read_session() as session:
        return dict(session.execute(query).all())


def read_looks(metagenome_id: int) -> list[Look]:
    """Return how each contig is drawn; before its symbol is computed it looks like one without markers."""
    query = (
        select(Contig.header, Contig.cluster, MarkerSymbol.symbol, MarkerSymbol.size)
        .outerjoin(MarkerSymbol, MarkerSymbol.contig_id == Contig.id)
        .where(Contig.metagenome_id == metagenome_id)
        .order_by(Contig.id)
    )
    with read_session() as session:
        rows = session.execute(query).all()
    plain_symbol, plain_size = choose_symbol(0), choose_size(0)
    return [Look(row.header, row.cluster, row.symbol or plain_symbol, row.size or plain_size) for row in rows]
