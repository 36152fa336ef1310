"""The commands in a shell text: their words, the folders they may run in, the variables they are given.

Only as much of the shell as launch commands need. What is computed (``$NAME``, ``$(...)``) stays in the words
as it is written; a folder that is computed is not known.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

__all__ = [
    "Command",
    "Folders",
    "HereDocument",
    "join_folder",
    "plain_variables",
    "read_commands",
    "split_words",
]

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
_PLAIN_LINE = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)="""
    r"""(?:(["'])([\w./,:@+ -]*)\2|([\w./,:@+-]*))[ \t]*(?:[ \t]\#.*)?$""",
    re.MULTILINE,
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


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command: its words without assignments, where it may run, and the variables it is given.

    ``elsewhere``: the absolute folder that it runs in, where that is one of another machine. ``documents``:
    the here-documents of its line.
    """

    words: tuple[str, ...]
    line: int
    folders: Folders
    elsewhere: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[HereDocument, ...] = ()


def read_commands(
    text: str,
    folders: Folders,
    own_folder: PurePosixPath | None,
    exists: Callable[[PurePosixPath], bool],
    known: Mapping[str, str] | None = None,
    elsewhere: str = "",
    read: Callable[[PurePosixPath], str | None] | None = None,
) -> Iterator[Command]:
    """Yield the commands of a script in their order.

    Args:
        folders: where it may be started.
        own_folder: where the script itself lies; None where it is no file.
        exists: whether a folder of the project exists.
        known: the variables that it is started with, as far as they are known.
        elsewhere: the folder of another machine that it is started in.
        read: gives the text of a file that it sources; None: what these say is not known.
    """
    exported: dict[str, str] = {}
    constants: dict[str, str] = {}  # what the script itself gives a value, once and surely
    depth = 0
    outside: list[tuple[Folders, str, int]] = []  # of each subshell that is open
    for line, words, documents in _simple_commands(text):
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
        elif words[0] in ("source", ".") and len(words) > 1 and read is not None:
            for name, value in _sourced(words[1], folders, own_folder, read).items():
                constants[name] = "" if depth > 0 or name in constants else value
        else:
            filled = tuple(
                _filled_document(document, {**(known or {}), **constants}) for document in documents
            )
            yield Command(tuple(words), line, folders, elsewhere, {**exported, **given}, filled)


def _expanded(word: str, constants: Mapping[str, str]) -> str:
    """Return a word with the variables that the script gives a plain value, or the script's own folder."""

    def value_of(match: re.Match[str]) -> str:
        value = constants.get(match[1] or match[2], "")
        made = _MADE_ABSOLUTE.match(value)
        value = _unquoted(made["folder"]) + value[made.end() :] if made else value
        is_plain = _OWN_FOLDER.match(value) or not any(sign in value for sign in "$`")
        return value if value and is_plain else match[0]

    return _VARIABLE.sub(value_of, word) if "$" in word and constants else word


def _sourced(
    target: str,
    folders: Folders,
    own_folder: PurePosixPath | None,
    read: Callable[[PurePosixPath], str | None],
) -> dict[str, str]:
    """Return the variables that a sourced file gives, where just one of the project can be meant."""
    found = [text for path in _led_to(folders, target, own_folder) if (text := read(path)) is not None]
    return plain_variables(found[0]) if len(found) == 1 else {}


def plain_variables(text: str) -> dict[str, str]:
    """Return the variables that the lines of a text give a plain value, the last of them first."""
    return {name: quoted or plain for name, _, quoted, plain in _PLAIN_LINE.findall(text)}


def _filled_document(document: HereDocument, constants: Mapping[str, str]) -> HereDocument:
    if document.is_plain:
        return document
    return replace(document, text=_expanded(document.text, constants).replace("\\$", "$"))


def _change(
    folders: Folders, target: str, own_folder: PurePosixPath | None, exists: Callable[[PurePosixPath], bool]
) -> Folders:
    return tuple(folder for folder in _led_to(folders, target, own_folder) if exists(folder))


def _led_to(folders: Folders, target: str, own_folder: PurePosixPath | None) -> Folders:
    """Return where a path leads, the script's own folder among what it may begin with."""
    own = _OWN_FOLDER.match(target)
    if own is not None:
        folders = (own_folder,) if own_folder is not None else ()
        target = (own.group("rest") or "").lstrip("/") or "."
    found = (join_folder(folder, target) for folder in folders)
    return tuple(dict.fromkeys(path for path in found if path is not None))


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


def _simple_commands(text: str) -> Iterator[tuple[int, Sequence[str], tuple[HereDocument, ...]]]:
    """Yield the words between operators and line ends, with the line that they begin on."""
    for line, logical, documents in _logical_lines(text):
        current: list[str] = []
        for token in [*_tokens(logical), ";"]:
            if token not in _OPERATORS:
                current.append(_unquoted(token))
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
            words = tuple(_unquoted(token) for token in _tokens(whole))
            documents.append(HereDocument(words, "\n".join(body), index + 1, bool(found["quote"])))
            index += length + 1
        yield start + 1, whole, tuple(documents)


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
