"""Synthetic metagenomes: made-up genomes in contigs, with the tables that Autometa would write."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from automappa.data.fasta import write_fasta
from automappa.data.schemas import BINNING, CONNECTIONS, MARKERS
from automappa.data.synth_tables import (
    Genome,
    describe_binning,
    describe_connections,
    describe_markers,
    make_genome,
)
from automappa.data.tables import write_table

_MEMORY = 3  # bases that decide about the next one
_LENGTH_RANGE = (1_000, 20_000)
_STEPS_AT_ONCE = 512
_LETTERS = np.frombuffer(b"ACGT", dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How large a metagenome is; the same recipe gives the same bytes."""

    genomes: int = 3
    contigs: int = 20
    unbinned: int = 6
    seed: int = 42


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a metagenome, as the loader takes them."""

    metagenome: Path
    binning: Path
    markers: Path
    connections: Path


def write_metagenome(folder: Path, recipe: Recipe) -> Files:
    """Write contigs and the tables about them into `folder`, which is created."""
    rng = np.random.default_rng(recipe.seed)
    binned = [make_genome(rng, number) for number in range(recipe.genomes)]
    strays = [make_genome(rng, recipe.genomes + number) for number in range(recipe.unbinned)]
    owners: list[Genome | None] = [genome for genome in binned for _ in range(recipe.contigs)]
    sources = [genome for genome in owners if genome is not None] + strays
    owners += [None] * len(strays)
    sequences = _make_sequences(rng, sources)
    contigs = {f"contig_{number:05d}": bases for number, bases in enumerate(sequences, start=1)}
    markers = describe_markers(rng, list(contigs), owners)
    binning = describe_binning(rng, contigs, owners, sources, markers)
    connections = describe_connections(rng, list(contigs), owners)
    tables = (folder / f"{name}.tsv" for name in ("binning", "markers", "connections"))
    files = Files(folder / "metagenome.fna", *tables)
    folder.mkdir(parents=True, exist_ok=True)
    write_fasta(files.metagenome, contigs)
    write_table(files.binning, BINNING, binning)
    write_table(files.markers, MARKERS, markers)
    write_table(files.connections, CONNECTIONS, connections)
    return files


def _make_sequences(rng: np.random.Generator, genomes: list[Genome]) -> list[bytes]:
    """Return one sequence per entry, all grown at once base by base."""
    low, high = _LENGTH_RANGE
    lengths = np.clip(rng.gamma(2.0, 1_500.0, len(genomes)) + low, low, high).astype(int)
    # The chain of a genome is a table: for each three bases before, where the next base's share ends.
    shares = np.stack([_make_chain(rng, genome) for genome in genomes])
    grown = _grow(rng, shares, int(lengths.max()))
    return [_LETTERS[row[:length]].tobytes() for row, length in zip(grown, lengths, strict=True)]


def _make_chain(rng: np.random.Generator, genome: Genome) -> NDArray[np.float64]:
    # Contigs of one genome share its chain: the chance comes from the genome's own seed.
    own = np.random.default_rng(genome.seed)
    gc = genome.gc_percent / 200.0
    mean = np.asarray([0.5 - gc, gc, gc, 0.5 - gc])
    return np.cumsum(own.dirichlet(mean * 12.0, size=4**_MEMORY), axis=1)


def _grow(rng: np.random.Generator, shares: NDArray[np.float64], n_bases: int) -> NDArray[np.uint8]:
    n_contigs = len(shares)
    rows = np.arange(n_contigs)
    states = rng.integers(0, 4**_MEMORY, n_contigs)
    grown = np.empty((n_contigs, n_bases), dtype=np.uint8)
    for start in range(0, n_bases, _STEPS_AT_ONCE):
        chances = rng.random((min(_STEPS_AT_ONCE, n_bases - start), n_contigs))
        for step, chance in enumerate(chances, start=start):
            bases = (chance[:, None] > shares[rows, states, :3]).sum(axis=1)
            grown[:, step] = bases
            states = (states * 4 + bases) % 4**_MEMORY
    return grown
