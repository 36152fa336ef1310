"""Import programs as facts of files: computed once for the same bytes, and kept for the next run."""

from collections.abc import Sequence
from typing import Any

from automappa_scaffold.source.fact_kinds import FactKind, SourceFile
from automappa_scaffold.source.lower import lower_tree
from automappa_scaffold.source.parsing import SourceSyntaxError
from automappa_scaffold.source.program import Program

__all__ = ["PROGRAM"]


def _read_program(file: SourceFile) -> Program | SourceSyntaxError:
    try:
        return lower_tree(file.tree(), file.data)
    except SourceSyntaxError as error:
        return error


def _to_json(program: Program | SourceSyntaxError) -> Sequence[Any]:
    if isinstance(program, SourceSyntaxError):
        return (None, program.kind, program.message, program.line, program.certain)
    return (program.body, program.docstring, program.postponed_annotations, program.holds_yield)


def _from_json(parts: Sequence[Any]) -> Program | SourceSyntaxError:
    if parts[0] is None:
        _, kind, message, line, certain = parts
        return SourceSyntaxError(kind, message, line, certain=certain)
    return Program(*parts)


PROGRAM = FactKind(f"{__name__}:PROGRAM", _read_program, _to_json, _from_json)
