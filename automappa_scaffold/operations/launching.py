"""``verify --launch``: a workspace whose worker starts as a command of the project starts it."""

import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.launch_reading import iter_commands, iter_tool_commands
from automappa_scaffold.operations.launch_variables import fill_variables, interpolate, known_variables
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from automappa_scaffold.registry.start_input import module_path
from automappa_scaffold.source.launch_commands import LaunchCommand
from automappa_scaffold.source.shell_commands import join_folder
from automappa_scaffold.worker.env_file import read_env_file

__all__ = ["open_launch"]

# What stands for an app that is computed while its command is looked for.
_COMPUTED = "computed_app_"
_COMPUTED_APP = re.compile(
    r"""(?P<option>(?<![\w-])(?:-A|--app)["',=\s]*(?:-[ ]+)?["']?)"""
    r"""(?P<app>(?:[\w.:/]*(?:\$\([^)]*\)|`[^`]*`|\$\{[^}]*\}|\$\w+|\{\{.*?\}\}|%\([^)]*\)s?)[\w.:/]*)+)"""
)


def open_launch(directory: Path | None, wanted: str) -> tuple[Workspace, str]:
    """Return the workspace of a launch command, and a remark on how it was read.

    Args:
        directory: the project's folder, or None: found upwards.
        wanted: what the file calls it, as ``NAME`` or ``FILE:NAME``.
    Raises:
        ProjectError: there is no such command, or there are several.
    """
    # Which app is the project's own need not be known to read its commands.
    whole = open_workspace(directory, app="launch:command")
    root = whole.project.root
    fill = partial(fill_variables, root)
    commands = tuple(iter_commands(whole.project, whole.tree, fill))
    if not any(_is_called(command, wanted) for command in commands):
        commands += tuple(iter_tool_commands(whole.project, whole.tree, fill))
    if not any(_is_called(command, wanted) for command in commands):
        _refuse_computed(whole, wanted)
    command = _choose(commands, wanted)
    folder = command.folders[0] if command.folders else None
    workspace = open_workspace(
        root,
        app=command.app,
        workdir=root / folder if folder is not None else None,
        include=command.include,
    )
    entries = [join_folder(folder or PurePosixPath(), entry) for entry in command.python_path]
    added = [(root / entry).as_posix() for entry in entries if entry is not None]
    given, left_out = _environment(root, command)
    start = replace(
        workspace.start,
        sys_path=module_path((*workspace.start.sys_path, *added)),
        environ={**workspace.start.environ, **given},
        given=given,
        queues=command.queues,
    )
    return replace(workspace, start=start), _remark(command, folder, left_out)


def _refuse_computed(workspace: Workspace, wanted: str) -> None:
    """Raise what says that the app of the wanted command is computed, and how; nothing where it is not."""
    root = workspace.project.root
    expressions: list[str] = []

    def fill(path: PurePosixPath, text: str) -> str:
        """Return the text with a name in the place of each computed app, so that its command is found."""

        def name_of(found: re.Match[str]) -> str:
            expressions.append(found["app"])
            return f"{found['option']}{_COMPUTED}{len(expressions) - 1}"

        return _COMPUTED_APP.sub(name_of, fill_variables(root, path, text))

    for command in iter_commands(workspace.project, workspace.tree, fill):
        if command.app.startswith(_COMPUTED) and _is_called(command, wanted):
            app = expressions[int(command.app.removeprefix(_COMPUTED))]
            raise ProjectError(
                f"{command.place} starts the worker with -A {app}, which is not known here.",
                hint="Set its variables before the command, or give the app yourself: verify -A MODULE.",
            )


def _is_called(command: LaunchCommand, wanted: str) -> bool:
    file, colon, name = wanted.rpartition(":")
    return _is_meant(command, file if colon else "", name)


def _choose(commands: Sequence[LaunchCommand], wanted: str) -> LaunchCommand:
    found = [command for command in commands if _is_called(command, wanted)]
    if not found:
        known = list(dict.fromkeys(command.name for command in commands if command.name))
        close = difflib.get_close_matches(wanted, known, n=1)
        names = f"There are: {', '.join(known)}." if known else "No file of the project starts a worker."
        hint = f"Did you mean {close[0]}?" if close else names
        raise ProjectError(f"No launch command called {wanted!r} starts a worker.", hint=hint)
    if len({_meaning(command) for command in found}) > 1:
        places = ", ".join(
            f"{command.place.path}:{command.name} (line {command.place.line})" for command in found
        )
        raise ProjectError(f"{wanted!r} names several launch commands: {places}.", hint="Give FILE:NAME.")
    return found[0]


def _is_meant(command: LaunchCommand, file: str, name: str) -> bool:
    path = command.place.path
    names = {command.name, path.name, path.as_posix()}
    return name in names and (not file or file in (path.name, path.as_posix()))


def _meaning(command: LaunchCommand) -> tuple[object, ...]:
    environment = (tuple(sorted(command.variables.items())), command.env_files)
    return (command.app, command.folders, command.include, command.queues, command.python_path, environment)


def _environment(root: Path, command: LaunchCommand) -> tuple[dict[str, str], list[str]]:
    """Return the variables as they are here, and what is not known here: names of variables, and files."""
    given: dict[str, str] = {}
    left_out = list(command.computed)
    from_files: dict[str, str] = {}
    for file in command.env_files:
        if (root / file).is_file():
            from_files |= read_env_file(root / file)
        else:
            left_out.append(file.as_posix())
    known = known_variables(root, command.place.path)
    for name, text in sorted(command.variables.items()):
        value = interpolate(text, known)
        # A path of the image would make the app create folders here, or fail for want of them.
        if value is None or (value.startswith("/") and not os.path.exists(value)):
            left_out.append(name)
        else:
            given[name] = value
    return {**given, **from_files} if command.env_files_win else {**from_files, **given}, left_out


def _remark(command: LaunchCommand, folder: PurePosixPath | None, left_out: Sequence[str]) -> str:
    options = [f"-A {command.app}"]
    options += [f"-I {','.join(command.include)}"] if command.include else []
    options += [f"-Q {','.join(command.queues)}"] if command.queues else []
    where = f"in {folder}" if folder is not None else "in the project's root, for its own folder is not known"
    lines = [f"launch: {command.place} starts the worker with {' '.join(options)} {where}"]
    if left_out:
        lines.append(f"launch: not known here, and left out: {', '.join(left_out)}")
    return "\n".join(lines)
