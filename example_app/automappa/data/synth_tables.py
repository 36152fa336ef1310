"""Made-up genomes and what Autometa's tables would say about them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from automappa.data.tables import Row
from automappa.science.embed import embed
from automappa.science.kmers import count_kmers
from automappa.science.normalize import normalize

# Accession, name and cutoff of markers that a genome should have once.
_MARKERS = tuple(
    (f"PF{90_001 + 37 * number:05d}.{number % 9 + 1}", f"Marker_{number:02d}") for number in range(20)
)
_CUTOFF = 25.0
_PHYLA = ("Alphomonadota", "Bacillinota", "Cyanellota", "Deltabactota", "Escheriota", "Flavinota")
_K = 4


@dataclass(frozen=True, slots=True)
class Genome:
    """One made-up organism."""

    number: int
    seed: int
    gc_percent: float
    coverage: float

    @property
    def cluster(self) -> str:
        """Return the name of its bin."""
        return f"bin_{self.number + 1:04d}"


def make_genome(rng: np.random.Generator, number: int) -> Genome:
    """Return a genome whose GC content and coverage are drawn at random."""
    gc_percent = float(rng.uniform(32.0, 68.0))
    coverage = float(np.exp(rng.uniform(np.log(5.0), np.log(200.0))))
    return Genome(number, int(rng.integers(2**31)), gc_percent, coverage)


def describe_markers(
    rng: np.random.Generator, headers: Sequence[str], owners: Sequence[Genome | None]
) -> list[Row]:
    """Return the marker hits: most genomes have each marker once, some lack it, few have it twice."""
    hits: list[Row] = []
    for contigs in _group_contigs(headers, owners):
        for accession, name in _MARKERS:
            copies = int(rng.choice([0, 1, 2], p=[0.08, 0.88, 0.04]))
            for header in rng.choice(contigs, copies):
                score = round(_CUTOFF + float(rng.gamma(2.0, 40.0)), 1)
                hits.append(_describe_hit(str(header), len(hits) + 1, name, accession, score))
    return sorted(hits, key=lambda hit: (hit["header"], hit["sacc"], hit["orf"]))


def _group_contigs(headers: Sequence[str], owners: Sequence[Genome | None]) -> Iterable[list[str]]:
    """Return the contigs of each genome."""
    members: dict[Genome, list[str]] = {}
    for header, owner in zip(headers, owners, strict=True):
        if owner is not None:
            members.setdefault(owner, []).append(header)
    return members.values()


def _describe_hit(header: str, number: int, name: str, accession: str, score: float) -> Row:
    return {
        "header": header,
        "orf": f"{header}_{number}",
        "sname": name,
        "sacc": accession,
        "full_seq_score": score,
        "cutoff": _CUTOFF,
    }


def describe_connections(
    rng: np.random.Generator, headers: Sequence[str], owners: Sequence[Genome | None]
) -> list[Row]:
    """Return what leads from contig to contig: along each genome, and now and then to a wrong one."""
    links: list[Row] = []
    for contigs in _group_contigs(headers, owners):
        order = rng.permutation(contigs).tolist()
        links += [_describe_link(rng, *pair, mean=30) for pair in pairwise(order)]
        links.append(_describe_link(rng, order[0], str(rng.choice(headers)), mean=3))
    return links


def _describe_link(rng: np.random.Generator, start: str, end: str, mean: float) -> Row:
    kind = "intra" if start == end else str(rng.choice(["ss", "se", "es", "ee"]))
    return {"start": start, "end": end, "n_connections": 1 + int(rng.poisson(mean)), "mapping_type": kind}


def describe_binning(
    rng: np.random.Generator,
    contigs: Mapping[str, bytes],
    owners: Sequence[Genome | None],
    sources: Sequence[Genome],
    markers: Sequence[Row],
) -> list[Row]:
    """Return one row per contig; those without an owner are in no bin."""
    counts = count_kmers(list(contigs.values()), _K)
    points = embed(normalize(counts, "am_clr"), "pca", seed=0)
    rows: list[Row] = []
    for (header, bases), source, point in zip(contigs.items(), sources, points, strict=True):
        coverage = source.coverage * float(rng.normal(1.0, 0.08))
        rows.append(_describe_contig(header, bases, source, coverage) | _describe_point(point))
    _add_bins(rows, owners, markers)
    return rows


def _describe_contig(header: str, bases: bytes, source: Genome, coverage: float) -> Row:
    gc_percent = 100.0 * (bases.count(b"G") + bases.count(b"C")) / len(bases)
    phylum = _PHYLA[source.number % len(_PHYLA)]
    stem = phylum.removesuffix("ota")
    genus = f"{stem}um{source.number + 1}"
    return {
        "header": header,
        "length": len(bases),
        "gc_content": round(gc_percent, 3),
        "coverage": round(coverage, 3),
        "superkingdom": "Bacteria",
        "phylum": phylum,
        "klass": f"{stem}ia",
        "order": f"{stem}ales",
        "family": f"{stem}aceae",
        "genus": genus,
        "species": f"{genus} exemplare",
        "taxid": 9_000_001 + source.number,
    }


def _describe_point(point: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Row:
    return {"x_1": round(float(point[0]), 4), "x_2": round(float(point[1]), 4)}


def _add_bins(rows: Sequence[Row], owners: Sequence[Genome | None], markers: Sequence[Row]) -> None:
    clusters = [None if owner is None else owner.cluster for owner in owners]
    cluster_of = {row["header"]: cluster for row, cluster in zip(rows, clusters, strict=True)}
    for cluster in sorted({name for name in clusters if name is not None}):
        members = [row for row in rows if cluster_of[row["header"]] == cluster]
        copies = Counter(hit["sacc"] for hit in markers if cluster_of[hit["header"]] == cluster)
        metrics = {
            "cluster": cluster,
            "completeness": round(100.0 * len(copies) / len(_MARKERS), 2),
            "purity": round(100.0 * list(copies.values()).count(1) / max(1, len(copies)), 2),
            "coverage_stddev": round(float(np.std([row["coverage"] for row in members])), 3),
            "gc_content_stddev": round(float(np.std([row["gc_content"] for row in members])), 3),
        }
        for row in members:
            row.update(metrics)
