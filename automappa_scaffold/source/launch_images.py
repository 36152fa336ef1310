"""Dockerfiles: where the project lies in the image, and what its entry point and its command start."""

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.shell_commands import Folders, expand_word, join_folder
from automappa_scaffold.source.shell_words import split_words

__all__ = ["Image", "Part", "join_words", "launches_in_container", "read_image", "with_folders"]

Exists = Callable[[PurePosixPath], bool]


def with_folders(launch: LaunchCommand, folders: tuple[str, ...]) -> LaunchCommand:
    """Return a launch with more folders on its module path."""
    return replace(launch, python_path=(*launch.python_path, *folders)) if folders else launch


@dataclass(frozen=True, slots=True)
class Part:
    """An entry point or a command, as shell text, and where it is written."""

    path: PurePosixPath
    text: str
    line: int


@dataclass(slots=True)
class Image:
    """What a Dockerfile says of the image it makes.

    Attributes:
        folder: the working folder in the image, absolute; empty: not said.
        copied: folders of the image, each with the folder of the project that was copied there.
        files: what is copied to a place of its own that is no folder here, perhaps a script.
        scripts: files of the image that here-documents of the Dockerfile become.
    """

    folder: str = ""
    copied: dict[str, PurePosixPath] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    entrypoint: Part | None = None
    command: Part | None = None
    health: Part | None = None
    files: dict[str, PurePosixPath] = field(default_factory=dict)
    scripts: dict[str, Part] = field(default_factory=dict)

    def script(self, part: Part) -> Part:
        """Return the script that an entry point or a command runs, where the Dockerfile itself writes it."""
        words = split_words(part.text)
        called = str(PurePosixPath(self.folder or "/") / words[-1]) if words else ""
        return self.scripts.get(called, part)

    def files_named(self, part: Part, folder: str = "") -> Iterator[PurePosixPath]:
        """Yield what the words of an entry point or a command are in the project, where they name files."""
        for word in (word for word in split_words(part.text) if not {"/", "."}.isdisjoint(word)):
            inside = PurePosixPath(folder or self.folder or "/") / word
            found = (place / inside.name for place in self.project_folders(str(inside.parent)))
            yield from [self.files[str(inside)]] if str(inside) in self.files else found

    def project_folders(self, folder: str = "") -> Folders:
        """Return the project's folder that a folder of the image is, where that is known."""
        wanted = PurePosixPath(folder or self.folder or "?")
        for inside, outside in sorted(self.copied.items(), key=lambda pair: -len(pair[0])):
            if wanted.is_absolute() and wanted.is_relative_to(inside):
                return (outside / wanted.relative_to(inside),)
        return ()

    def folders_beside(self, folder: str = "") -> tuple[str, ...]:
        """Return what has to be on the module path for packages that are copied into a working folder.

        They lie elsewhere in the project, under the same name: paths from that folder's own place.
        """
        inside = PurePosixPath(folder or self.folder or "?")
        found = self.project_folders(folder)
        places = {
            outside.parent
            for target, outside in self.copied.items()
            if PurePosixPath(target).parent == inside and PurePosixPath(target).name == outside.name
        }
        return tuple(
            posixpath.relpath(place, found[0]) for place in sorted(places) if found and place != found[0]
        )

    def place_folders(self, launch: LaunchCommand) -> LaunchCommand:
        """Return a launch whose ``PYTHONPATH`` names folders of the project as paths from where it starts."""
        if not launch.folders:
            return launch
        entries = [next(iter(self.project_folders(entry)), entry) for entry in launch.python_path]
        start = launch.folders[0]
        told = (e if isinstance(e, str) else posixpath.relpath(e, start) for e in entries)
        return replace(launch, python_path=tuple(told))

    def told_elsewhere(self, launch: LaunchCommand, folder: str = "") -> LaunchCommand:
        """Return a launch with the working folder in the image, if it is none that is known here."""
        inside = folder or self.folder
        is_told = launch.folders or launch.elsewhere or not inside.startswith("/")
        return launch if is_told else replace(launch, elsewhere=inside)


