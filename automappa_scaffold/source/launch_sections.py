"""Launch commands in files of sections and keys: units of systemd, programs of supervisor."""

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import APP_VARIABLES, LaunchCommand, launches_in_shell
from automappa_scaffold.source.shell_commands import Folders, join_folder
from automappa_scaffold.source.shell_words import split_words
from automappa_scaffold.source.told_variables import Read, copy_of, read_told, without_told

__all__ = ["launches_in_program", "launches_in_unit"]

Exists = Callable[[PurePosixPath], bool]

# What the program that reads the file fills in: `%i` of a unit, `%(ENV_NAME)s` of supervisor.
_FILLED_IN = re.compile(r"%(?:[A-Za-z]|\()")
_REFERENCE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_OF_SUPERVISOR = re.compile(r"%\(ENV_(\w+)\)s()")
_OF_ALL = "supervisord"


@dataclass(slots=True)
class _Section:
    """A section: its name, and each value with its key and its line, in their order."""

    name: str
    values: list[tuple[str, str, int]] = field(default_factory=list)

    def all(self, key: str) -> list[str]:
        return [value for name, value, _ in self.values if name == key]

    def last(self, key: str) -> str:
        return next(reversed(self.all(key)), "")


def launches_in_unit(path: PurePosixPath, text: str, exists: Exists, read: Read) -> Iterator[LaunchCommand]:
    """Yield the commands of a unit of systemd that start a worker.

    Its env-files lie on another machine; they are read in the project, where it has one of that name.
    """
    for section in _sections(text):
        variables: dict[str, str] = {}
        for value in section.all("Environment"):  # an empty one takes back what stands above it
            given = dict(word.split("=", 1) for word in split_words(value) if "=" in word)
            variables = {**variables, **given} if value else {}
        files = [value.removeprefix("-") for value in section.all("EnvironmentFile") if value]
        copies = (copy_of(path, file, read) for file in files) if "$" in text or "-A" not in text else ()
        told = read_told((file for file in copies if file is not None), read)
        apps = {name: told[name] for name in APP_VARIABLES if name in told}
        folder = section.last("WorkingDirectory").removeprefix("-")
        for key, value, line in section.values:
            if key != "ExecStart":
                continue
            shell = _filled(value.lstrip("-@+!: "), {**variables, **told})
            for launch in _launches(path, shell, folder, exists, line, {**variables, **apps}):
                named = replace(launch, env_files=tuple(map(PurePosixPath, files)), env_files_win=True)
                yield without_told(named, told).named(path.stem)


def launches_in_program(path: PurePosixPath, text: str, exists: Exists) -> Iterator[LaunchCommand]:
    """Yield the commands of supervisor's programs, and of circus' watchers, that start a worker."""
    sections = list(_sections(text))
    of_all = next((section for section in sections if section.name == _OF_ALL), _Section(_OF_ALL))
    for section in sections:
        name = section.name.partition(":")[2] or path.stem
        variables = {**_pairs(of_all.last("environment")), **_pairs(section.last("environment"))}
        folder = (section.last("directory") or section.last("working_dir")).replace("%(here)s", ".")
        for key, value, line in section.values:
            is_watched = key == "cmd" and section.name.startswith("watcher:")
            value = f"{value} {section.last('args')}" if is_watched else value
            if key == "command" or is_watched:
                value = _filled(value, variables, _OF_SUPERVISOR)
                for launch in _launches(path, value, folder, exists, line, variables):
                    yield launch.named(name)


def _launches(
    path: PurePosixPath, shell: str, folder: str, exists: Exists, line: int, variables: Mapping[str, str]
) -> Iterator[LaunchCommand]:
    """Yield what a command starts; its folder is mostly one of another machine."""
    target = join_folder(path.parent, folder) if folder else None
    folders: Folders = (target,) if target is not None and exists(target) else ()
    computed = tuple(name for name, value in variables.items() if _FILLED_IN.search(value))
    known = {name: value.replace("%%", "%") for name, value in variables.items() if name not in computed}
    elsewhere = folder if folder.startswith("/") else ""
    found = launches_in_shell(
        path, shell, folders, exists, first_line=line, variables=known, elsewhere=elsewhere
    )
    for launch in found:
        yield replace(launch, computed=(*launch.computed, *computed))


def _filled(shell: str, variables: Mapping[str, str], reference: re.Pattern[str] = _REFERENCE) -> str:
    def value_of(found: re.Match[str]) -> str:
        value = variables.get(found[1] or found[2])
        return found[0] if value is None or _FILLED_IN.search(value) else value

    return reference.sub(value_of, shell)


def _sections(text: str) -> Iterator[_Section]:
    """Yield the sections; a value goes on behind a backslash, or on a line that is set in."""
    section = _Section("")
    is_open = False
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if content.startswith(("#", ";")) or (not content and not is_open):
            continue
        if section.values and (is_open or line[:1] in (" ", "\t")):
            key, value, first = section.values[-1]
            section.values[-1] = (key, f"{value} {content.removesuffix(chr(92)).strip()}".strip(), first)
        elif content.startswith("["):
            yield section
            section = _Section(content.strip("[] "))
        else:
            key, _, value = content.partition("=")
            # Behind a blank supervisor takes `;` for a comment.
            value = re.split(r"\s;", value, maxsplit=1)[0]
            section.values.append((key.strip(), value.removesuffix(chr(92)).strip(), number))
        is_open = content.endswith(chr(92))
    yield section


def _pairs(text: str) -> dict[str, str]:
    """Return the variables in ``KEY="value",OTHER=value``; nothing where supervisor would refuse them."""
    lexer = shlex.shlex(text)
    lexer.wordchars += "/.+-():%"
    try:
        tokens = list(lexer)
    except ValueError:
        return {}
    starts = range(0, len(tokens) - 2, 4)
    return {tokens[at]: tokens[at + 2].strip("\"'") for at in starts if tokens[at + 1] == "="}
