"""The columns of the tables that come in, and what their cells may hold."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automappa.data.errors import DataError

_BLANKS = {"", "na", "nan", "none", "null"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, the name of its field, and how a cell is read."""

    name: str
    field: str
    parse: Callable[[str], Any]
    is_required: bool = False
    may_be_blank: bool = True

    def read(self, cell: str) -> Any:
        """Return the value of a cell, None for a blank one.

        Raises:
            DataError: the cell does not hold such a value; the message lacks the place.
        """
        cell = cell.strip()
        if cell.lower() in _BLANKS:
            if self.may_be_blank:
                return None
            raise DataError("is blank")
        try:
            return self.parse(cell)
        except ValueError as error:
            raise DataError(f"holds {cell!r}, {error}") from error


def _parse_number(cell: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("which is no number")
    return number


def _parse_whole(cell: str) -> int:
    number = _parse_number(cell)
    if number != int(number):
        raise ValueError("which is no whole number")
    return int(number)


def _parse_percent(cell: str) -> float:
    number = _parse_number(cell)
    if not 0 <= number <= 100:
        raise ValueError("which is no percentage")
    return number


def _parse_cluster(cell: str) -> str | None:
    return None if cell == "unclustered" else cell


def _needed(name: str, parse: Callable[[str], Any], field: str = "") -> Column:
    return Column(name, field or name, parse, is_required=True, may_be_blank=False)


# Autometa's columns. `class` is called `klass` here, because Python keeps the word for itself.
BINNING = (
    _needed("contig", str, "header"),
    Column("cluster", "cluster", _parse_cluster, is_required=True),
    Column("completeness", "completeness", _parse_percent, is_required=True),
    Column("purity", "purity", _parse_percent, is_required=True),
    Column("coverage_stddev", "coverage_stddev", _parse_number),
    Column("gc_content_stddev", "gc_content_stddev", _parse_number),
    _needed("coverage", _parse_number),
    _needed("gc_content", _parse_percent),
    _needed("length", _parse_whole),
    Column("superkingdom", "superkingdom", str),
    Column("phylum", "phylum", str),
    Column("class", "klass", str),
    Column("order", "order", str),
    Column("family", "family", str),
    Column("genus", "genus", str),
    Column("species", "species", str),
    Column("taxid", "taxid", _parse_whole),
    Column("x_1", "x_1", _parse_number),
    Column("x_2", "x_2", _parse_number),
)

MARKERS = (
    _needed("contig", str, "header"),
    _needed("qname", str, "orf"),
    _needed("sname", str),
    _needed("sacc", str),
    _needed("full_seq_score", _parse_number),
    _needed("cutoff", _parse_number),
)
