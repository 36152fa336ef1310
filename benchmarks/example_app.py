"""How large the example app may get: k-mer counts, loading, queries of pages, memory of the web process.

    python benchmarks/example_app.py [--mb 100] [--contigs 50000] [--rounds 3]

CPU seconds, because the machine may be busy; memory is the peak of a process of its own for each part.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K = 5
AIM = 2.0
N_GENOMES = 100
_BASES = np.frombuffer(b"ACGT", np.uint8)


def main() -> None:
    """Run each part in a process of its own, and print; exit 1 if an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--mb", type=int, default=100)
    parser.add_argument("--contigs", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options) | {"peak_mb": read_peak_mb()}))
        return
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AUTOMAPPA_STATE_DIR"] = folder
        found = {part: run_part(part) for part in PARTS}
    kmers, floor = found["kmers"], found["floor"]
    ratio = kmers["cpu_s"] / floor["cpu_s"]
    print(f"k-mers of {options.mb} Mb, k={K}: {kmers['cpu_s']:.2f} s CPU, peak {kmers['peak_mb']:.0f} MB")
    print(f"plain numpy, one contig at a time: {floor['cpu_s']:.2f} s CPU, peak {floor['peak_mb']:.0f} MB")
    print(f"ratio {ratio:.2f}; the aim is at most {AIM:g}")
    load, pages = found["load"], found["pages"]
    print(f"load of {options.contigs:,} contigs: {load['cpu_s']:.1f} s CPU, peak {load['peak_mb']:.0f} MB")
    for name, page in pages["pages"].items():
        print(f"{name}: {page['queries']} queries, {page['cpu_s'] * 1000:.0f} ms CPU")
    print(
        f"the web process: {pages['start_mb']:.0f} MB after its start, {pages['peak_mb']:.0f} MB at its peak"
    )
    sys.exit(ratio > AIM)


def run_part(part: str) -> Any:
    """Return what a part found, run with the options of this process."""
    command = [sys.executable, __file__, *sys.argv[1:], "--part", part]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)


def read_peak_mb() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_kmers(options: argparse.Namespace) -> dict[str, Any]:
    """Measure the app's count."""
    from automappa.science.kmers import count_kmers

    return measure_count(options, lambda contigs: count_kmers(contigs, K))


def measure_floor(options: argparse.Namespace) -> dict[str, Any]:
    """Measure a plain count with numpy: the same letters, columns and rows, no chunks."""
    from automappa.science.kmers import canonical_columns

    columns = canonical_columns(K)
    n_columns = int(columns.max()) + 1
    codes_of = np.full(256, 4, np.uint8)
    codes_of[_BASES] = range(4)

    def count(contigs: list[bytes]) -> NDArray[np.int64]:
        table = np.zeros((len(contigs), n_columns), np.int64)
        for row, contig in enumerate(contigs):
            codes = codes_of[np.frombuffer(contig, np.uint8)]
            n_windows = len(codes) - K + 1
            kmers = np.zeros(n_windows, np.int64)
            is_good = np.ones(n_windows, bool)
            for place in range(K):
                letters = codes[place : place + n_windows]
                kmers = kmers * 4 + letters
                is_good &= letters < 4
            table[row] = np.bincount(columns[kmers[is_good]], minlength=n_columns)
        return table

    return measure_count(options, count)


