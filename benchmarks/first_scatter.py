"""How long the example app takes for the first scatter of many contigs, beside plotly's own encoding.

    python benchmarks/first_scatter.py [--contigs 50000] [--rounds 9]

Ours is all that the web process does for the plot: columns out of the database, the figure, and Dash's JSON.
Plotly's is `plotly.io.to_json` of the same figure, already built, with its points in lists, and in arrays.
CPU seconds, because the machine may be busy.
"""

import argparse
import base64
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import plotly.io

N_GENOMES = 100
AIM = 3.0


def main() -> None:
    """Make a metagenome, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--contigs", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AUTOMAPPA_STATE_DIR"] = folder
        number = load(Path(folder), options.contigs)
        measure(number, options.contigs, options.rounds)


def load(folder: Path, n_contigs: int) -> int:
    """Store a metagenome of short contigs; the plot does not care how long they are."""
    from automappa.data.loader import load_metagenome
    from automappa.data.schemas import BINNING, MARKERS
    from automappa.data.tables import write_table

    rng = np.random.default_rng(42)
    names = [f"contig_{number:06d}" for number in range(n_contigs)]
    bases = np.frombuffer(b"ACGT", np.uint8)[rng.integers(0, 4, (n_contigs, 50))]
    fasta = folder / "metagenome.fna"
    fasta.write_bytes(
        b"".join(
            b">%s\n%s\n" % (name.encode(), row.tobytes()) for name, row in zip(names, bases, strict=True)
        )
    )
    genomes = rng.integers(0, N_GENOMES, n_contigs)
    spreads = rng.normal(0, 0.5, n_contigs)
    coverage = np.exp(rng.normal(genomes % 10 / 2, 0.1))
    rows = [
        {
            "header": name,
            "cluster": f"bin_{genome:04d}" if genome % 9 else None,
            "completeness": 90.0,
            "purity": 95.0,
            "coverage": round(float(depth), 4),
            "gc_content": round(30 + float(genome) / 3 + float(spread), 4),
            "length": 50,
            "phylum": f"phylum {genome % 12}",
        }
        for name, genome, depth, spread in zip(names, genomes, coverage, spreads, strict=True)
    ]
    hit = {"orf": "orf", "sname": "name", "full_seq_score": 50.0, "cutoff": 20.0}
    hits = [{"header": name, "sacc": f"PF{at % 40:05d}", **hit} for at, name in enumerate(names[::6])]
    write_table(folder / "binning.tsv", BINNING, rows)
    write_table(folder / "markers.tsv", MARKERS, hits)
    number: int = load_metagenome(
        "big", metagenome=fasta, binning=folder / "binning.tsv", markers=folder / "markers.tsv"
    )
    return number


def measure(number: int, n_contigs: int, rounds: int) -> None:
    """Print the medians and their ratios; exit 1 if the aim is missed."""
    from automappa.pages.mag_refinement.callbacks import build_plane

    def draw() -> dict[str, Any]:
        figure: dict[str, Any] = build_plane(number, "gc/coverage", "cluster")
        return figure

    figure = draw()
    lists = go.Figure(data=[unpack(trace, list) for trace in figure["data"]], layout=figure["layout"])
    arrays = go.Figure(data=[unpack(trace, np.asarray) for trace in figure["data"]], layout=figure["layout"])
    jobs: dict[str, Callable[[], str]] = {
        "the app: database, figure, JSON": lambda: plotly.io.json.to_json_plotly(draw()),
        "plotly's JSON of lists": lambda: plotly.io.to_json(lists, validate=False),
        "plotly's JSON of arrays": lambda: plotly.io.to_json(arrays, validate=False),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            times[name].append(time.process_time() - start)
    print(f"{n_contigs:,} contigs in {len(figure['data'])} traces, median of {rounds} rounds")
    for name, job in jobs.items():
        print(f"{statistics.median(times[name]) * 1000:8.0f} ms CPU {len(job()) / 1e6:6.1f} MB  {name}")
    ours, plain, packed = (statistics.median(found) for found in times.values())
    print(f"ratio to lists {ours / plain:.2f}, to arrays {ours / packed:.2f}; the aim is at most {AIM:g}")
    sys.exit(ours > AIM * packed)


def unpack(trace: dict[str, Any], kind: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a trace with its compact numbers as plotly's users write them."""
    return {name: _unpack_value(value, kind) for name, value in trace.items()}


def _unpack_value(value: Any, kind: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict) and "bdata" in value:
        numbers = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        return kind(json.loads(json.dumps(numbers.tolist())))
    if isinstance(value, dict):
        return unpack(value, kind)
    return value


if __name__ == "__main__":
    main()
