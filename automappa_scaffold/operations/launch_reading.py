"""The commands that start workers and the like, from a project's Procfile, compose files, READMEs, code."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.project.app_words import TOLD_COMMANDS, told_commands
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.layout import iter_other_paths, iter_source_paths
from automappa_scaffold.project.test_files import is_test
from automappa_scaffold.source.launch_calls import LAUNCH_CALLS, launches_in_calls
from automappa_scaffold.source.launch_commands import SCRIPT, LaunchCommand, launches_in_shell
from automappa_scaffold.source.launch_files import launches_in_file, may_hold_launches
from automappa_scaffold.source.launch_texts import is_readme, launches_in_readme
from automappa_scaffold.source.launch_tools import launches_in_tool_file, may_hold_tool_launches
from automappa_scaffold.source.tree import SourceTree

__all__ = [
    "iter_called_commands",
    "iter_commands",
    "iter_commented_commands",
    "iter_named_commands",
    "iter_told_commands",
    "iter_tool_commands",
]

# What a text gives `-A`, with the quotes and commas of a list between; and the variables that do the same.
_APP_OPTION = re.compile(r"""(?<![\w-])(?:-A|--app)(?![\w-])[\s"',=-]*(?P<app>[^\s"',\]]*)""")
_APP_VARIABLE = re.compile(r"(?<![A-Za-z0-9])(?:CELERY_)?APP\b")


def iter_commands(
    project: Project, tree: SourceTree, fill: Callable[[PurePosixPath, str], str] | None = None
) -> Iterator[LaunchCommand]:
    """Yield the commands that start a worker, file by file.

    Args:
        fill: gives the text of a file with its variables filled in; None: they are not known.
    """
    return (command for command in iter_named_commands(project, tree, fill) if not command.is_old)


def iter_named_commands(
    project: Project,
    tree: SourceTree,
    fill: Callable[[PurePosixPath, str], str] | None = None,
    known: Collection[str] = (),
    *,
    others: bool = False,
) -> Iterator[LaunchCommand]:
    """Yield the same, and those that start none since Celery 5, but name the app.

    Args:
        others: those that start another program of Celery too.
        known: what an app may be called that needs no telling: YAML that names no other is not read, for its
            reader is slow to import.
    """

    def read(path: PurePosixPath) -> str | None:
        data = tree.read(tree.absolute(path))
        return None if data is None else data.decode("utf-8", "replace")

    exists = _folder_test(tree)
    plain: list[LaunchCommand] = []
    for name in iter_other_paths(project, may_hold_launches):
        path = PurePosixPath(name)
        data = tree.read(tree.absolute(path)) or b""
        is_yaml = name.endswith((".yml", ".yaml"))
        # What a compose service runs may stand in its Dockerfile alone.
        if b"celery" not in data and not (is_yaml and b"services:" in data):
            continue
        text = data.decode("utf-8", "replace")
        text = fill(path, text) if fill is not None else text
        if is_yaml and known and not _may_name_another(text, known):
            continue
        if is_yaml:
            from automappa_scaffold.source.launch_yaml import launches_in_yaml

            found = launches_in_yaml(path, text, exists, read)
        else:
            found = launches_in_file(path, text, exists, read)
        plain.extend(found)
    yield from _wanted(_with_environments(plain), others=others)


def _with_environments(commands: Sequence[LaunchCommand]) -> list[LaunchCommand]:
    """Return the commands, those of scripts that a container runs with its environment, which is no less."""
    given: dict[PurePosixPath, LaunchCommand] = {}
    for command in commands:
        if command.program == SCRIPT:
            before = given.get(command.place.path, command)
            variables = {**command.variables, **before.variables}
            files = tuple(dict.fromkeys((*before.env_files, *command.env_files)))
            given[command.place.path] = replace(command, variables=variables, env_files=files)
    return [
        replace(
            command,
            variables={**given[command.place.path].variables, **command.variables},
            env_files=(*given[command.place.path].env_files, *command.env_files),
        )
        if command.place.path in given
        else command
        for command in commands
        if command.program != SCRIPT
    ]


def _may_name_another(text: str, known: Collection[str]) -> bool:
    """Return whether a text may start a worker with another app than those known."""
    if _APP_VARIABLE.search(text):
        return True
    return any(found["app"] not in known for found in _APP_OPTION.finditer(text))


def iter_tool_commands(
    project: Project,
    tree: SourceTree,
    fill: Callable[[PurePosixPath, str], str] | None = None,
    *,
    others: bool = False,
) -> Iterator[LaunchCommand]:
    """Yield the commands in files of tools: CI, platforms, editors, runners of scripts.

    Args:
        others: those that start another program of Celery too.
        fill: gives the text of a file with its variables filled in; None: they are not known.
    """
    exists = _folder_test(tree)
    for name in iter_other_paths(project, may_hold_tool_launches):
        path = PurePosixPath(name)
        data = tree.read(tree.absolute(path)) or b""
        if b"celery" in data:
            if fill is not None:
                data = fill(path, data.decode("utf-8", "replace")).encode("utf-8", "replace")
            yield from _wanted(launches_in_tool_file(path, data, exists), others=others)


def iter_called_commands(project: Project, tree: SourceTree) -> Iterator[LaunchCommand]:
    """Yield the commands that the project's code runs, tests left out, those of other programs too."""
    exists = _folder_test(tree)
    sources = (name for name in iter_source_paths(project) if not is_test(name))
    for name, texts in tree.iter_telling(sources, LAUNCH_CALLS):
        yield from launches_in_calls(PurePosixPath(name), texts, exists)


def iter_told_commands(project: Project, tree: SourceTree) -> Iterator[LaunchCommand]:
    """Yield the commands in READMEs that start a worker: they tell people what to type."""
    exists = _folder_test(tree)
    for name in iter_other_paths(project, is_readme):
        path = PurePosixPath(name)
        data = tree.read(tree.absolute(path)) or b""
        if b"celery" in data:
            found = launches_in_readme(path, data.decode("utf-8", "replace"), exists)
            yield from _wanted(found, others=False)


def _wanted(commands: Iterable[LaunchCommand], *, others: bool) -> Iterator[LaunchCommand]:
    return (command for command in commands if others or command.program == "worker")


def iter_commented_commands(project: Project, tree: SourceTree) -> Iterator[LaunchCommand]:
    """Yield the commands that start a worker in comments and texts of Python files."""
    exists = _folder_test(tree)
    root = project.root.as_posix().rstrip("/") + "/"
    sources = map(root.__add__, iter_source_paths(project))
    for path, told in project.disk.iter_telling(sources, TOLD_COMMANDS, told_commands):
        for line, text in told:
            found = launches_in_shell(PurePosixPath(path[len(root) :]), text, (), exists, first_line=line)
            yield from _wanted(found, others=False)


def _folder_test(tree: SourceTree) -> Callable[[PurePosixPath], bool]:
    return lambda folder: tree.is_folder(tree.absolute(folder).removesuffix("/."))
