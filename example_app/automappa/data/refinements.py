"""Refinements: contigs that somebody put together, kept under a number of their metagenome."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from automappa.data.columns import Contigs, read_contig_ids, read_contigs, read_marker_hits
from automappa.data.database import read_session, write_session
from automappa.data.errors import DataError
from automappa.data.locking import lock_row
from automappa.data.metrics import measure_rows
from automappa.data.models import Metagenome, Refinement, RefinementContig
from automappa.science.quality import Metrics

ORIGINS = ("selection", "cluster")
_NUMBERS = ("length", "gc_content", "coverage")


class OverlapError(DataError):
    """Contigs of a selection are in a saved refinement already."""


@dataclass(frozen=True, slots=True)
class SavedRefinement:
    """A refinement with its figures; `rows` are the places of its contigs in the columns."""

    id: int
    number: int
    origin: str
    created_at: datetime
    rows: tuple[int, ...]
    metrics: Metrics

    @property
    def name(self) -> str:
        """Return what it is called on pages and in exports."""
        return f"refinement_{self.number:04d}"


def save_refinement(metagenome_id: int, headers: Iterable[str], *, origin: str = "selection") -> int:
    """Store a selection of contigs; return the number of the refinement.

    Saving the same contigs again, by a second click or in a second browser, gives the first one's number.

    Raises:
        OverlapError: some of the contigs are in another refinement; nothing is stored.
        DataError: the selection is empty, or not of this metagenome.
    """
    if origin not in ORIGINS:
        raise DataError(f"a refinement comes from one of {', '.join(ORIGINS)}, not {origin!r}")
    rows = read_contigs(metagenome_id, numbers=(), words=()).find_rows(headers)
    if not len(rows):
        raise DataError("the selection is empty")
    contig_ids = read_contig_ids(metagenome_id)[rows]
    digest = hashlib.sha256(contig_ids.astype("<i8").tobytes()).hexdigest()
    with write_session() as session:
        # A second saver waits here, and then sees what the first one stored.
        metagenome = lock_row(session, Metagenome, metagenome_id)
        same = (Refinement.metagenome_id == metagenome_id, Refinement.digest == digest)
        known = session.scalars(select(Refinement.number).where(*same)).one_or_none()
        if known is not None:
            return known
        _refuse_overlap(session, metagenome_id, contig_ids.tolist())
        metagenome.last_refinement += 1
        number: int = metagenome.last_refinement
        refinement = Refinement(metagenome_id=metagenome_id, number=number, origin=origin, digest=digest)
        session.add(refinement)
        session.flush()
        members = [{"contig_id": found, "refinement_id": refinement.id} for found in contig_ids.tolist()]
        session.execute(insert(RefinementContig), members)
        return number


def list_refinements(metagenome_id: int) -> list[SavedRefinement]:
    """Return the refinements of a metagenome by number; asks the database four times."""
    contigs = read_contigs(metagenome_id, numbers=_NUMBERS, words=())
    hits = read_marker_hits(metagenome_id)
    contig_ids = read_contig_ids(metagenome_id)
    query = (
        select(
            Refinement.id,
            Refinement.number,
            Refinement.origin,
            Refinement.created_at,
            RefinementContig.contig_id,
        )
        .join(RefinementContig, RefinementContig.refinement_id == Refinement.id)
        .where(Refinement.metagenome_id == metagenome_id)
        .order_by(Refinement.number, RefinementContig.contig_id)
    )
    with read_session() as session:
        members: dict[tuple[int, int, str, datetime], list[int]] = {}
        for row in session.execute(query):
            members.setdefault((row.id, row.number, row.origin, row.created_at), []).append(row.contig_id)
    found = []
    for key, chosen in members.items():
        rows = np.searchsorted(contig_ids, chosen)
        found.append(SavedRefinement(*key, tuple(rows.tolist()), measure_rows(contigs, hits, rows)))
    return found


def delete_refinement(metagenome_id: int, number: int) -> bool:
    """Delete a refinement, its contigs are free again; return whether it was there."""
    where = (Refinement.metagenome_id == metagenome_id, Refinement.number == number)
    with write_session() as session:
        found = session.scalars(select(Refinement.id).where(*where)).one_or_none()
        session.execute(delete(Refinement).where(*where))
        return found is not None


def export_refinements(metagenome_id: int) -> str:
    """Return a tab-separated table: each contig of each refinement, with cluster and figures."""
    contigs = read_contigs(metagenome_id, numbers=_NUMBERS)
    clusters = contigs.words["cluster"].labels("unclustered")
    output = io.StringIO()
    writer = csv.writer(output, delimiter="\t", lineterminator="\n")
    writer.writerow(["refinement", "contig", "cluster", "length", "gc_content", "coverage"])
    for refinement in list_refinements(metagenome_id):
        writer.writerows(_describe(refinement.name, contigs, clusters, row) for row in refinement.rows)
    return output.getvalue()


def _describe(name: str, contigs: Contigs, clusters: Sequence[str], row: int) -> list[object]:
    length, gc_content, coverage = (float(contigs.numbers[number][row]) for number in _NUMBERS)
    shown = "" if np.isnan(coverage) else round(coverage, 3)
    return [name, contigs.headers[row], clusters[row], int(length), round(gc_content, 3), shown]


def _refuse_overlap(session: Session, metagenome_id: int, contig_ids: Sequence[int]) -> None:
    # Compared here: a list of fifty thousand ids does not fit into one statement.
    query = (
        select(RefinementContig.contig_id, Refinement.number)
        .join(Refinement, Refinement.id == RefinementContig.refinement_id)
        .where(Refinement.metagenome_id == metagenome_id)
    )
    chosen = set(contig_ids)
    taken = [row.number for row in session.execute(query) if row.contig_id in chosen]
    if taken:
        numbers = ", ".join(str(number) for number in sorted(set(taken)))
        raise OverlapError(
            f"{len(taken)} of these contigs are in saved refinements already (number {numbers}): "
            "hide saved contigs and select again, or delete the refinement first"
        )
