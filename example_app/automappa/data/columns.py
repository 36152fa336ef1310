"""The contigs of a metagenome as columns: what pages draw from.

However many contigs there are, each function here asks the database once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from automappa.data.database import read_session
from automappa.data.errors import DataError, NotFoundError
from automappa.data.models import ContigColumn, Metagenome

RANKS = ("superkingdom", "phylum", "klass", "order", "family", "genus", "species")
NUMBERS = ("length", "gc_content", "coverage", "x_1", "x_2")
WORDS = ("cluster", *RANKS)
_HEADER, _ID, _MARKER, _MARKER_ROW = "header", "id", "marker", "marker_row"
_LINKS = ("link_start", "link_end", "link_weight")
_NAMES_IN_MESSAGE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words that repeat: the distinct ones in their order, and the place of each row's, or -1."""

    names: tuple[str, ...]
    codes: NDArray[np.int32]

    def labels(self, blank: str) -> list[str]:
        """Return the word of each row, `blank` where there is none."""
        return [*map((*self.names, blank).__getitem__, self.codes.tolist())]


@dataclass(frozen=True, slots=True)
class Contigs:
    """Columns of the contigs of one metagenome, in the order of the FASTA file and of embeddings.

    `numbers` holds float arrays, nan where nothing is known; `words` what is asked of WORDS.
    """

    metagenome_id: int
    headers: list[str]
    numbers: dict[str, NDArray[np.float64]]
    words: dict[str, Words]

    def __len__(self) -> int:
        """Return the number of contigs."""
        return len(self.headers)

    def find_rows(self, headers: Iterable[str]) -> NDArray[np.int64]:
        """Return the sorted places of these contigs, each once.

        Raises:
            DataError: one is not of this metagenome.
        """
        places = {header: row for row, header in enumerate(self.headers)}
        wanted = dict.fromkeys(headers)
        unknown = [header for header in wanted if header not in places]
        if unknown:
            raise DataError(tell_unknown(unknown))
        return np.sort(np.fromiter((places[header] for header in wanted), np.int64, len(wanted)))


@dataclass(frozen=True, slots=True)
class MarkerHits:
    """The marker hits of a metagenome: on which row of the contigs, and which marker."""

    rows: NDArray[np.int32]
    markers: Words
    n_reference: int

    def of_rows(self, rows: NDArray[np.int64], n_contigs: int) -> NDArray[np.int32]:
        """Return the marker of each hit on one of these rows."""
        is_chosen = np.zeros(n_contigs, dtype=bool)
        is_chosen[rows] = True
        return self.markers.codes[is_chosen[self.rows]]


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of rows of the contigs, and by how many reads each is connected; the table's order."""

    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    weights: NDArray[np.int32]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.starts)


def tell_unknown(headers: Sequence[str]) -> str:
    """Return in words that these contigs are not of a metagenome."""
    if len(headers) == 1:
        return f"contig {headers[0]} is not in the metagenome"
    examples = ", ".join(headers[:_NAMES_IN_MESSAGE])
    return f"{len(headers):,} contigs are not in the metagenome, as {examples}"


def read_contigs(
    metagenome_id: int, *, numbers: Sequence[str] = NUMBERS, words: Sequence[str] = ("cluster",)
) -> Contigs:
    """Return headers and the columns asked for; ask for what the page draws, it is faster.

    Raises:
        NotFoundError: there is no such metagenome.
    """
    found = _read(metagenome_id, [_HEADER, *numbers, *words])
    return Contigs(
        metagenome_id,
        list(found[_HEADER].words or ()),
        {name: np.frombuffer(found[name].numbers, "<f8") for name in numbers},
        {name: _unpack_words(found[name]) for name in words},
    )


def read_contig_ids(metagenome_id: int) -> NDArray[np.int64]:
    """Return the database's ids of the contigs, in their order."""
    return np.frombuffer(_read(metagenome_id, [_ID])[_ID].numbers, "<i8")


def read_marker_hits(metagenome_id: int) -> MarkerHits:
    """Return all marker hits of a metagenome."""
    found = _read(metagenome_id, [_MARKER, _MARKER_ROW])
    rows = np.frombuffer(found[_MARKER_ROW].numbers, "<i4")
    return MarkerHits(rows, _unpack_words(found[_MARKER]), found[_MARKER].n_reference_markers)


def read_links(metagenome_id: int) -> Links:
    """Return the connections of a metagenome; empty if it was loaded without."""
    # The ids are always there, so a missing metagenome is told from one without connections.
    found = _read(metagenome_id, [_ID, *_LINKS])
    nothing = np.empty(0, "<i4")
    return Links(
        *(np.frombuffer(found[name].numbers, "<i4") if name in found else nothing for name in _LINKS)
    )


def pack_contigs(
    session: Session,
    metagenome_id: int,
    contigs: Sequence[dict[str, Any]],
    ids: Sequence[int],
    hits: Sequence[tuple[int, str]],
    links: Sequence[tuple[int, int, int]],
) -> None:
    """Store the columns of a new metagenome.

    Args:
        session: of the transaction that stores the contigs.
        metagenome_id: whose they are.
        contigs: the fields of each contig, in order.
        ids: of the contigs, in the same order.
        hits: for each marker hit the row of its contig, and the marker.
        links: for each connection the rows of both contigs, and how many reads it is made of.
    """
    headers = [contig["header"] for contig in contigs]
    columns = [
        ContigColumn(name=_HEADER, numbers=b"", words=headers),
        ContigColumn(name=_ID, numbers=np.asarray(ids, "<i8").tobytes()),
        ContigColumn(name=_MARKER_ROW, numbers=np.asarray([row for row, _ in hits], "<i4").tobytes()),
        _pack_words(_MARKER, [marker for _, marker in hits]),
    ]
    if links:
        packed = np.asarray(links, "<i4").T
        columns += [
            ContigColumn(name=name, numbers=numbers.tobytes())
            for name, numbers in zip(_LINKS, packed, strict=True)
        ]
    columns += [_pack_numbers(name, [contig[name] for contig in contigs]) for name in NUMBERS]
    columns += [_pack_words(name, [contig[name] for contig in contigs]) for name in WORDS]
    for column in columns:
        column.metagenome_id = metagenome_id
    session.add_all(columns)


def _pack_numbers(name: str, values: Sequence[float | None]) -> ContigColumn:
    # numpy makes nan of None.
    return ContigColumn(name=name, numbers=np.asarray(values, "<f8").tobytes())


def _pack_words(name: str, values: Sequence[str | None]) -> ContigColumn:
    names = sorted({value for value in values if value is not None})
    codes: dict[str | None, int] = {word: code for code, word in enumerate(names)}
    numbers = np.asarray([codes.get(value, -1) for value in values], "<i4").tobytes()
    return ContigColumn(name=name, numbers=numbers, words=names)


def _unpack_words(row: Any) -> Words:
    return Words(tuple(row.words or ()), np.frombuffer(row.numbers, "<i4"))


def _read(metagenome_id: int, names: Sequence[str]) -> dict[str, Any]:
    query = (
        select(ContigColumn.name, ContigColumn.numbers, ContigColumn.words, Metagenome.n_reference_markers)
        .join(Metagenome, Metagenome.id == ContigColumn.metagenome_id)
        .where(ContigColumn.metagenome_id == metagenome_id, ContigColumn.name.in_(names))
    )
    with read_session() as session:
        found = {row.name: row for row in session.execute(query)}
    if not found:
        raise NotFoundError(f"there is no metagenome {metagenome_id}")
    return found
