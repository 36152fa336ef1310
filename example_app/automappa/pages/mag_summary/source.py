"""What the summary page asks of the data layer, always about one metagenome."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automappa.components.groups import Rows
from automappa.data.columns import RANKS, Contigs, read_contigs
from automappa.data.errors import NotFoundError
from automappa.data.metrics import Bin, measure_bins

NUMBERS = {"length": "length (bases)", "gc_content": "GC content (%)", "coverage": "coverage"}


@dataclass(frozen=True, slots=True)
class BinContigs:
    """All contigs of the sample, and the rows of one bin."""

    contigs: Contigs
    rows: Rows


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one column over the contigs of a bin."""

    title: str
    mean: float
    median: float
    deviation: float
    smallest: float
    largest: float


def list_bins(metagenome_id: int) -> list[Bin]:
    """Return the bins of a sample by name."""
    return measure_bins(metagenome_id)


def find_bin(bins: Sequence[Bin], name: str) -> Bin:
    """Return the bin of this name.

    Raises:
        NotFoundError: the sample has none such.
    """
    for one in bins:
        if one.name == name:
            return one
    raise NotFoundError("this sample has no such bin: choose another one")


def read_bin(metagenome_id: int, name: str) -> BinContigs:
    """Return the contigs of a bin among all of the sample.

    Raises:
        NotFoundError: the sample has no such bin.
    """
    contigs = read_contigs(metagenome_id, numbers=tuple(NUMBERS), words=("cluster", *RANKS))
    clusters = contigs.words["cluster"]
    if name not in clusters.names:
        raise NotFoundError("this sample has no such bin: choose another one")
    return BinContigs(contigs, np.flatnonzero(clusters.codes == clusters.names.index(name)))


def find_all(contigs: Contigs) -> Rows:
    """Return the rows of all contigs."""
    return np.arange(len(contigs))


def summarize(found: BinContigs) -> list[Statistics]:
    """Return the figures of each column, over the contigs where it is known."""
    return [
        Statistics(
            title,
            float(values.mean()),
            float(np.median(values)),
            float(values.std()),
            float(values.min()),
            float(values.max()),
        )
        for name, title in NUMBERS.items()
        if len(values := _drop_unknown(found, name))
    ]


def _drop_unknown(found: BinContigs, name: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    values = found.contigs.numbers[name][found.rows]
    return values[np.isfinite(values)]
