"""The commands in a shell text: their words, the folders they may run in, the variables they are given.

Only as much of the shell as launch commands need. What is computed (``$NAME``, ``$(...)``) stays in the words
as it is written; a folder that is computed is not known.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

__all__ = ["Command", "Folders", "join_folder", "read_commands", "split_words"]

# The folders that a command may run in, relative to the project's root; empty: not known.
Folders = tuple[PurePosixPath, ...]

_OPERATORS = ("&&", "||", ";;", ";", "|", "&", "(", ")")
_OPENING = frozenset({"if", "for", "while", "until", "case", "{"})
_CLOSING = frozenset({"fi", "done", "esac", "}"})
_KEYWORDS = frozenset({"then", "do", "else", "elif", "!", *_OPENING, *_CLOSING})
_ASSIGNMENT = re.compile(r"^[A-Za-z_]\w*=")
# `cd "$(dirname "$0")"` and its like: the folder of the script.
_OWN_FOLDER = re.compile(
    r"^(?:\$\(dirname (?:-- )?[\"']?\$\{?(?:0|BASH_SOURCE(?:\[0\])?)\}?[\"']?\)|\$\{0%/\*\})(?P<rest>/.*)?$"
)
# `$(cd "$(dirname "$0")" && pwd)`: the same, made absolute.
_MADE_ABSOLUTE = re.compile(r"^\$\(cd (?:-- )?(?P<folder>.+?) *(?:&?>[^&;|]*)?(?:&&|;) *pwd(?: -P)?\)")
# What a substituted command may hold: one more of its kind.
_SUBSTITUTED = r"\$\((?:[^()]|\([^()]*\))*\)"
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_HERE = ("$PWD", "${PWD}", "$(pwd)")


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command: its words without assignments, where it may run, and the variables it is given.

    ``elsewhere``: the absolute folder that it runs in, where that is one of another machine.
    """

    words: tuple[str, ...]
    line: int
    folders: Folders
    elsewhere: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


def read_commands(
    text: str,
    folders: Folders,
    own_folder: PurePosixPath | None,
    exists: Callable[[PurePosixPath], bool],
    known: Mapping[str, str] | None = None,
    elsewhere: str = "",
) -> Iterator[Command]:
    """Yield the commands of a script in their order.

    Args:
        folders: where it may be started.
        own_folder: where the script itself lies; None where it is no file.
        exists: whether a folder of the project exists.
        known: the variables that it is started with, as far as they are known.
        elsewhere: the folder of another machine that it is started in.
    """
    exported: dict[str, str] = {}
    constants: dict[str, str] = {}  # what the script itself gives a value, once and surely
    depth = 0
    outside: list[tuple[Folders, str, int]] = []  # of each subshell that is open
    for line, words in _simple_commands(text):
        if words == ["("]:
            outside.append((folders, elsewhere, depth))
            depth = 0
            continue
        if words == [")"]:
            folders, elsewhere, depth = outside.pop() if outside else (folders, elsewhere, depth)
            continue
        while words and words[0] in _KEYWORDS:
            depth += (words[0] in _OPENING) - (words[0] in _CLOSING)
            words = words[1:]
        if not words:
            continue
        words = [_expanded(word, {**(known or {}), **constants}) for word in words]
        given: dict[str, str] = {}
        while words and _ASSIGNMENT.match(words[0]):
            name, _, value = words[0].partition("=")
            given[name] = value
            words = words[1:]
        if not words or words[0] in ("export", "declare", "typeset"):
            given |= dict(word.split("=", 1) for word in words[1:] if _ASSIGNMENT.match(word))
            exported |= given
            for name, value in given.items():
                constants[name] = "" if depth > 0 or name in constants else value
        elif words[0] in ("cd", "pushd"):
            target = next((word for word in words[1:] if not word.startswith("-")), "")
            # Whether a conditional `cd` was done is not known.
            elsewhere = "" if depth > 0 else _change_elsewhere(elsewhere, target)
            folders = () if depth > 0 else _change(folders, target, own_folder, exists)
        else:
            yield Command(tuple(words), line, folders, elsewhere, {**exported, **given})


def _expanded(word: str, constants: Mapping[str, str]) -> str:
    """Return a word with the variables that the script gives a plain value, or the script's own folder."""

    def value_of(match: re.Match[str]) -> str:
        value = constants.get(match[1] or match[2], "")
        made = _MADE_ABSOLUTE.match(value)
        value = _unquoted(made["folder"]) + value[made.end() :] if made else value
        is_plain = _OWN_FOLDER.match(value) or not any(sign in value for sign in "$`")
        return value if value and is_plain else match[0]

    return _VARIABLE.sub(value_of, word) if "$" in word and constants else word


def _change(
    folders: Folders, target: str, own_folder: PurePosixPath | None, exists: Callable[[PurePosixPath], bool]
) -> Folders:
    own = _OWN_FOLDER.match(target)
    if own is not None:
        folders = (own_folder,) if own_folder is not None else ()
        target = (own.group("rest") or "").lstrip("/") or "."
    changed = (join_folder(folder, target) for folder in folders)
    return tuple(dict.fromkeys(folder for folder in changed if folder is not None and exists(folder)))


def _change_elsewhere(elsewhere: str, target: str) -> str:
    is_plain = bool(target) and not any(sign in target for sign in "$`*{~")
    folder = posixpath.normpath(posixpath.join(elsewhere, target)) if is_plain else ""
    return folder if folder.startswith("/") else ""


def join_folder(folder: PurePosixPath, target: str) -> PurePosixPath | None:
    """Return where a relative path leads from a folder of the project; None: outside, or not known."""
    for here in _HERE:
        target = target.replace(here, ".", 1) if target.startswith(here) else target
    if not target or target.startswith(("/", "~", "-")) or any(sign in target for sign in "$`*{"):
        return None
    parts = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            if not parts:
                return None
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _simple_commands(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the words between operators and line ends, with the line that they begin on."""
    current: list[str] = []
    start = 1
    for line, logical in _logical_lines(text):
        for token in _tokens(logical):
            if token in _OPERATORS:
                if current:
                    yield start, current
                if token in ("(", ")"):
                    yield line, [token]
                current = []
            else:
                start = line if not current else start
                current.append(_unquoted(token))
        if current:
            yield start, current
        current = []


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with their continuations, without here-documents."""
    pending, start, end_of_document = "", 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if end_of_document:
            end_of_document = "" if line.strip() == end_of_document else end_of_document
            continue
        start = start or number
        if line.endswith("\\") and not line.endswith("\\\\"):
            pending += line[:-1] + " "
            continue
        whole, pending = pending + line, ""
        document = re.search(r"<<-?\s*[\"']?(\w+)[\"']?", whole)
        end_of_document = document.group(1) if document and "<<<" not in whole else ""
        yield start, whole
        start = 0
    if pending:
        yield start, pending


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


def _tokens(line: str) -> Iterator[str]:
    for match in _TOKEN.finditer(line):
        token = match.group("operator") or match.group("word")
        if token:
            yield token


def _unquoted(word: str) -> str:
    """Return a word without its quotes."""
    return _QUOTED.sub(lambda m: next((part for part in m.groups() if part is not None), ""), word)


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of one line."""
    return tuple(_unquoted(token) for token in _tokens(text) if token not in _OPERATORS)
