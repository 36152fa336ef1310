"""Turning what users say into Python source that means just that, spaced as formatters do."""

import ast
import io
import re
import textwrap
import tokenize

__all__ = ["assignment_text", "call_text", "docstring_text", "expression_text", "string_text"]


def string_text(value: str) -> str:
    """Return a string as a literal on one line, in double quotes where that needs no more escapes."""
    text = repr(value)
    if text.startswith("'") and '"' not in value:
        body = text[1:-1].replace("\\'", "'")
        return f'"{body}"'
    return text


def expression_text(node: ast.expr) -> str:
    """Return an expression as source on one line, its strings in double quotes where possible."""
    text = ast.unparse(node)
    pieces, position = [], 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING and token.string[:1] == "'" and token.start[0] == 1:
            pieces += [text[position : token.start[1]], string_text(ast.literal_eval(token.string))]
            position = token.end[1]
    return "".join([*pieces, text[position:]])


def assignment_text(name: str, value: str, *, line_length: int) -> str:
    """Return ``name = value``, with the value in brackets of its own where only that keeps the line short."""
    line = f"{name} = {value}"
    if len(line) > line_length and len(value) + 4 <= line_length:
        return f"{name} = (\n    {value}\n)"
    return line


def docstring_text(text: str, *, indent: str, line_length: int) -> str:
    """Return a docstring, quotes included, to stand behind ``indent``; the text is wrapped and escaped."""
    cleaned = "\n".join(line.strip() for line in text.expandtabs(4).strip().splitlines())
    lines = [_escaped(line) for line in cleaned.split("\n")]
    room = max(40, line_length - len(indent))
    if len(lines) == 1 and len(lines[0]) + 6 <= room:
        return f'"""{_apart_from_quotes(lines[0])}"""'
    if len(lines) == 1:
        lines = _summary_first(lines[0], room)
    wrapped = [part for line in lines for part in (_wrapped(line, room) if line else [""])]
    wrapped[0] = wrapped[0].strip()
    if len(wrapped) == 1:  # a word that is longer than the line
        return f'"""{_apart_from_quotes(wrapped[0])}"""'
    body = f"\n{indent}".join(wrapped)
    return f'"""{_leading(body)}\n{indent}"""'.replace(f"\n{indent}\n", "\n\n")


def call_text(head: str, arguments: list[str], tail: str, *, line_length: int) -> str:
    """Return ``head(arguments)tail`` on one line, or broken as formatters break what is too long."""
    line = f"{head}({', '.join(arguments)}){tail}"
    if len(line) <= line_length or not arguments:
        return line
    inner = f"    {', '.join(arguments)}"
    if len(inner) <= line_length:
        return f"{head}(\n{inner}\n){tail}"
    return f"{head}(\n" + "".join(f"    {argument},\n" for argument in arguments) + f"){tail}"


def _summary_first(line: str, room: int) -> list[str]:
    first, *rest = _wrapped(line, room - 3)
    return [first, *rest]


def _wrapped(line: str, room: int) -> list[str]:
    return textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) or [""]


def _escaped(line: str) -> str:
    doubled = line.replace("\\", "\\\\")
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in doubled)
    return re.sub(r'"{3,}', lambda found: '\\"' * len(found[0]), shown)


def _apart_from_quotes(line: str) -> str:
    """Return the text with a space where it would run into the quotes around it."""
    backslashes = len(line[:-1]) - len(line[:-1].rstrip("\\"))
    return _leading(f"{line} " if line.endswith('"') and backslashes % 2 == 0 else line)


def _leading(text: str) -> str:
    return f" {text}" if text.startswith('"') else text
