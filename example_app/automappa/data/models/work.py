"""What people do in the app: files they hand in, refinements they save, runs they start."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from automappa.data.models.base import (
    NEVER_REUSE_IDS,
    Base,
    Moment,
    parent_column,
    read_clock,
    time_column,
)


class Ingestion(Base):
    """Files on their way into the database."""

    __tablename__ = "ingestion"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    # The tokens of the uploads, by the kind of file.
    uploads: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str]
    step: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")
    metagenome_id: Mapped[int | None] = mapped_column(ForeignKey("metagenome.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = time_column()
    # A process that works on it says so every few seconds.
    seen_at: Mapped[datetime] = mapped_column(Moment, default=read_clock)


class Refinement(Base):
    """Contigs that somebody put together."""

    __tablename__ = "refinement"
    __table_args__ = (
        UniqueConstraint("metagenome_id", "number"),
        UniqueConstraint("metagenome_id", "digest"),
        NEVER_REUSE_IDS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = parent_column("metagenome.id")
    number: Mapped[int]
    origin: Mapped[str]
    # Of its contigs: the same selection saved twice is one refinement.
    digest: Mapped[str]
    created_at: Mapped[datetime] = time_column()


class RefinementContig(Base):
    """A contig of a refinement; a contig is in one at most, so no base is counted in two genomes."""

    __tablename__ = "refinement_contig"

    contig_id: Mapped[int] = parent_column("contig.id", is_key=True)
    refinement_id: Mapped[int] = parent_column("refinement.id")


class Run(Base):
    """One pass of the k-mer pipeline over a metagenome."""

    __tablename__ = "run"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = parent_column("metagenome.id")
    k: Mapped[int]
    norm: Mapped[str]
    methods: Mapped[list[str]] = mapped_column(JSON)
    # Label and id of each task, in the order in which they may run.
    steps: Mapped[list[list[str]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = time_column()