def measure_count(options: argparse.Namespace, count: Callable[[list[bytes]], Any]) -> dict[str, Any]:
    """Return the median time of a count of contigs of 5,000 bases, ten million bases at a time."""
    rng = np.random.default_rng(42)
    times = []
    for _ in range(options.rounds):
        spent = 0.0
        for _ in range(max(1, options.mb // 10)):
            bases = _BASES[rng.integers(0, 4, 10_000_000, dtype=np.uint8)].tobytes()
            contigs = [bases[start : start + 5_000] for start in range(0, len(bases), 5_000)]
            start = time.process_time()
            count(contigs)
            spent += time.process_time() - start
        times.append(spent)
    return {"cpu_s": statistics.median(times)}


def measure_load(options: argparse.Namespace) -> dict[str, Any]:
    """Measure how a metagenome of contigs of 1,000 to 3,000 bases is checked and stored."""
    from automappa.data.loader import load_metagenome

    files = write_files(Path(os.environ["AUTOMAPPA_STATE_DIR"]), options.contigs)
    start = time.process_time()
    load_metagenome("large", **files)
    return {"cpu_s": time.process_time() - start}


def write_files(folder: Path, n_contigs: int) -> dict[str, Path]:
    """Write the files of a metagenome of this size."""
    from automappa.data.fasta import write_fasta
    from automappa.data.schemas import BINNING, MARKERS
    from automappa.data.tables import write_table

    rng = np.random.default_rng(42)
    lengths = rng.integers(1_000, 3_000, n_contigs)
    genomes = rng.integers(0, N_GENOMES, n_contigs)
    contigs = {
        f"contig_{number:06d}": _BASES[rng.integers(0, 4, length)].tobytes()
        for number, length in enumerate(lengths)
    }
    rows = [
        describe(name, len(bases), int(genome))
        for (name, bases), genome in zip(contigs.items(), genomes, strict=True)
    ]
    hit = {"orf": "orf", "sname": "name", "full_seq_score": 50.0, "cutoff": 20.0}
    hits = [{"header": name, "sacc": f"PF{at % 40:05d}", **hit} for at, name in enumerate(list(contigs)[::6])]
    files = {name: folder / f"{name}.txt" for name in ("metagenome", "binning", "markers")}
    write_fasta(files["metagenome"], contigs)
    write_table(files["binning"], BINNING, rows)
    write_table(files["markers"], MARKERS, hits)
    return files


def describe(name: str, length: int, genome: int) -> dict[str, Any]:
    """Return a row of the binning table."""
    figures = {"coverage": 5.0 + genome, "gc_content": 30.0 + genome / 3, "length": length}
    ranks = {"superkingdom": "Bacteria", "phylum": f"phylum {genome % 12}", "genus": f"genus {genome}"}
    metrics = {"cluster": f"bin_{genome:04d}", "completeness": 90.0, "purity": 95.0}
    return {"header": name, **figures, **ranks, **metrics}


def measure_pages(_options: argparse.Namespace) -> dict[str, Any]:
    """Count the queries of what each page draws, in a process like that of the pages."""
    from automappa.data.database import get_engine
    from automappa.data.metagenomes import list_samples
    from automappa.data.metrics import measure_selection
    from automappa.data.refinements import list_refinements, save_refinement
    from automappa.web import make_app
    from sqlalchemy import event

    make_app()
    # Pages want an app when they are imported.
    from automappa.pages.mag_refinement.callbacks import build_plane
    from automappa.pages.mag_summary.layout import layout as show_summary

    start_mb = read_peak_mb()
    (sample,) = list_samples()
    chosen = [f"contig_{number:06d}" for number in range(sample.n_contigs // 10)]
    save_refinement(sample.id, chosen)
    jobs: Mapping[str, Callable[[], object]] = {
        "home, cards": list_samples,
        "refinement, first scatter": lambda: build_plane(sample.id, "gc/coverage", "cluster"),
        "refinement, a selection of a tenth": lambda: measure_selection(sample.id, chosen),
        "refinement, saved ones": lambda: list_refinements(sample.id),
        "summary": lambda: show_summary(metagenome=str(sample.id)),
    }
    statements: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(get_engine(), "before_cursor_execute", remember)
    pages = {}
    for name, job in jobs.items():
        statements.clear()
        start = time.process_time()
        job()
        pages[name] = {"queries": len(statements), "cpu_s": time.process_time() - start}
    return {"pages": pages, "start_mb": start_mb}


PARTS: Mapping[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "kmers": measure_kmers,
    "floor": measure_floor,
    "load": measure_load,
    "pages": measure_pages,
}

if __name__ == "__main__":
    main()