def read_image(path: PurePosixPath, text: str, context: PurePosixPath, exists: Exists) -> Image:
    """Return what a Dockerfile says of its last image; ``context``: the folder that it copies from."""
    stages: dict[str, Image] = {}
    arguments: dict[str, str] = {}  # their defaults
    image, has_command = Image(), False
    for number, line, document in _instructions(text):
        word, _, rest = line.partition(" ")
        keyword, rest = word.upper(), rest.strip()
        if keyword == "FROM":
            parts = rest.split()
            base = stages.get(parts[0] if parts else "", Image())
            image = replace(
                base,
                copied=dict(base.copied),
                variables=dict(base.variables),
                files=dict(base.files),
                scripts=dict(base.scripts),
            )
            has_command = False
            if len(parts) > 2 and parts[1].upper() == "AS":
                stages[parts[2]] = image
        elif keyword == "WORKDIR":
            image.folder = "" if "$" in rest else str(PurePosixPath(image.folder or "/") / rest)
        elif keyword in ("COPY", "ADD"):
            words = split_words(rest)
            if document:  # it becomes a file of the image
                inside = str(PurePosixPath(image.folder or "/") / words[-1])
                image.scripts[inside] = Part(path, document, number + 1)
            else:
                _copy(image, words, context, exists)
        elif keyword == "ARG":
            arguments |= {k: v for k, v in _given(rest).items() if k not in image.variables}
        elif keyword == "ENV":
            image.variables |= _given(expand_word(rest, {**arguments, **image.variables}))
        elif keyword == "ENTRYPOINT":
            image.entrypoint = image.script(Part(path, _exec_form(rest), number))
            image.command = image.command if has_command else None  # that of the base is dropped
        elif keyword == "HEALTHCHECK":
            command = rest.partition("CMD")[2].strip()
            image.health = Part(path, _exec_form(command), number) if command else None
        elif keyword == "CMD":
            image.command, has_command = image.script(Part(path, _exec_form(rest), number)), True
    return image


def launches_in_container(
    entrypoint: Part | None,
    command: Part | None,
    folders: Folders,
    exists: Exists,
    variables: Mapping[str, str],
) -> Iterator[LaunchCommand]:
    """Yield what an entry point and a command start: together, or one that an unknown script starts."""
    parts = [part for part in (entrypoint, command) if part is not None and part.text]
    if len(parts) == 2:
        parts.insert(0, Part(parts[1].path, f"{parts[0].text} {parts[1].text}", parts[1].line))
    for part in parts:
        found = tuple(
            launches_in_shell(
                part.path, part.text, folders, exists, first_line=part.line, variables=variables
            )
        )
        yield from found
        if found:
            return


def _copy(image: Image, words: tuple[str, ...], context: PurePosixPath, exists: Exists) -> None:
    if any(word.startswith("--from") for word in words):
        return
    words = tuple(word for word in words if not word.startswith("--"))
    if len(words) != 2 or any("$" in word for word in words):
        return
    source, target = words
    outside = join_folder(context, source.lstrip("/") or ".")
    inside = str(PurePosixPath(image.folder or "/") / target)
    if outside is not None and exists(outside):
        image.copied[inside] = outside
    elif outside is not None:
        image.files[f"{inside}/{outside.name}" if target.endswith("/") else inside] = outside


def _given(rest: str) -> dict[str, str]:
    """Return the variables that ``ENV NAME=value OTHER=value`` gives, or ``ENV NAME value``."""
    words = split_words(rest)
    if len(words) > 1 and "=" not in words[0]:
        return {words[0]: " ".join(words[1:])}
    return dict(word.split("=", 1) for word in words if "=" in word)


def _exec_form(text: str) -> str:
    """Return a command as shell text, written as a JSON list or not."""
    if not text.startswith("["):
        return text
    try:
        words = json.loads(text)
    except ValueError:
        return ""
    return join_words(words) if all(isinstance(word, str) for word in words) else ""


def join_words(words: list[str]) -> str:
    """Return words as shell text that gives these words."""
    return " ".join("'" + word.replace("'", "'\"'\"'") + "'" for word in words)


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield a Dockerfile's instructions with the line each begins on, and the here-document that follows."""
    pending, start = "", 0
    lines = text.splitlines()
    numbers = iter(range(len(lines)))
    for number in numbers:
        line = lines[number]
        if line.lstrip().startswith("#") or (not line.strip() and not pending):
            continue
        start = start or number + 1
        if line.rstrip().endswith("\\"):
            pending += line.rstrip()[:-1] + " "
            continue
        whole, pending = (pending + line).strip(), ""
        end = _DOCUMENT.match(whole)
        is_inside = partial(_differs, lines, end[1]) if end is not None else None
        body = takewhile(is_inside, numbers) if is_inside is not None else ()
        yield start, whole, "\n".join(lines[at] for at in body)
        start = 0


def _differs(lines: list[str], end: str, number: int) -> bool:
    return lines[number].strip() != end


_DOCUMENT = re.compile(r"(?i:COPY|ADD|RUN)\b.*?<<-?[\"']?([A-Za-z_]\w*)")
