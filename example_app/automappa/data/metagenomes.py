"""The metagenomes in the database: what their cards on the home page show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import delete, func, select

from automappa.data.columns import read_contigs, read_marker_hits
from automappa.data.database import read_session, write_session
from automappa.data.metrics import count_bin_qualities, measure_bins
from automappa.data.models import Metagenome, Refinement
from automappa.settings import get_settings


@dataclass(frozen=True, slots=True)
class Sample:
    """A metagenome with its counts; `qualities` counts its bins by their class after MIMAG."""

    id: int
    name: str
    created_at: datetime
    n_contigs: int
    n_bases: int
    n_markers: int
    n_bins: int
    n_refinements: int
    qualities: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Counts:
    n_bases: int
    n_markers: int
    qualities: Mapping[str, int]


def list_samples() -> list[Sample]:
    """Return all metagenomes by name; after the first time with two queries, however many there are."""
    query = select(Metagenome.id, Metagenome.name, Metagenome.created_at, Metagenome.n_contigs)
    with read_session() as session:
        rows = session.execute(query.order_by(Metagenome.name)).all()
        refinements = dict(
            session.execute(
                select(Refinement.metagenome_id, func.count()).group_by(Refinement.metagenome_id)
            ).all()
        )
    samples = []
    for row in rows:
        counts = _count(get_settings().database, row.id, row.created_at)
        samples.append(
            Sample(
                row.id,
                row.name,
                row.created_at,
                row.n_contigs,
                counts.n_bases,
                counts.n_markers,
                sum(counts.qualities.values()),
                refinements.get(row.id, 0),
                dict(counts.qualities),
            )
        )
    return samples


# What is loaded does not change; the arguments tell samples of several databases apart.
@lru_cache(maxsize=1000)
def _count(_database: str, metagenome_id: int, _created_at: datetime) -> _Counts:
    contigs = read_contigs(metagenome_id, numbers=("length",), words=())
    return _Counts(
        int(contigs.numbers["length"].sum()),
        len(read_marker_hits(metagenome_id).rows),
        count_bin_qualities(measure_bins(metagenome_id)),
    )


def delete_metagenome(metagenome_id: int) -> None:
    """Delete a metagenome with everything that belongs to it."""
    with write_session() as session:
        session.execute(delete(Metagenome).where(Metagenome.id == metagenome_id))
