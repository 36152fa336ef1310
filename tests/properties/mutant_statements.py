"""Mistakes that are statements: taken out, doubled, moved, wrapped, put under a condition, or added."""

import ast
from random import Random

from tests.properties.mutant_parts import read_parts

__all__ = ["change_statement"]

_ADDED = read_parts("statements")
_ENVELOPES = read_parts("envelopes")
_DELETIONS = ("delete", "delete", "duplicate", "swap", "move first", "move last", "comment", "pass")


def _statement_spans(text: str) -> list[tuple[int, int, int, bool]]:
    """Return for each statement first and last line (from 0, the last one excluded), column, and whether it
    stands at the top level; of functions, the first statement alone."""
    found: list[tuple[int, int, int, bool]] = []

    def visit(body: list[ast.stmt], *, is_top: bool) -> None:
        for stmt in body:
            first = min([stmt.lineno, *(d.lineno for d in getattr(stmt, "decorator_list", []))])
            found.append((first - 1, stmt.end_lineno or first, stmt.col_offset, is_top))
            inner = getattr(stmt, "body", [])
            if isinstance(stmt, (ast.FunctionDef, ast.AsyncFunctionDef)):
                inner = inner[:1]
            if isinstance(inner, list):
                visit(inner, is_top=False)

    try:
        visit(ast.parse(text).body, is_top=True)
    except (SyntaxError, ValueError):
        found = [(n, n + 1, 0, True) for n, line in enumerate(text.splitlines()) if line.strip()]
    return found


def change_statement(random: Random, text: str, words: dict[str, str]) -> str:
    """Return the text with one of its statements taken out, moved, put into another, or with one more."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    spans = _statement_spans(text)
    if random.random() < 0.4 or not spans:
        return _add(random, lines, spans, words)
    top = [span for span in spans if span[3]]
    first, last, column, is_top = random.choice(top if random.random() < 0.75 and top else spans)
    own = lines[first:last]
    if random.random() < 0.55:
        return "".join([*lines[:first], *_wrap(random, own, column), *lines[last:]])
    kind = random.choice(_DELETIONS)
    rest = [*lines[:first], *lines[last:]]
    if kind == "duplicate":
        return "".join([*lines[:last], *own, *lines[last:]])
    if kind == "swap" and is_top and len(top) > 1:
        at = top.index((first, last, column, is_top))
        other = top[at - 1]
        a, b = sorted([(first, last), other[:2]])
        parts = (lines[: a[0]], lines[b[0] : b[1]], lines[a[1] : b[0]], lines[a[0] : a[1]], lines[b[1] :])
        return "".join(line for part in parts for line in part)
    if kind == "move first" and is_top:
        return "".join([*own, *rest])
    if kind == "move last" and is_top:
        return "".join([*rest, *own])
    if kind == "comment":
        return "".join([*lines[:first], *(f"# {line}" for line in own), *lines[last:]])
    if kind == "pass":
        return "".join([*lines[:first], f"{' ' * column}pass\n", *lines[last:]])
    return "".join(rest)


def _add(
    random: Random, lines: list[str], spans: list[tuple[int, int, int, bool]], words: dict[str, str]
) -> str:
    added = random.choice(_ADDED).format(**words)
    places = [0, len(lines), *(last for _, last, _, is_top in spans if is_top)]
    at, indent = random.choice(places), ""
    if random.random() < 0.1 and spans:
        _, at, column, _ = random.choice(spans)
        indent = " " * column
    own = [f"{indent}{line}\n" for line in added.split("\n")]
    return "".join([*lines[:at], *own, *lines[at:]])


def _wrap(random: Random, own: list[str], column: int) -> list[str]:
    envelope = random.choice(_ENVELOPES)
    inner = "".join(f"    {line}" if line.strip() else line for line in own).rstrip("\n")
    made = []
    for line in envelope.split("\n"):
        if "{}" in line:
            extra = line.replace("{}", "")
            made += [f"{extra}{part}\n" if part.strip() else "\n" for part in inner.split("\n")]
        else:
            made.append(f"{' ' * column}{line}\n")
    return made
