"""How good a set of contigs is as a genome: its figures, and its class after MIMAG."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
QUALITIES = ("high", "medium", "low", "none")


@dataclass(frozen=True, slots=True)
class Metrics:
    """Figures of a set of contigs; percentages from 0 to 100, None where nothing is known.

    Mean coverage and GC content weigh each contig by its length; the deviations are those of the contigs.
    """

    n_contigs: int
    length: int
    longest: int
    n50: int
    gc_content: float | None
    gc_content_stddev: float | None
    coverage: float | None
    coverage_stddev: float | None
    n_markers: int
    completeness: float | None
    purity: float | None

    @property
    def quality(self) -> str:
        """Return the class after MIMAG."""
        return grade(self.completeness, self.purity)


def measure(
    lengths: Floats, gc_content: Floats, coverage: Floats, markers: NDArray[np.int32], n_reference: int
) -> Metrics:
    """Return the figures of some contigs.

    Args:
        lengths: one number per contig, as in the next two.
        gc_content: in percent.
        coverage: nan where it is not known.
        markers: the number of the marker of each hit on these contigs.
        n_reference: how many markers a complete genome has.
    """
    completeness, purity = measure_markers(markers, n_reference)
    gc_mean, gc_stddev = _average(gc_content, lengths)
    coverage_mean, coverage_stddev = _average(coverage, lengths)
    return Metrics(
        n_contigs=len(lengths),
        length=int(lengths.sum()),
        longest=int(lengths.max(initial=0)),
        n50=find_n50(lengths),
        gc_content=gc_mean,
        gc_content_stddev=gc_stddev,
        coverage=coverage_mean,
        coverage_stddev=coverage_stddev,
        n_markers=len(markers),
        completeness=completeness,
        purity=purity,
    )


def measure_markers(markers: NDArray[np.int32], n_reference: int) -> tuple[float | None, float | None]:
    """Return completeness and purity in percent, as Autometa defines them.

    Completeness is the share of the reference's markers that are there, purity the share of these that are
    there once. Without any marker nothing can be said about purity.
    """
    copies = np.unique(markers, return_counts=True)[1]
    completeness = min(100.0, 100.0 * len(copies) / n_reference) if n_reference else None
    purity = 100.0 * float((copies == 1).sum()) / len(copies) if len(copies) else None
    return completeness, purity


def find_n50(lengths: Floats) -> int:
    """Return the length of the contig at which half of all bases lie in contigs as long or longer."""
    if not len(lengths):
        return 0
    ordered = np.sort(lengths)[::-1]
    return int(ordered[np.searchsorted(np.cumsum(ordered), ordered.sum() / 2.0)])


def grade(completeness: float | None, purity: float | None) -> str:
    """Return `high`, `medium`, `low`, or `none` where contamination is too high or nothing is known.

    Contamination is what is missing from full purity. The rRNA and tRNA genes that MIMAG also wants of high
    quality are not looked for.

    Source: Bowers et al. (2017), Nature Biotechnology 35, table 1.
    """
    if completeness is None or purity is None or purity <= 90.0:
        return "none"
    if completeness > 90.0 and purity > 95.0:
        return "high"
    return "medium" if completeness >= 50.0 else "low"


def count_qualities(qualities: Iterable[str]) -> dict[str, int]:
    """Return how many there are of each class, in the order of QUALITIES."""
    found = list(qualities)
    return {quality: found.count(quality) for quality in QUALITIES}


def estimate_reference(completeness: Floats, n_distinct: NDArray[np.int64], n_in_table: int) -> int:
    """Return how many markers the reference has, from what a binning table says about its bins.

    A table states the completeness of each bin but not the reference behind it. The number that explains
    most bins is taken; without bins the number of markers that were seen at all.

    Args:
        completeness: of each bin in percent, nan where it is not told.
        n_distinct: how many markers were found in each bin.
        n_in_table: how many markers were found in all contigs.
    """
    can_tell = (completeness > 0) & (n_distinct > 0)
    if not can_tell.any():
        return n_in_table
    told = np.rint(100.0 * n_distinct[can_tell] / completeness[can_tell])
    return int(max(np.median(told), n_distinct.max()))


def _average(values: Floats, weights: Floats) -> tuple[float | None, float | None]:
    is_known = ~np.isnan(values)
    known = values[is_known]
    if not len(known):
        return None, None
    return float(np.average(known, weights=weights[is_known])), float(known.std())
