"""Tab-separated tables, read by a schema."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from automappa.data.errors import DataError
from automappa.data.schemas import Column

Row = dict[str, Any]


def read_table(path: Path, schema: Sequence[Column], name: str = "") -> list[Row]:
    """Return the rows with one entry per field of the schema; columns that it does not know are left out.

    Args:
        path: the file.
        schema: its columns.
        name: what messages call it, if not by its own name.
    Raises:
        DataError: the file cannot be read, a column is missing, or a cell is wrong; the message says where.
    """
    name = name or path.name
    with _tell_problems(name), path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(_iter_rows(name, csv.reader(file, delimiter="\t"), schema))
    if not rows:
        raise DataError(f"{name}: the table has no rows")
    return rows


def read_titles(path: Path, schema: Sequence[Column], name: str = "") -> list[str]:
    """Return the titles of the columns.

    Raises:
        DataError: as for `read_table`, but no further line is looked at.
    """
    name = name or path.name
    with _tell_problems(name), path.open(encoding="utf-8-sig", newline="") as file:
        return _check_titles(name, csv.reader(file, delimiter="\t"), schema)


def write_table(path: Path, schema: Sequence[Column], rows: Sequence[Row]) -> None:
    """Write rows under the column names of the schema; None becomes an empty cell."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow([column.name for column in schema])
        writer.writerows([row.get(column.field) for column in schema] for row in rows)


def _iter_rows(name: str, lines: Iterator[list[str]], schema: Sequence[Column]) -> Iterator[Row]:
    titles = _check_titles(name, lines, schema)
    places = {column: titles.index(column.name) for column in schema if column.name in titles}
    absent = {column.field: None for column in schema if column.name not in titles}
    for line, cells in enumerate(lines, start=2):
        if not cells:
            continue
        if len(cells) != len(titles):
            raise DataError(f"{name}: line {line} has {len(cells)} cells instead of {len(titles)}")
        yield absent | {
            column.field: _read_cell(name, line, column, cells[place]) for column, place in places.items()
        }


def _check_titles(name: str, lines: Iterator[list[str]], schema: Sequence[Column]) -> list[str]:
    titles = [title.strip() for title in next(lines, [])]
    if not any(titles):
        raise DataError(f"{name}: the file is empty")
    missing = [column.name for column in schema if column.is_required and column.name not in titles]
    if missing:
        raise DataError(f"{name}: columns are missing: {', '.join(missing)} (is it tab-separated?)")
    doubled = [column.name for column in schema if titles.count(column.name) > 1]
    if doubled:
        raise DataError(f"{name}: columns stand in it twice: {', '.join(doubled)}")
    return titles


@contextmanager
def _tell_problems(name: str) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: not a text file in UTF-8") from error
    except csv.Error as error:
        raise DataError(f"{name}: not a tab-separated table ({error})") from error
    except OSError as error:
        raise DataError(f"{name}: cannot be read ({error.strerror})") from error


def _read_cell(name: str, line: int, column: Column, cell: str) -> Any:
    try:
        return column.read(cell)
    except DataError as error:
        raise DataError(f"{name}: line {line}: {column.name} {error}") from error.__cause__
