"""Files that hold launch commands: Procfile, Makefile, shell scripts, unit files, supervisor, Dockerfile."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from automappa_scaffold.source.here_documents import launches_in_documents
from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_images import launches_in_container, read_image, with_folders
from automappa_scaffold.source.launch_sections import launches_in_program, launches_in_unit
from automappa_scaffold.source.told_variables import Read, read_told, without_told

__all__ = ["launches_in_file", "may_hold_launches"]

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


def launches_in_file(path: PurePosixPath, text: str, exists: Exists, read: Read) -> Iterator[LaunchCommand]:
    """Yield the commands of a file, YAML excepted, that start a worker.

    Args:
        read: gives the text of another file of the project, which tells variables.
    """
    name = path.name.lower()
    if name.startswith("procfile"):
        yield from _procfile(path, text, exists, read)
    elif name.startswith(("makefile", "gnumakefile")) or name.endswith(".mk"):
        yield from _makefile(path, text, exists, read)
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
        yield from launches_in_unit(path, text, exists, read)
    elif name.endswith((".ini", ".conf")):
        yield from launches_in_program(path, text, exists)
    elif name.endswith((".sh", ".bash")) or text.startswith("#!"):
        folders = tuple(dict.fromkeys((PurePosixPath(), path.parent)))
        own = path.parent
        for launch in launches_in_shell(path, text, folders, exists, own_folder=own, read=read):
            yield launch.named(path.stem)

        def read_file(name: PurePosixPath, text: str) -> Iterator[LaunchCommand]:
            return launches_in_file(name, text, exists, read)

        yield from launches_in_documents(path, text, folders, exists, own, read_file)


def _procfile(path: PurePosixPath, text: str, exists: Exists, read: Read) -> Iterator[LaunchCommand]:
    """Yield the commands of processes; what runs them gives them the variables of ``.env``."""
    file = path.parent / ".env"
    told = read_told([file], read) if "$" in text else {}
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r"^([\w-]+):\s*(.+)$", line)
        if match:
            folders = (path.parent,)
            for launch in launches_in_shell(
                path, match[2], folders, exists, first_line=number, variables=told
            ):
                yield without_told(launch, told).named(match[1])


def _makefile(path: PurePosixPath, text: str, exists: Exists, read: Read) -> Iterator[LaunchCommand]:
    """Yield the commands of recipes: each logical line is a shell of its own, or each recipe is one."""
    is_one_shell = re.search(r"^\.ONESHELL\b", text, re.MULTILINE) is not None
    included = (name for names in _MAKE_INCLUDE.findall(text) for name in names.split())
    texts = (*(read(path.parent / name) or "" for name in included), text)
    variables = {name: value.strip() for text in texts for name, value in _MAKE_VARIABLE.findall(text)}
    own: dict[str, dict[str, str]] = {}
    for target, name, value in _MAKE_OWN_VARIABLE.findall(text):
        own.setdefault(target, {})[name] = value.strip()
    shells: list[tuple[str, int, str]] = []
    for target, line, command in _recipe_lines(text):
        shell = _filled(command, {**variables, **own.get(target, {})}).lstrip("@-+ ").replace("$$", "$")
        if is_one_shell and shells and shells[-1][0] == target:
            _, first, before = shells.pop()
            gap = "\n" * (line - first - before.count("\n"))
            line, shell = first, f"{before}{gap}{shell}"
        shells.append((target, line, shell))
    for target, line, shell in shells:
        for launch in launches_in_shell(path, shell, (path.parent,), exists, first_line=line):
            yield launch.named(target)


def _recipe_lines(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield each logical line of the recipes with its target and its number."""
    lines = text.splitlines()
    index, target = 0, ""
    while index < len(lines):
        first, line = index, lines[index]
        target = found[1] if (found := re.match(r"([\w.-]+)\s*:(?!=)", line)) else target
        while line.endswith("\\") and index + 1 < len(lines):
            index += 1
            line = line[:-1] + " " + lines[index].lstrip("\t")
        index += 1
        if line.startswith("\t"):
            yield target, first + 1, line[1:]


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
# That of one target: `worker: APP = shop`.
_MAKE_OWN_VARIABLE = re.compile(r"^([\w.-]+)[ \t]*:[ \t]*(\w+)[ \t]*[?:]{0,3}=([^#\n]+)", re.MULTILINE)
_MAKE_INCLUDE = re.compile(r"^[-s]?include[ \t]+([^#\n$]+)", re.MULTILINE)
_MAKE_REFERENCE = re.compile(r"\$[({](\w+)[)}]")
