"""The tables.

Plain SQLAlchemy: Celery's database result backend needs it anyway, its typed mappings are all this layer
uses, and rows go in by the ten thousand, where a model object for each would cost more than it gives.
"""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite would give the id of a deleted row to the next one, and an id that still travels would mean another.
_NEVER_REUSE_IDS = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Parent of all tables."""


def _parent(column: str, *, is_key: bool = False) -> Mapped[int]:
    # A deleted metagenome takes all with it; the database sees to it, so no half of one can stay behind.
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), primary_key=is_key, index=not is_key)


def _created_column() -> Mapped[datetime]:
    return mapped_column(DateTime(timezone=True), default=lambda: datetime.now(timezone.utc))


class Metagenome(Base):
    """One assembly with everything that belongs to it."""

    __tablename__ = "metagenome"
    __table_args__ = _NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    n_contigs: Mapped[int]
    created_at: Mapped[datetime] = _created_column()


class Contig(Base):
    """One assembled sequence, with what its row of the binning table says.

    Within a metagenome the order of ids is the order of the FASTA file, and of the rows of each matrix.
    """

    __tablename__ = "contig"
    __table_args__ = (UniqueConstraint("metagenome_id", "header"), _NEVER_REUSE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = _parent("metagenome.id")
    header: Mapped[str]
    length: Mapped[int]
    gc_content: Mapped[float]
    coverage: Mapped[float | None]
    cluster: Mapped[str | None]
    completeness: Mapped[float | None]
    purity: Mapped[float | None]
    coverage_stddev: Mapped[float | None]
    gc_content_stddev: Mapped[float | None]
    superkingdom: Mapped[str | None]
    phylum: Mapped[str | None]
    klass: Mapped[str | None]
    order: Mapped[str | None]
    family: Mapped[str | None]
    genus: Mapped[str | None]
    species: Mapped[str | None]
    taxid: Mapped[int | None]
    x_1: Mapped[float | None]
    x_2: Mapped[float | None]


class ContigSequence(Base):
    """The bases of a contig; apart from it, because no page wants to read them."""

    __tablename__ = "contig_sequence"

    contig_id: Mapped[int] = _parent("contig.id", is_key=True)
    bases: Mapped[bytes] = mapped_column(LargeBinary)


class Marker(Base):
    """One hit of a single-copy marker gene."""

    __tablename__ = "marker"

    id: Mapped[int] = mapped_column(primary_key=True)
    contig_id: Mapped[int] = _parent("contig.id")
    orf: Mapped[str]
    sname: Mapped[str]
    sacc: Mapped[str]
    full_seq_score: Mapped[float]
    cutoff: Mapped[float]


class Matrix(Base):
    """Numbers computed for all contigs of a metagenome, one row each.

    The name states how they were computed. It is empty until the last block is in, so nobody reads a half.
    """

    __tablename__ = "matrix"
    __table_args__ = (UniqueConstraint("metagenome_id", "name"), _NEVER_REUSE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = _parent("metagenome.id")
    name: Mapped[str | None]
    columns: Mapped[list[str]] = mapped_column(JSON)
    dtype: Mapped[str]
    created_at: Mapped[datetime] = _created_column()


class MatrixBlock(Base):
    """Some consecutive rows of a matrix, as raw numbers."""

    __tablename__ = "matrix_block"

    matrix_id: Mapped[int] = _parent("matrix.id", is_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class MarkerSymbol(Base):
    """How a contig is drawn, by the markers it carries."""

    __tablename__ = "marker_symbol"

    contig_id: Mapped[int] = _parent("contig.id", is_key=True)
    n_markers: Mapped[int]
    symbol: Mapped[str]
    size: Mapped[int]


class ClusterMedian(Base):
    """The geometric median of a cluster in one embedding."""

    __tablename__ = "cluster_median"

    matrix_id: Mapped[int] = _parent("matrix.id", is_key=True)
    embedding: Mapped[str] = mapped_column(primary_key=True)
    cluster: Mapped[str] = mapped_column(primary_key=True)
    x_1: Mapped[float]
    x_2: Mapped[float]


class TraceSet(Base):
    """The plot traces of one embedding, ready to be drawn."""

    __tablename__ = "trace_set"

    matrix_id: Mapped[int] = _parent("matrix.id", is_key=True)
    embedding: Mapped[str] = mapped_column(primary_key=True)
    traces: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
