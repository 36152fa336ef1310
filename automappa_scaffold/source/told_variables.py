"""The variables that files beside launch commands give plain values: env-files, files that scripts source."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.shell_commands import plain_variables

__all__ = ["Read", "copy_of", "read_told", "without_told"]

# Gives the text of a file of the project; None: it has none of that name.
Read = Callable[[PurePosixPath], str | None]


def read_told(files: Iterable[PurePosixPath], read: Read) -> dict[str, str]:
    """Return the variables that files give a plain value, the last of them first."""
    texts = (read(file) or "" for file in files)
    return {name: value for text in texts for name, value in plain_variables(text).items()}


def without_told(launch: LaunchCommand, told: Mapping[str, str]) -> LaunchCommand:
    """Return a launch without the variables that a file tells: that is read again where it is started."""
    own = {name: value for name, value in launch.variables.items() if told.get(name) != value}
    return replace(launch, variables=own)


def copy_of(unit: PurePosixPath, written: str, read: Read) -> PurePosixPath | None:
    """Return the project's file that becomes one of another machine, by their names; None: there is none.

    Args:
        unit: the file that names it, which the other may lie beside.
    """
    parts = PurePosixPath(written).parts[1:] if written.startswith("/") else ()
    likely = [PurePosixPath(*parts[at:]) for at in range(len(parts))]
    beside = [unit.parent / parts[-1]] if parts else []
    return next((path for path in (*likely[:-1], *beside, *likely[-1:]) if read(path) is not None), None)
