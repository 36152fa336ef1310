"""The words of a shell text, command by command, with the here-documents that follow them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["HereDocument", "simple_commands", "split_words", "unquoted"]

_OPERATORS = ("&&", "||", ";;", ";", "|", "&", "(", ")")
# What a substituted command may hold: one more of its kind.
_SUBSTITUTED = r"\$\((?:[^()]|\([^()]*\))*\)"
_DOCUMENT = re.compile(r"(?<!<)<<(?P<tabs>-?)[ \t]*(?P<quote>[\"'\\]?)(?P<end>[A-Za-z_]\w*)")
_TOKEN = re.compile(
    r"""\s+ | \#.*$                               # blanks, comments
      | (?P<operator>&&|\|\||;;|[;|&()])
      | (?P<word>(?:\\. | "(?:\\.|SUBSTITUTED|[^"\\])*" | '[^']*' | SUBSTITUTED | `[^`]*`
                 | \$\{[^}]*\} | [<>]&?[0-9-]? | [^\s;|&()"'\\`<>])+)
      | .""".replace("SUBSTITUTED", _SUBSTITUTED),
    re.VERBOSE,
)
_QUOTED = re.compile(
    r"\"((?:\\.|SUBSTITUTED|[^\"\\])*)\"|'([^']*)'|\\(.)".replace("SUBSTITUTED", _SUBSTITUTED)
)


@dataclass(frozen=True, slots=True)
class HereDocument:
    """What stands between ``<<EOF`` and ``EOF``, the line that it begins on, and the words of its commands.

    ``is_plain``: the shell leaves its variables alone, as the end is quoted.
    """

    words: tuple[str, ...]
    text: str
    line: int
    is_plain: bool


def simple_commands(text: str) -> Iterator[tuple[int, Sequence[str], tuple[HereDocument, ...]]]:
    """Yield the words between operators and line ends, with the line that they begin on."""
    for line, logical, documents in _logical_lines(text):
        current: list[str] = []
        for token in [*_tokens(logical), ";"]:
            if token not in _OPERATORS:
                current.append(unquoted(token))
                continue
            if current:
                reads = any(word.startswith("<<") for word in current)
                yield line, current, documents if reads else ()
            if token in ("(", ")"):
                yield line, [token], ()
            current = []


def _logical_lines(text: str) -> Iterator[tuple[int, str, tuple[HereDocument, ...]]]:
    """Yield lines with their continuations, and the here-documents that follow them."""
    lines = text.splitlines()
    index = 0
    while index < len(lines):
        start, whole = index, lines[index]
        index += 1
        while whole.endswith("\\") and not whole.endswith("\\\\") and index < len(lines):
            whole = f"{whole[:-1]} {lines[index]}"
            index += 1
        documents: list[HereDocument] = []
        for found in (
            _DOCUMENT.finditer(whole) if "<<" in whole and not whole.lstrip().startswith("#") else ()
        ):
            stripped = (line.strip() for line in lines[index:])
            length = next((number for number, line in enumerate(stripped) if line == found["end"]), None)
            if length is None:
                break
            body = [line.lstrip("\t") if found["tabs"] else line for line in lines[index : index + length]]
            words = tuple(unquoted(token) for token in _tokens(whole))
            documents.append(HereDocument(words, "\n".join(body), index + 1, bool(found["quote"])))
            index += length + 1
        yield start + 1, whole, tuple(documents)


def _tokens(line: str) -> Iterator[str]:
    for match in _TOKEN.finditer(line):
        token = match.group("operator") or match.group("word")
        if token:
            yield token


def unquoted(word: str) -> str:
    """Return a word without its quotes."""
    return _QUOTED.sub(lambda m: next((part for part in m.groups() if part is not None), ""), word)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of one line."""
    return tuple(unquoted(token) for token in _tokens(text) if token not in _OPERATORS)
