"""Figures of selections and bins, for the pages."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from automappa.data.columns import Contigs, MarkerHits, read_contigs, read_marker_hits
from automappa.data.database import read_session
from automappa.data.models import Contig
from automappa.science.quality import Metrics, count_qualities, grade, measure

_NUMBERS = ("length", "gc_content", "coverage")


@dataclass(frozen=True, slots=True)
class Bin:
    """A cluster of the binning table.

    Completeness and purity are the table's own, and computed from the markers where it says nothing.
    """

    name: str
    metrics: Metrics
    completeness: float | None
    purity: float | None

    @property
    def quality(self) -> str:
        """Return the class after MIMAG."""
        return grade(self.completeness, self.purity)


def measure_selection(metagenome_id: int, headers: Iterable[str]) -> Metrics:
    """Return the figures of some contigs of a metagenome.

    Raises:
        DataError: a contig is not of this metagenome, or there is no such metagenome.
    """
    contigs = read_contigs(metagenome_id, numbers=_NUMBERS, words=())
    return measure_rows(contigs, read_marker_hits(metagenome_id), contigs.find_rows(headers))


def measure_rows(contigs: Contigs, hits: MarkerHits, rows: NDArray[np.int64]) -> Metrics:
    """Return the figures of some rows of contigs that were read with length, gc_content and coverage."""
    lengths, gc_content, coverage = (contigs.numbers[name][rows] for name in _NUMBERS)
    return measure(lengths, gc_content, coverage, hits.of_rows(rows, len(contigs)), hits.n_reference)


def measure_bins(metagenome_id: int) -> list[Bin]:
    """Return the bins of a metagenome by name; asks the database three times."""
    contigs = read_contigs(metagenome_id, numbers=_NUMBERS)
    hits = read_marker_hits(metagenome_id)
    told = _read_told(metagenome_id)
    clusters = contigs.words["cluster"]
    # One sort instead of one search per bin.
    order = np.argsort(clusters.codes, kind="stable")
    bounds = np.searchsorted(clusters.codes[order], np.arange(len(clusters.names) + 1))
    bins = []
    for code, name in enumerate(clusters.names):
        metrics = measure_rows(contigs, hits, order[bounds[code] : bounds[code + 1]])
        completeness, purity = told.get(name, (None, None))
        bins.append(
            Bin(
                name,
                metrics,
                metrics.completeness if completeness is None else completeness,
                metrics.purity if purity is None else purity,
            )
        )
    return bins


def count_bin_qualities(bins: Iterable[Bin]) -> dict[str, int]:
    """Return how many bins are of each class after MIMAG."""
    return count_qualities(found.quality for found in bins)


def _read_told(metagenome_id: int) -> dict[str, tuple[float | None, float | None]]:
    # Each row of the table repeats the figures of its bin.
    query = (
        select(Contig.cluster, Contig.completeness, Contig.purity)
        .where(Contig.metagenome_id == metagenome_id, Contig.cluster.is_not(None))
        .distinct()
    )
    with read_session() as session:
        return {row.cluster: (row.completeness, row.purity) for row in session.execute(query)}
