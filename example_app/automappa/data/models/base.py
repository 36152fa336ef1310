"""What the tables have in common."""

from datetime import datetime, timezone

from sqlalchemy import DateTime, Dialect, ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# SQLite would give the id of a deleted row to the next one, and an id that still travels would mean another.
NEVER_REUSE_IDS = {"sqlite_autoincrement": True}


class Base(DeclarativeBase):
    """Parent of all tables."""


def parent_column(column: str, *, is_key: bool = False) -> Mapped[int]:
    """Return a reference to a row that takes this one with it when it is deleted."""
    # A deleted metagenome takes all with it; the database sees to it, so no half of one can stay behind.
    return mapped_column(ForeignKey(column, ondelete="CASCADE"), primary_key=is_key, index=not is_key)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; SQLite, which forgets the zone, is reminded of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time with its zone."""
        return value.replace(tzinfo=timezone.utc) if value is not None and value.tzinfo is None else value


def read_clock() -> datetime:
    """Return the time now, in UTC."""
    return datetime.now(timezone.utc)


def time_column() -> Mapped[datetime]:
    """Return a column that holds when its row was made."""
    return mapped_column(Moment, default=read_clock)
