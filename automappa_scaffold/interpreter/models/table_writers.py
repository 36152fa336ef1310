"""``csv.writer``: rows become lines, as Python itself writes them, which the file is given."""

import csv
import io
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.missing_methods import has_no_elements
from automappa_scaffold.interpreter.models.data_formats import options_of
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, Maybe, Unknown, Value, is_constant, is_long
from automappa_scaffold.source.places import Place

__all__ = ["TABLE_WRITERS"]

TABLE_WRITERS = Models()

_FILE, _OPTIONS = "<file>", "<options>"
_LONGEST = 100_000
_WRITER = native_class("writer", module="_csv")


@TABLE_WRITERS.function("csv.writer:call")
def _new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.require_fit("csv.writer", "", args, kwargs, place)
    m.call(m.models["csv.writer:check"], args, kwargs, place)
    named = {"dialect": args[1], **kwargs} if len(args) > 1 else kwargs
    options: Any = options_of(m, named, place)
    if not args or "**" in options or MISSING in options.values():
        options = m.unknown("how a table is written", place, is_foreign=True)
    return Instance(_WRITER, m.namespace(**{_FILE: args[0] if args else MISSING, _OPTIONS: options}))


def _write_row(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    own, row = args[0], m.decide(args[1]) if len(args) == 2 else MISSING
    if row is MISSING:
        text = f"_csv.writer.writerow() takes exactly one argument ({len(args) - 1} given)"
        raise m.refusal("TypeError", text, place)
    if has_no_elements(row):
        shown = f"iterable expected, not {kind_name(row)}"
        raise PyRaise(m.call(m.external("csv.Error"), (shown,), {}, place), place)
    line = _line_of(m, row, own.ns[_OPTIONS], place)
    return m.call(m.get_attribute(own.ns[_FILE], "write", place), (line,), {}, place)


def _line_of(m: Imports, row: Value, options: Any, place: Place) -> Value:
    """Return the line that a row becomes, or why it is not known."""
    items, unknown = m.iterate(row, place)
    cells: list[Any] = []
    for item in items:
        cell = m.decide(item)
        if not is_constant(cell) and not isinstance(cell, (Maybe, Unknown)):
            cell = m.decide(m.call(m.models["builtins.str"], (cell,), {}, place))
        cells.append(cell)
    is_known = not unknown and all(is_constant(cell) and not is_long(cell, _LONGEST) for cell in cells)
    if not is_known or isinstance(options, Unknown):
        return m.of_kind(m.unknown("a line of a table", place, is_foreign=True), "builtins.str")

    def write() -> str:
        file = io.StringIO()
        csv.writer(file, **options).writerow(cells)
        return file.getvalue()

    return m.compute(write, place)


def _write_rows(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    rows, unknown = m.iterate(args[1], place)
    for row in rows:
        if isinstance(row, Maybe):
            unknown = unknown or m.unknown("the rows of a table", place, is_foreign=True)
        else:
            _write_row(m, (args[0], row), {}, place)
    if unknown:
        m.call(m.get_attribute(args[0].ns[_FILE], "write", place), (unknown,), {}, place)
    return None


_WRITER.ns["writerow"] = Native("writerow", _write_row, binds=True)
_WRITER.ns["writerows"] = Native("writerows", _write_rows, binds=True)
