"""Files that hold launch commands: Procfile, Makefile, shell scripts, unit files, supervisor, Dockerfile."""

import json
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_sections import launches_in_program, launches_in_unit
from automappa_scaffold.source.shell_commands import Folders, join_folder, split_words

__all__ = [
    "Image",
    "Part",
    "join_words",
    "launches_in_container",
    "launches_in_file",
    "may_hold_launches",
    "read_image",
    "with_folders",
]

Exists = Callable[[PurePosixPath], bool]

_SCRIPT_NAMES = ("start", "run", "entrypoint", "worker", "celery", "launch", "serve")


def may_hold_launches(name: str) -> bool:
    """Return whether a file of this name is one that holds launch commands."""
    lower = name.lower()
    if lower.endswith((".sh", ".bash", ".service", ".yml", ".yaml", ".mk", ".ini", ".conf")):
        return True
    if lower.startswith(("procfile", "makefile", "gnumakefile", "dockerfile", "containerfile")):
        return True
    return lower.endswith(".dockerfile") or ("." not in lower and lower.startswith(_SCRIPT_NAMES))


def launches_in_file(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of a file, YAML excepted, that start a worker."""
    name = path.name.lower()
    if name.startswith("procfile"):
        yield from _procfile(path, text, exists)
    elif name.startswith(("makefile", "gnumakefile")) or name.endswith(".mk"):
        yield from _makefile(path, text, exists)
    elif name.startswith(("dockerfile", "containerfile")) or name.endswith(".dockerfile"):
        image = read_image(path, text, path.parent, exists)
        folders = tuple(folder for folder in image.project_folders() if exists(folder))
        found = (
            *launches_in_container(image.entrypoint, image.command, folders, exists, image.variables),
            *launches_in_container(None, image.health, folders, exists, image.variables),
        )
        beside = image.folders_beside()
        placed = (with_folders(image.told_elsewhere(image.place_folders(launch)), beside) for launch in found)
        yield from (launch.named(path.name) for launch in placed)
    elif name.endswith(".service"):
        yield from launches_in_unit(path, text, exists)
    elif name.endswith((".ini", ".conf")):
        yield from launches_in_program(path, text, exists)
    elif name.endswith((".sh", ".bash")) or text.startswith("#!"):
        folders = tuple(dict.fromkeys((PurePosixPath(), path.parent)))
        for launch in launches_in_shell(path, text, folders, exists, own_folder=path.parent):
            yield launch.named(path.stem)


def with_folders(launch: LaunchCommand, folders: tuple[str, ...]) -> LaunchCommand:
    """Return a launch with more folders on its module path."""
    return replace(launch, python_path=(*launch.python_path, *folders)) if folders else launch


def _procfile(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"^([\w-]+):\s*(.+)$", line)
        if match:
            for launch in launches_in_shell(path, match[2], (path.parent,), exists, first_line=number):
                yield launch.named(match[1])


def _makefile(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of recipes: each logical line is a shell of its own."""
    if re.search(r"^\.ONESHELL\b", text, re.MULTILINE):
        return
    lines = text.splitlines()
    variables = {name: value.strip() for name, value in _MAKE_VARIABLE.findall(text)}
    index, target = 0, ""
    while index < len(lines):
        first, line = index, lines[index]
        target = found[1] if (found := re.match(r"([\w.-]+)\s*:(?!=)", line)) else target
        while line.endswith("\\") and index + 1 < len(lines):
            index += 1
            line = line[:-1] + " " + lines[index].lstrip("\t")
        index += 1
        if line.startswith("\t"):
            command = _filled(line[1:], variables)
            command = command.lstrip("@-+ ").replace("$$", "$")
            for launch in launches_in_shell(path, command, (path.parent,), exists, first_line=first + 1):
                yield launch.named(target)


def _filled(command: str, variables: Mapping[str, str]) -> str:
    """Return a line of a recipe with the variables that the file gives a value, and those in these."""
    for _ in range(_DEEPEST_VARIABLE):
        if len(command) > _LONGEST_RECIPE:
            break
        command = _MAKE_REFERENCE.sub(lambda m: variables.get(m[1], m[0]), command)
    return command


_DEEPEST_VARIABLE = 4
_LONGEST_RECIPE = 10_000
# What `?=` gives is the default.
_MAKE_VARIABLE = re.compile(r"^(\w+)[ \t]*(?:\?|:{0,3})=([^#\n]+)", re.MULTILINE)
_MAKE_REFERENCE = re.compile(r"\$[({](\w+)[)}]")


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
    """

    folder: str = ""
    copied: dict[str, PurePosixPath] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    entrypoint: Part | None = None
    command: Part | None = None
    health: Part | None = None

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
    image, has_command = Image(), False
    for number, line in _instructions(text):
        word, _, rest = line.partition(" ")
        keyword, rest = word.upper(), rest.strip()
        if keyword == "FROM":
            parts = rest.split()
            base = stages.get(parts[0] if parts else "", Image())
            image = replace(base, copied=dict(base.copied), variables=dict(base.variables))
            has_command = False
            if len(parts) > 2 and parts[1].upper() == "AS":
                stages[parts[2]] = image
        elif keyword == "WORKDIR":
            image.folder = "" if "$" in rest else str(PurePosixPath(image.folder or "/") / rest)
        elif keyword in ("COPY", "ADD"):
            _copy(image, split_words(rest), context, exists)
        elif keyword == "ENV":
            image.variables |= _given(rest)
        elif keyword == "ENTRYPOINT":
            image.entrypoint = Part(path, _exec_form(rest), number)
            image.command = image.command if has_command else None  # that of the base is dropped
        elif keyword == "HEALTHCHECK":
            command = rest.partition("CMD")[2].strip()
            image.health = Part(path, _exec_form(command), number) if command else None
        elif keyword == "CMD":
            image.command, has_command = Part(path, _exec_form(rest), number), True
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
    if outside is not None and exists(outside):
        image.copied[str(PurePosixPath(image.folder or "/") / target)] = outside


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


def _instructions(text: str) -> Iterator[tuple[int, str]]:
    """Yield a Dockerfile's instructions with the line each begins on."""
    pending, start = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#") or (not line.strip() and not pending):
            continue
        start = start or number
        if line.rstrip().endswith("\\"):
            pending += line.rstrip()[:-1] + " "
            continue
        yield start, (pending + line).strip()
        pending, start = "", 0
