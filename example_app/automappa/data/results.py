"""What tasks found out; each function replaces what was there, so running a task twice is harmless."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from automappa.data.database import write_session
from automappa.data.locking import lock_row
from automappa.data.models import (
    Base,
    ClusterMedian,
    Contig,
    MarkerSymbol,
    Matrix,
    Metagenome,
    TraceSet,
)


def replace_symbols(metagenome_id: int, rows: list[dict[str, Any]]) -> int:
    """Store the symbols of all contigs of a metagenome; return how many there are."""
    with write_session() as session:
        lock_row(session, Metagenome, metagenome_id)
        contigs = select(Contig.id).where(Contig.metagenome_id == metagenome_id)
        session.execute(delete(MarkerSymbol).where(MarkerSymbol.contig_id.in_(contigs)))
        _insert(session, MarkerSymbol, rows)
    return len(rows)


def replace_medians(matrix_id: int, medians: Mapping[str, Mapping[str, tuple[float, float]]]) -> int:
    """Store the medians of a matrix by embedding and cluster; return how many there are."""
    rows = [
        {"matrix_id": matrix_id, "embedding": embedding, "cluster": cluster, "x_1": x, "x_2": y}
        for embedding, by_cluster in medians.items()
        for cluster, (x, y) in by_cluster.items()
    ]
    with write_session() as session:
        lock_row(session, Matrix, matrix_id)
        session.execute(delete(ClusterMedian).where(ClusterMedian.matrix_id == matrix_id))
        _insert(session, ClusterMedian, rows)
    return len(rows)


def replace_traces(matrix_id: int, traces: Mapping[str, list[dict[str, Any]]]) -> list[str]:
    """Store the traces of a matrix by embedding; return the embeddings."""
    rows = [
        {"matrix_id": matrix_id, "embedding": embedding, "traces": found}
        for embedding, found in traces.items()
    ]
    with write_session() as session:
        lock_row(session, Matrix, matrix_id)
        session.execute(delete(TraceSet).where(TraceSet.matrix_id == matrix_id))
        _insert(session, TraceSet, rows)
    return list(traces)


def _insert(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)
