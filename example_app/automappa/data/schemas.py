"""The columns of the tables that come in, and what their cells may hold."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from automappa.data.errors import DataError

# What the database keeps as a whole number.
_LARGEST = 2**31 - 1
# Within a contig, or between their starts (s) and ends (e).
_MAPPING_TYPES = ("intra", "ss", "se", "es", "ee")
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
        # Python would read 9_0 and digits of other scripts as well.
        number = float(cell) if cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("which is no number")
    return number


def _parse_whole(cell: str) -> int:
    number = _parse_number(cell)
    if number != int(number):
        raise ValueError("which is no whole number")
    if abs(number) > _LARGEST:
        raise ValueError("which is too large")
    return int(number)


def _parse_count(cell: str) -> int:
    number = _parse_whole(cell)
    if number < 0:
        raise ValueError("which is below 0")
    return number


def _parse_text(cell: str) -> str:
    if not cell.isprintable():
        raise ValueError("which is no plain text")
    return cell


def _parse_amount(cell: str) -> float:
    number = _parse_number(cell)
    if number < 0:
        raise ValueError("which is below 0")
    return number


def _parse_percent(cell: str) -> float:
    number = _parse_number(cell)
    if not 0 <= number <= 100:
        raise ValueError("which is no percentage")
    return number


def _parse_cluster(cell: str) -> str | None:
    return None if cell == "unclustered" else _parse_text(cell)


def _parse_mapping_type(cell: str) -> str:
    if cell not in _MAPPING_TYPES:
        raise ValueError(f"which is none of {', '.join(_MAPPING_TYPES)}")
    return cell


def _needed(name: str, parse: Callable[[str], Any], field: str = "") -> Column:
    return Column(name, field or name, parse, is_required=True, may_be_blank=False)


# Autometa's columns. `class` is called `klass` here, because Python keeps the word for itself.
BINNING = (
    _needed("contig", _parse_text, "header"),
    Column("cluster", "cluster", _parse_cluster, is_required=True),
    Column("completeness", "completeness", _parse_percent, is_required=True),
    Column("purity", "purity", _parse_percent, is_required=True),
    Column("coverage_stddev", "coverage_stddev", _parse_number),
    Column("gc_content_stddev", "gc_content_stddev", _parse_number),
    _needed("coverage", _parse_amount),
    _needed("gc_content", _parse_percent),
    _needed("length", _parse_count),
    Column("superkingdom", "superkingdom", _parse_text),
    Column("phylum", "phylum", _parse_text),
    Column("class", "klass", _parse_text),
    Column("order", "order", _parse_text),
    Column("family", "family", _parse_text),
    Column("genus", "genus", _parse_text),
    Column("species", "species", _parse_text),
    Column("taxid", "taxid", _parse_whole),
    Column("x_1", "x_1", _parse_number),
    Column("x_2", "x_2", _parse_number),
)

MARKERS = (
    _needed("contig", _parse_text, "header"),
    _needed("qname", _parse_text, "orf"),
    _needed("sname", _parse_text),
    _needed("sacc", _parse_text),
    _needed("full_seq_score", _parse_number),
    _needed("cutoff", _parse_number),
)

CONNECTIONS = (
    _needed("node1", _parse_text, "start"),
    _needed("node2", _parse_text, "end"),
    _needed("connections", _parse_count, "n_connections"),
    Column("mappingtype", "mapping_type", _parse_mapping_type),
)
