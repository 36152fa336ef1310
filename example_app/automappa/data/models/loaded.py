"""What comes out of the files of a metagenome."""

from datetime import datetime

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from automappa.data.models.base import NEVER_REUSE_IDS, Base, parent_column, time_column


class Metagenome(Base):
    """One assembly with everything that belongs to it."""

    __tablename__ = "metagenome"
    __table_args__ = NEVER_REUSE_IDS

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    n_contigs: Mapped[int]
    # Of the files it came from: the same files again are the same metagenome.
    digest: Mapped[str]
    # How many markers a complete genome has, for completeness.
    n_reference_markers: Mapped[int]
    # Numbers of refinements are given once, in their order.
    last_refinement: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = time_column()


class Contig(Base):
    """One assembled sequence, with what its row of the binning table says.

    Within a metagenome the order of ids is the order of the FASTA file, and of the rows of each matrix.
    """

    __tablename__ = "contig"
    __table_args__ = (UniqueConstraint("metagenome_id", "header"), NEVER_REUSE_IDS)

    id: Mapped[int] = mapped_column(primary_key=True)
    metagenome_id: Mapped[int] = parent_column("metagenome.id")
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

    contig_id: Mapped[int] = parent_column("contig.id", is_key=True)
    bases: Mapped[bytes] = mapped_column(LargeBinary)


class Marker(Base):
    """One hit of a single-copy marker gene."""

    __tablename__ = "marker"

    id: Mapped[int] = mapped_column(primary_key=True)
    contig_id: Mapped[int] = parent_column("contig.id")
    orf: Mapped[str]
    sname: Mapped[str]
    sacc: Mapped[str]
    full_seq_score: Mapped[float]
    cutoff: Mapped[float]


class Connection(Base):
    """Reads that lead from one contig to another, as the assembly graph tells."""

    __tablename__ = "connection"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = parent_column("contig.id")
    to_id: Mapped[int] = parent_column("contig.id")
    n_connections: Mapped[int]
    mapping_type: Mapped[str | None]


class ContigColumn(Base):
    """One column of all contigs of a metagenome, packed, in the order of their ids.

    Pages draw whole columns. Read row by row, fifty thousand contigs would cost them a second each time;
    contigs do not change once they are loaded, so the copy cannot grow stale.
    """

    __tablename__ = "contig_column"

    metagenome_id: Mapped[int] = parent_column("metagenome.id", is_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    # Raw numbers; for a column of words their places in `words`, -1 where there is none.
    numbers: Mapped[bytes] = mapped_column(LargeBinary)
    words: Mapped[list[str] | None] = mapped_column(JSON)
