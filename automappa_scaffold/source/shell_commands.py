"""The commands in a shell text: their words, the folders they may run in, the variables they are given.

Only as much of the shell as launch commands need. What is computed (``$NAME``, ``$(...)``) stays in the words
as it is written; a folder that is computed is not known.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from automappa_scaffold.source.shell_words import HereDocument, simple_commands, unquoted

__all__ = [
    "Command",
    "Folders",
    "expand_word",
    "join_folder",
    "plain_variables",
    "read_commands",
]

# The folders that a command may run in, relative to the project's root; empty: not known.
Folders = tuple[PurePosixPath, ...]

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
_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)(?::?[-=]([\w./:@,+-]*))?\})")
_HERE = ("$PWD", "${PWD}", "$(pwd)")
_PLAIN_LINE = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)="""
    r"""(?:(["'])([\w./,:@+ -]*)\2|([\w./,:@+-]*))[ \t]*(?:[ \t]\#.*)?$""",
    re.MULTILINE,
)


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
    shell = _Shell(folders, elsewhere, own_folder, exists, known or {}, read or (lambda path: None))
    for line, words, documents in simple_commands(text):
        words = shell.enter(words)
        given: dict[str, str] = {}
        while words and _ASSIGNMENT.match(words[0]):
            name, _, given[name] = words[0].partition("=")
            words = words[1:]
        if words and not shell.obey(words, given):
            yield shell.command(words, line, given, documents)
        elif not words:
            shell.assign(given)


class _Shell:
    """What a script has done so far, as far as later commands depend on it.

    Attributes:
        depth: of the conditions and loops around a command: whether it is done is not known.
        exported: the variables that commands are given.
        constants: what the script itself gives a value, once and surely; empty: not known.
        outside: of each subshell that is open, what holds behind it.
    """

    def __init__(
        self,
        folders: Folders,
        elsewhere: str,
        own_folder: PurePosixPath | None,
        exists: Callable[[PurePosixPath], bool],
        known: Mapping[str, str],
        read: Callable[[PurePosixPath], str | None],
    ) -> None:
        self.folders = folders
        self.elsewhere = elsewhere
        self.own_folder = own_folder
        self.exists = exists
        self.known = known
        self.read = read
        self.depth = 0
        self.exported: dict[str, str] = {}
        self.constants: dict[str, str] = {}
        self.outside: list[tuple[Folders, str, int]] = []

    @property
    def variables(self) -> dict[str, str]:
        """What is known of the variables."""
        return {**self.known, **self.constants}

    def enter(self, words: Sequence[str]) -> Sequence[str]:
        """Return the words of a command without what begins and ends blocks, variables filled in."""
        if words == ["("]:
            self.outside.append((self.folders, self.elsewhere, self.depth))
            self.depth = 0
            return ()
        if words == [")"]:
            if self.outside:
                self.folders, self.elsewhere, self.depth = self.outside.pop()
            return ()
        while words and words[0] in _KEYWORDS:
            self.depth += (words[0] in _OPENING) - (words[0] in _CLOSING)
            words = words[1:]
        return [expand_word(word, self.variables) for word in words]

    def obey(self, words: Sequence[str], given: Mapping[str, str]) -> bool:
        """Return whether a command is the shell's own and changes what is known here, changing that."""
        if words[0] in ("export", "declare", "typeset", "readonly", "local"):
            more = dict(word.split("=", 1) for word in words[1:] if _ASSIGNMENT.match(word))
            self.assign({**given, **more})
        elif words[0] in ("cd", "pushd"):
            target = next((word for word in words[1:] if not word.startswith("-")), "")
            # Whether a conditional `cd` was done is not known.
            self.elsewhere = "" if self.depth > 0 else _change_elsewhere(self.elsewhere, target)
            self.folders = () if self.depth > 0 else self.led_to(target)
        elif words[0] in ("source", ".") and len(words) > 1:
            self.hold(_sourced(words[1], self.folders, self.own_folder, self.read))
        else:
            return False
        return True

    def led_to(self, target: str) -> Folders:
        """Return the folders of the project that ``cd`` leads to."""
        return tuple(filter(self.exists, _led_to(self.folders, target, self.own_folder)))

    def assign(self, given: Mapping[str, str]) -> None:
        """Give variables a value, for this script and for what it starts."""
        self.exported.update(given)
        self.hold(given)

    def hold(self, given: Mapping[str, str]) -> None:
        """Give variables a value that is known if it is the first one and surely given."""
        for name, value in given.items():
            self.constants[name] = "" if self.depth > 0 or name in self.constants else value

    def command(
        self, words: Sequence[str], line: int, given: Mapping[str, str], documents: Sequence[HereDocument]
    ) -> Command:
        """Return a command as it is run here."""
        filled = tuple(_filled_document(document, self.variables) for document in documents)
        return Command(tuple(words), line, self.folders, self.elsewhere, {**self.exported, **given}, filled)


def expand_word(word: str, constants: Mapping[str, str]) -> str:
    """Return a word with the variables that the script gives a plain value, or the script's own folder."""

    def value_of(match: re.Match[str]) -> str:
        name, default = match[1] or match[2], match[3] or ""
        value = constants.get(name, default)
        made = _MADE_ABSOLUTE.match(value)
        value = unquoted(made["folder"]) + value[made.end() :] if made else value
        is_plain = _OWN_FOLDER.match(value) or not any(sign in value for sign in "$`")
        return value if value and is_plain else match[0]

    return _VARIABLE.sub(value_of, word) if "$" in word else word


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
    return replace(document, text=expand_word(document.text, constants).replace("\\$", "$"))


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
