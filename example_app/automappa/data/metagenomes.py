"""The metagenomes in the database: what their cards on the home page show."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from automappa.data.database import read_session, write_session
from automappa.data.metrics import count_bin_qualities, measure_bins
from automappa.data.models import Contig, Marker, Metagenome, Refinement


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


def list_samples() -> list[Sample]:
    """Return all metagenomes by name; the number of queries grows with them, not with their contigs."""
    with read_session() as session:
        rows = session.execute(
            select(Metagenome.id, Metagenome.name, Metagenome.created_at, Metagenome.n_contigs).order_by(
                Metagenome.name
            )
        ).all()
        bases = dict(
            session.execute(
                select(Contig.metagenome_id, func.sum(Contig.length)).group_by(Contig.metagenome_id)
            ).all()
        )
        markers = dict(
            session.execute(
                select(Contig.metagenome_id, func.count(Marker.id))
                .join(Marker, Marker.contig_id == Contig.id)
                .group_by(Contig.metagenome_id)
            ).all()
        )
        refinements = dict(
            session.execute(
                select(Refinement.metagenome_id, func.count()).group_by(Refinement.metagenome_id)
            ).all()
        )
    samples = []
    for row in rows:
        bins = measure_bins(row.id)
        samples.append(
            Sample(
                row.id,
                row.name,
                row.created_at,
                row.n_contigs,
                int(bases.get(row.id, 0)),
                markers.get(row.id, 0),
                len(bins),
                refinements.get(row.id, 0),
                count_bin_qualities(bins),
            )
        )
    return samples


def delete_metagenome(metagenome_id: int) -> None:
    """Delete a metagenome with everything that belongs to it."""
    with write_session() as session:
        session.execute(delete(Metagenome).where(Metagenome.id == metagenome_id))
