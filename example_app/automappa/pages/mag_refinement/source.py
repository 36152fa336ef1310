"""What the refinement page asks of the data layer, always about one metagenome."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from automappa.components.groups import Rows
from automappa.components.scatter import Axis, Looks, Pairs
from automappa.data.columns import RANKS, Contigs, MarkerHits, read_contigs, read_links, read_marker_hits
from automappa.data.embeddings import list_embeddings, read_embedding, read_medians
from automappa.data.errors import DataError
from automappa.data.metrics import measure_rows
from automappa.data.refinements import list_refinements, save_refinement
from automappa.science.quality import Metrics

GC_COVERAGE = "gc/coverage"
BINNING = "binning"
NUMBER_TITLES = {
    "gc_content": "GC content (%)",
    "coverage": "coverage",
    "length": "length (bases)",
    "x_1": "dimension 1",
    "x_2": "dimension 2",
}
# More lines would hide the points; the strongest are drawn.
MAX_LINKS = 2_000
RANK_TITLES = {rank: "class" if rank == "klass" else rank for rank in RANKS}


@dataclass(frozen=True, slots=True)
class View:
    """What the controls of the page can offer for a metagenome."""

    n_contigs: int
    n_links: int
    axes: dict[str, str]
    highest_coverage: float | None


def read_view(metagenome_id: int) -> View:
    """Return what the controls need to know."""
    contigs = read_contigs(metagenome_id, numbers=("coverage", "x_1"), words=())
    known = contigs.numbers["coverage"][np.isfinite(contigs.numbers["coverage"])]
    highest = float(known.max()) if len(known) else None
    return View(len(contigs), len(read_links(metagenome_id)), list_axes(metagenome_id, contigs), highest)


def list_axes(metagenome_id: int, contigs: Contigs) -> dict[str, str]:
    """Return the planes that contigs can be shown in, each with its title."""
    found = {GC_COVERAGE: "GC and coverage"}
    if np.isfinite(contigs.numbers["x_1"]).any():
        found[BINNING] = "of the binning table"
    return found | {name: describe_embedding(name) for name in list_embeddings(metagenome_id)}


def describe_embedding(name: str) -> str:
    """Return in words what the name of an embedding says: k5/am_clr/pca/seed42."""
    size, norm, method, _seed = name.split("/")
    return f"{method} of {size.removeprefix('k')}-mers ({norm})"


def read_plane(contigs: Contigs, name: str) -> tuple[Axis, Axis]:
    """Return the two axes of a plane.

    Raises:
        NotFoundError: the metagenome has no such embedding.
    """
    if name == GC_COVERAGE:
        return read_axis(contigs, "gc_content"), read_axis(contigs, "coverage")
    if name == BINNING:
        return read_axis(contigs, "x_1"), read_axis(contigs, "x_2")
    points = read_embedding(contigs.metagenome_id, name)
    return Axis("dimension 1", points[:, 0]), Axis("dimension 2", points[:, 1])


def read_axis(contigs: Contigs, name: str) -> Axis:
    """Return one column of the contigs as an axis."""
    return Axis(NUMBER_TITLES[name], contigs.numbers[name], is_log=name in {"coverage", "length"})


def find_medians(contigs: Contigs, plane: str, shown: Rows) -> dict[str, tuple[float, float]]:
    """Return the median of each cluster that is shown; only computed embeddings have them."""
    if plane in {GC_COVERAGE, BINNING}:
        return {}
    clusters = contigs.words["cluster"]
    names = {clusters.names[code] for code in np.unique(clusters.codes[shown]).tolist() if code >= 0}
    medians = read_medians(contigs.metagenome_id, plane)
    return {name: point for name, point in medians.items() if name in names}


def find_shown(contigs: Contigs, bounds: Sequence[float] | None, hidden: Rows) -> Rows:
    """Return the rows within the bounds of coverage and not hidden; a contig without coverage always is."""
    is_shown = np.ones(len(contigs), dtype=bool)
    if bounds is not None:
        coverage = contigs.numbers["coverage"]
        is_shown &= ~((coverage < bounds[0]) | (coverage > bounds[1]))
    is_shown[hidden] = False
    return np.flatnonzero(is_shown)


def read_looks(contigs: Contigs, hits: MarkerHits) -> Looks:
    """Return header and number of markers of each contig."""
    return Looks(contigs.headers, np.bincount(hits.rows, minlength=len(contigs)))


def find_saved(metagenome_id: int) -> Rows:
    """Return the rows that are in a refinement."""
    saved = [row for refinement in list_refinements(metagenome_id) for row in refinement.rows]
    return np.asarray(sorted(saved), dtype=np.int64)


def find_links(metagenome_id: int, shown: Rows) -> Pairs:
    """Return the strongest connections between contigs that are shown."""
    links = read_links(metagenome_id)
    is_drawn = np.isin(links.starts, shown) & np.isin(links.ends, shown) & (links.starts != links.ends)
    drawn = np.flatnonzero(is_drawn)
    strongest = drawn[np.argsort(-links.weights[drawn], kind="stable")[:MAX_LINKS]]
    return links.starts[strongest], links.ends[strongest]


def count_neighbours(metagenome_id: int, rows: Rows) -> int | None:
    """Return how many other contigs are connected with these; None if nothing is known of connections."""
    links = read_links(metagenome_id)
    if not len(links):
        return None
    is_start, is_end = np.isin(links.starts, rows), np.isin(links.ends, rows)
    return len(np.unique(np.concatenate([links.ends[is_start & ~is_end], links.starts[is_end & ~is_start]])))


def measure_contigs(contigs: Contigs, rows: Rows) -> Metrics:
    """Return the figures of some rows."""
    return measure_rows(contigs, read_marker_hits(contigs.metagenome_id), rows)


def save_selection(metagenome_id: int, selection: Sequence[int]) -> int:
    """Store the selected contigs as a refinement; return its number."""
    contigs = read_contigs(metagenome_id, numbers=(), words=())
    return save_refinement(metagenome_id, [contigs.headers[row] for row in check_rows(contigs, selection)])


def check_rows(contigs: Contigs, selection: Sequence[int]) -> Rows:
    """Return the rows that a browser sent, if they are rows of these contigs.

    Raises:
        DataError: they are not.
    """
    is_understood = isinstance(selection, Sequence) and all(type(row) is int for row in selection)
    if not is_understood or not all(0 <= row < len(contigs) for row in selection):
        raise DataError("the selection does not belong to this sample: select the contigs again")
    return np.unique(np.asarray(selection, dtype=np.int64))
