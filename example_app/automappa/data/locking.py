"""Row locks: who changes what belongs to a row waits for the one who does so already."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from automappa.data.errors import NotFoundError
from automappa.data.models import Matrix, Metagenome


def lock_row(session: Session, table: type[Metagenome] | type[Matrix], row_id: int) -> Any:
    """Lock a row to the end of the transaction, and return it.

    Raises:
        NotFoundError: there is no such row.
    """
    # `key_share` lets rows that refer to this one still be written. SQLite needs no row lock: a transaction
    # that writes is alone.
    query = select(table).where(table.id == row_id).with_for_update(key_share=True)
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no {table.__tablename__} {row_id}")
    return row
