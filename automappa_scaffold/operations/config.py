"""``config``: every setting of a project, its value and where it came from, discovered ones included."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.app_choice import choose_app
from automappa_scaffold.project.finding import Project, find_project
from automappa_scaffold.project.settings import Settings
from automappa_scaffold.source.tree import SourceTree

__all__ = ["SettingEntry", "SettingsDescription", "describe_settings"]

_DISCOVERED = ("app", "pages", "celeryconfig")


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """A setting as it holds now.

    ``origin`` is a file, a variable's name, ``flag``, ``default``, ``discovered`` or ``not found``.
    """

    key: str
    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class SettingsDescription:
    """All settings, and why the layout could not be discovered where it could not."""

    entries: tuple[SettingEntry, ...]
    problem: str = ""


def describe_settings(
    directory: Path | None = None, *, app: str = "", workdir: Path | None = None
) -> SettingsDescription:
    """Return every setting of the project, sorted as documented.

    Raises:
        ScaffoldError: there is no such folder, or the settings are wrong.
    """
    project = find_project(directory, workdir=workdir, flags={"app": app})
    discovered, problem = _discover(project)
    places = (
        SettingEntry("project", str(project.root), "flag" if directory else "discovered"),
        SettingEntry("workdir", str(project.workdir), "flag" if workdir else "default"),
    )
    settings = (
        _entry(project.settings, field.name, discovered)
        for field in fields(project.settings)
        if field.name != "origins"
    )
    return SettingsDescription((*places, *settings), problem)


def _discover(project: Project) -> tuple[dict[str, str], str]:
    try:
        layout = choose_app(project, SourceTree(project.root, disk=project.disk)).layout
    except ProjectError as error:
        return {}, error.message
    found = {
        "app": layout.app,
        "pages": layout.pages.as_posix() if layout.pages else "",
        "celeryconfig": layout.config.as_posix() if layout.config else "",
    }
    return found, ""


def _entry(settings: Settings, name: str, discovered: dict[str, str]) -> SettingEntry:
    value = getattr(settings, name)
    origin = settings.origins.get(name, "default")
    if name in _DISCOVERED and not value:
        value = discovered.get(name, "")
        origin = "discovered" if value else "not found"
    if name == "per_file_ignores":
        value = {pattern: list(codes) for pattern, codes in value}
    return SettingEntry(name.replace("_", "-"), list(value) if isinstance(value, tuple) else value, origin)
