"""Connections between contigs, for the pages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from automappa.data.columns import read_contig_ids
from automappa.data.database import read_session
from automappa.data.models import Connection, Contig


@dataclass(frozen=True, slots=True)
class Connections:
    """Pairs of rows of the contigs, and by how many reads they are connected."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    weights: NDArray[np.int64]
    mapping_types: list[str | None]


def read_connections(metagenome_id: int) -> Connections:
    """Return the connections of a metagenome; empty arrays if it was loaded without."""
    contig_ids = read_contig_ids(metagenome_id)
    query = (
        select(Connection.from_id, Connection.to_id, Connection.n_connections, Connection.mapping_type)
        .join(Contig, Contig.id == Connection.from_id)
        .where(Contig.metagenome_id == metagenome_id)
        .order_by(Connection.id)
    )
    with read_session() as session:
        found = session.execute(query).all()
    starts, ends, weights = (np.asarray([row[place] for row in found], dtype=np.int64) for place in range(3))
    return Connections(
        np.searchsorted(contig_ids, starts),
        np.searchsorted(contig_ids, ends),
        weights,
        [row.mapping_type for row in found],
    )
