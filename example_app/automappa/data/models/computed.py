"""What tasks compute for a metagenome."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from automappa.data.models.base import NEVER_REUSE_IDS, Base, parent_column, time_column


class Matrix(Base):
    """Numbers computed for all contigs of a metagenome, one row each.

    The name states how they were computed. It is empty until the last block is in, so nobody reads a half.
    """

    __tablename__ = "matrix"
    __table_args__ = (UniqueConstraint("metagenome_id", "name"), NEVER_REUSE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = parent_column("metagenome.id")
    name: Mapped[str | None]
    columns: Mapped[list[str]] = mapped_column(JSON)
    dtype: Mapped[str]
    created_at: Mapped[datetime] = time_column()


class MatrixBlock(Base):
    """Some consecutive rows of a matrix, as raw numbers."""

    __tablename__ = "matrix_block"

    matrix_id: Mapped[int] = parent_column("matrix.id", is_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MarkerSymbol(Base):
    """How a contig is drawn, by the markers it carries."""

    __tablename__ = "marker_symbol"

    contig_id: Mapped[int] = parent_column("contig.id", is_key=True)
    n_markers: Mapped[int]
    symbol: Mapped[str]
    size: Mapped[int]


class ClusterMedian(Base):
    """The geometric median of a cluster in one embedding."""

    __tablename__ = "cluster_median"

    matrix_id: Mapped[int] = parent_column("matrix.id", is_key=True)
    embedding: Mapped[str] = mapped_column(primary_key=True)
    cluster: Mapped[str] = mapped_column(primary_key=True)
    x_1: Mapped[float]
    x_2: Mapped[float]


class TraceSet(Base):
    """The plot traces of one embedding, ready to be drawn."""

    __tablename__ = "trace_set"

    matrix_id: Mapped[int] = parent_column("matrix.id", is_key=True)
    embedding: Mapped[str] = mapped_column(primary_key=True)
    traces: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
