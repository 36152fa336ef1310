"""Commands that start a Celery worker, beat and the like: which app they name, from which folder."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePosixPath

from automappa_scaffold.source.places import Place
from automappa_scaffold.source.shell_commands import Command, Folders, join_folder, read_commands
from automappa_scaffold.source.wrapping_commands import (
    after_celery,
    folder_of_wrapper,
    in_container,
    inner_scripts,
)

__all__ = ["APP_VARIABLES", "SCRIPT", "LaunchCommand", "launch_of", "launches_in_shell"]

_COMPUTED = re.compile(r"[$`{}<>%]")
_STARTING = (("start",), ("restart",))
# The other programs of Celery, which look for the app as a worker does.
_OTHER_PROGRAMS = frozenset(
    ("beat", "flower", "inspect", "control", "status", "events", "purge", "shell", "call", "result")
)
_OWN_OPTIONS = frozenset({"flower"})  # it leaves what it does not know to its web server
# Set for the machine that the command was written for.
_OF_THE_IMAGE = frozenset({"PATH", "HOME", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "USER", "SHELL"})
# Celery takes the app from them where no option says it, the first of them first.
APP_VARIABLES = ("APP", "CELERY_APP")
SCRIPT = "script"
_OPTIONS_WITH_VALUE = frozenset(
    ("-A", "--app", "-b", "--broker", "--result-backend", "--loader", "--config", "--workdir")
)


@dataclass(frozen=True, slots=True)
class LaunchCommand:
    """A command that starts a worker, or another program of Celery.

    Attributes:
        app: what ``-A`` names.
        folders: where it may be started, relative to the project's root; empty: not known.
        elsewhere: the absolute folder that it is started in, where that is one of another machine.
        python_path: the folders that ``PYTHONPATH`` adds, each as written.
        name: what the file calls it: a service, a process, a target, a program; empty: nothing.
        include: the modules of ``-I``; ``queues``: those of ``-Q``.
        computed: either option with what it says, where that is computed.
        is_module: ``python -m celery`` runs it, which keeps its folder on the module path.
        is_old: ``-A`` stands behind ``worker``, as Celery 4 had it and Celery 5 refuses it.
        program: ``worker``, ``beat`` or another subcommand; ``SCRIPT``: a container runs the script of the
            place, whose commands have its environment.
        variables: the environment that the file gives it; ``env_files``: files with more, relative to the
            project's root, the last of which wins; ``env_files_win``: over the variables too.
    """

    place: Place
    app: str
    folders: Folders
    python_path: tuple[str, ...] = ()
    name: str = ""
    include: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict, compare=False)
    env_files: tuple[PurePosixPath, ...] = ()
    env_files_win: bool = False
    computed: tuple[str, ...] = ()
    is_module: bool = False
    is_old: bool = False
    program: str = "worker"
    elsewhere: str = ""

    def named(self, name: str) -> "LaunchCommand":
        """Return the same command under the name that its file gives it."""
        return replace(self, name=name)


def launches_in_shell(
    path: PurePosixPath,
    text: str,
    folders: Folders,
    exists: Callable[[PurePosixPath], bool],
    *,
    first_line: int = 1,
    own_folder: PurePosixPath | None = None,
    variables: Mapping[str, str] | None = None,
    elsewhere: str = "",
    read: Callable[[PurePosixPath], str | None] | None = None,
) -> Iterator[LaunchCommand]:
    """Yield the commands of a shell text that start a worker or another program of Celery.

    Args:
        first_line: the line of the file that the text begins on.
        variables: the environment that it runs in, as far as it is known.
        elsewhere: the absolute folder that it is started in, where ``folders`` are not known.
        read: gives the text of a file that it sources; None: what these say is not known.
    """
    known = variables or {}
    for command in read_commands(text, folders, own_folder, exists, known, elsewhere, read):
        place = Place(path, first_line + command.line - 1)
        given = {**known, **command.variables}
        contained = in_container(command.words)
        if contained is not None:  # which has its own folders and variables
            command, given = replace(command, words=contained, folders=(), elsewhere="", variables={}), {}
        scripts = inner_scripts(command.words)
        for script in scripts:
            yield from launches_in_shell(
                path,
                script,
                command.folders,
                exists,
                first_line=place.line,
                variables=given,
                elsewhere=command.elsewhere,
            )
        found = None if scripts else launch_of(command, place, exists, given)
        if found is not None:
            yield found


def launch_of(
    command: Command, place: Place, exists: Callable[[PurePosixPath], bool], variables: Mapping[str, str]
) -> LaunchCommand | None:
    """Return how a command starts a program of Celery, or None where it does not, or not visibly."""
    words = after_celery(command.words)
    if words is None:
        return None
    options, rest = _global_options(words)
    if rest[:1] == ("multi",) and rest[1:2] in _STARTING:
        options["--app"] = next(iter(_listed(rest, "-A", "--app")), "")
    elif rest[:1] != ("worker",) and _OTHER_PROGRAMS.isdisjoint(rest[:1]):
        return None
    program = "worker" if rest[:1] == ("multi",) else rest[0]
    known = {**variables, **command.variables}
    app = options.get("--app") or next((known[name] for name in APP_VARIABLES if known.get(name)), "")
    old = "" if app or program in _OWN_OPTIONS else next(iter(_listed(rest, "-A", "--app")), "")
    app = app or old
    if not app or _is_computed(app):
        return None
    folders = command.folders
    for moving in (folder_of_wrapper(command.words), options.get("--workdir", "")):
        moved = (join_folder(folder, moving) if moving else folder for folder in folders)
        folders = tuple(folder for folder in moved if folder is not None and exists(folder))
    entries = [entry for entry in known.get("PYTHONPATH", "").split(":") if entry]
    entries = [entry for entry in entries if entry not in ("$PYTHONPATH", "${PYTHONPATH}")]
    given = {name: value for name, value in known.items() if name not in _OF_THE_IMAGE}
    include, queues = _listed(rest, "-I", "--include"), _listed(rest, "-Q", "--queues")
    options_as_given = (f"-I {','.join(include)}", f"-Q {','.join(queues)}")
    return LaunchCommand(
        place,
        app,
        folders,
        tuple(entries),
        include=_known(include),
        queues=_known(queues),
        variables=given,
        computed=tuple(option for option in options_as_given if _is_computed(option)),
        is_module=("-m", "celery") in pairwise(command.words),
        is_old=bool(old),
        program=program,
        elsewhere="" if folders else command.elsewhere,
    )


def _known(values: tuple[str, ...]) -> tuple[str, ...]:
    return () if any(_is_computed(value) for value in values) else values


def _is_computed(text: str) -> bool:
    return _COMPUTED.search(text) is not None


def _listed(words: Sequence[str], short: str, long: str) -> tuple[str, ...]:
    """Return what an option of the subcommand lists, with commas between; given twice, the last counts."""
    found: list[str] = []
    for index, word in enumerate(words):
        value = ""
        if word in (short, long):
            value = words[index + 1] if index + 1 < len(words) else ""
        elif word.startswith(f"{long}="):
            value = word.partition("=")[2]
        elif word.startswith(short) and not word.startswith("--"):
            value = word[len(short) :].removeprefix("=")
        found = value.split(",") if value else found  # as Celery does: with the spaces
    return tuple(found)


def _global_options(words: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the options before the subcommand, and the subcommand with what follows."""
    options: dict[str, str] = {}
    index = 0
    while index < len(words):
        word = words[index]
        if not word.startswith("-"):
            return options, tuple(words[index:])
        name, sign, value = word.partition("=")
        if word.startswith("-A") and not word.startswith("--"):
            name, value, sign = "-A", word[2:].removeprefix("="), word[2:]
        if name in _OPTIONS_WITH_VALUE and not sign:
            index += 1
            value = words[index] if index < len(words) else ""
        options["--app" if name == "-A" else name] = value
        index += 1
    return options, ()
