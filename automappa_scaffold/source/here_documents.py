"""Launch commands in here-documents of shell scripts: files that they write, scripts they hand over."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import LaunchCommand, launches_in_shell
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.shell_commands import Command, Folders, read_commands
from automappa_scaffold.source.shell_words import HereDocument

__all__ = ["launches_in_documents"]

Exists = Callable[[PurePosixPath], bool]
ReadFile = Callable[[PurePosixPath, str], Iterator[LaunchCommand]]

# `> NAME`, `>> NAME` and `tee NAME`, in a text for another machine too.
_WRITTEN = re.compile(r"(?:(?<![\d&])>>?|\btee(?:\s+-\w+)*)\s*(?P<name>[^\s&>|;]+)")
_SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh"})
# They hand the document to a shell that another user, machine or container has.
_ELSEWHERE = frozenset({"ssh", "su", "docker", "podman", "kubectl", "docker-compose", "podman-compose"})


def launches_in_documents(
    path: PurePosixPath,
    text: str,
    folders: Folders,
    exists: Exists,
    own_folder: PurePosixPath,
    read_file: ReadFile,
) -> Iterator[LaunchCommand]:
    """Yield the commands in the here-documents of a script that start a worker.

    Args:
        read_file: yields the commands of a file that a document becomes, by its name.
    """
    if "<<" not in text:
        return
    for command in read_commands(text, folders, own_folder, exists):
        for document in command.documents:
            for launch in _launches(path, command, document, exists, read_file):
                yield replace(launch, place=Place(path, launch.place.line + document.line - 1))


def _launches(
    path: PurePosixPath, command: Command, document: HereDocument, exists: Exists, read_file: ReadFile
) -> Iterator[LaunchCommand]:
    names = (found["name"] for found in _WRITTEN.finditer(" ".join(document.words)))
    written = [PurePosixPath(name).name for name in names if not name.startswith("/dev/")]
    if written:
        # Where it will lie is not known, nor where it is started then.
        for launch in read_file(PurePosixPath(written[0]), document.text):
            yield replace(launch, folders=())
        return
    programs = {PurePosixPath(word).name for word in command.words}
    is_elsewhere = not _ELSEWHERE.isdisjoint(programs)
    if is_elsewhere or _reads_script(command.words):
        folders = () if is_elsewhere else command.folders
        elsewhere = "" if is_elsewhere else command.elsewhere
        yield from launches_in_shell(path, document.text, folders, exists, elsewhere=elsewhere)


def _reads_script(words: Sequence[str]) -> bool:
    """Return whether a shell takes its commands from the document: it is given no script and no ``-c``."""
    at = next((index for index, word in enumerate(words) if PurePosixPath(word).name in _SHELLS), None)
    if at is None:
        return words[:1] == ("sudo",) and not {"-i", "-s"}.isdisjoint(words)
    rest = [word for word in words[at + 1 :] if word != "pipefail" and not re.match(r"\d?[<>]", word)]
    return "-s" in rest or all(word.startswith(("-", "+")) and not word.endswith("c") for word in rest)
