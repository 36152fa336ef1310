"""The layout of a project: its Celery app, its pages and its Celery settings, discovered where not set.

Discovery reads, it never imports. What it finds is only the way in: what the worker registers is then
computed from there.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from automappa_scaffold.errors import ConfigError, ProjectError
from automappa_scaffold.project.finding import Project
from automappa_scaffold.project.made_apps import FoundApp, config_argument, find_apps, without_shown
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.project.parsing import parse_quietly

__all__ = [
    "Layout",
    "discover_layout",
    "find_pages",
    "iter_other_paths",
    "iter_source_files",
    "iter_source_paths",
    "layout_of",
    "module_paths",
    "only_app",
]

_NEVER = frozenset(
    {".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", "build", "dist", ".tox", ".nox", ".eggs"}
)
# What a killed run leaves until the next one: `editing.writing` gives such names.
_TEMPORARY = ".automappa-scaffold-"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are. Paths are relative to the project root.

    Attributes:
        app: the Celery instance, as for ``celery -A``.
        import_root: the folder that has to be on ``sys.path`` (``.`` for the root itself).
        app_path: the file that holds the app, or None when ``app`` was given and not looked for.
        pages: the folder that holds the page packages, or None when the project has none.
        config: the Celery settings module's file, or None when it is not known.
    """

    app: str
    import_root: PurePosixPath
    app_path: PurePosixPath | None
    pages: PurePosixPath | None
    config: PurePosixPath | None

    def module_at(self, path: str) -> str:
        """Return the name of the module that a file, relative to the project root, is for the worker."""
        root = f"{self.import_root}/".removeprefix("./")
        return module_name_of(tuple(path.removeprefix(root).split("/")))


def discover_layout(project: Project) -> Layout:
    """Return the project's layout.

    Raises:
        ProjectError: there is no Celery app, or more than one and no setting says which.
        ConfigError: a setting names something that does not exist.
    """
    if project.settings.app:
        return layout_of(project, _app_from_spec(project))
    apps = without_shown(find_apps(project, iter_source_paths(project)))
    return layout_of(project, only_app(project, apps))


def layout_of(project: Project, found: FoundApp) -> Layout:
    """Return the project's layout with this app.

    Raises:
        ConfigError: a setting names something that does not exist.
    """
    pages = _pages_folder(project, found)
    config = _config_file(project, found)
    return Layout(found.spec, found.import_root, found.path if found.path.parts else None, pages, config)


def find_pages(project: Project, layout: Layout) -> tuple[str, ...]:
    """Return the names of the page packages, sorted."""
    if layout.pages is None:
        return ()
    disk = project.disk
    folder = (project.root / layout.pages).as_posix()
    names = sorted(name for name, kind in (disk.entries(folder) or {}).items() if kind in "dD")
    return tuple(
        name for name in names if name.isidentifier() and _is_package_of(disk.entries(f"{folder}/{name}"))
    )


def iter_source_files(project: Project) -> Iterator[PurePosixPath]:
    """Yield the project's Python files, sorted, without those that ``exclude`` names.

    An entry of ``exclude`` is a folder's or file's name, or a path relative to the root.
    """
    return map(PurePosixPath, iter_source_paths(project))


def iter_source_paths(project: Project) -> Iterator[str]:
    """Yield the same as texts, which is much faster for thousands of files."""
    return iter(_walked(project)[0])


def iter_other_paths(project: Project, is_wanted: Callable[[str], bool]) -> Iterator[str]:
    """Yield the project's files but for Python's with a wanted name, likewise."""
    return (path for path in _walked(project)[1] if is_wanted(path.rpartition("/")[2]))


def _walked(project: Project) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the project's Python files and its other ones, sorted, without those that ``exclude`` names."""
    key = (project.root.as_posix(), frozenset(project.settings.exclude))
    walked = project.disk.walked
    if key not in walked:
        sources: list[str] = []
        others: list[str] = []
        for path in _walk(project):
            (sources if path.endswith(".py") else others).append(path)
        walked[key] = tuple(sources), tuple(others)
    return walked[key]


def _walk(project: Project) -> Iterator[str]:
    exclude = {entry.rstrip("/") for entry in project.settings.exclude}
    root = project.root.as_posix().rstrip("/")
    stack = [""]
    while stack:
        prefix = stack.pop()
        entries = project.disk.entries(f"{root}/{prefix}".rstrip("/"))
        if entries is None or (prefix and "pyvenv.cfg" in entries):
            continue
        folders = []
        for name, kind in sorted(entries.items()):
            path = prefix + name
            if name in exclude or path in exclude:
                continue
            if kind == "d":
                if name not in _NEVER and not name.endswith(".egg-info") and not name.startswith(_TEMPORARY):
                    folders.append(f"{path}/")
            elif kind in "fF":
                yield path
        stack += reversed(folders)


def _is_package_of(entries: Mapping[str, str] | None) -> bool:
    return entries is not None and entries.get("__init__.py") in ("f", "F")


def only_app(project: Project, apps: Sequence[FoundApp], hint: str = "") -> FoundApp:
    """Return the app where there is one.

    Args:
        hint: what to do where there is none, or more than one; empty: to name it.
    Raises:
        ProjectError: there is no app, or more than one.
    """
    hint = hint or (
        'Name it: -A MODULE:ATTR, or app = "MODULE:ATTR" in [tool.automappa-scaffold] of pyproject.toml.'
    )
    if not apps:
        raise ProjectError(f"No Celery app was found in {project.root}.", hint=hint)
    if len(apps) > 1:
        listed = ", ".join(f"{app.spec} ({app.path})" for app in apps)
        if len({app.spec for app in apps}) < len(apps):  # projects side by side
            hint = "Name the folder of the project that is meant: --project FOLDER."
        raise ProjectError(f"{len(apps)} Celery apps were found in {project.root}: {listed}.", hint=hint)
    return apps[0]


def _app_from_spec(project: Project) -> FoundApp:
    spec = project.settings.app
    module = spec.partition(":")[0]
    roots = [_relative(project.root, project.workdir), PurePosixPath(), PurePosixPath("src")]
    for root in roots:
        for path in module_paths(root, module):
            if _is_file(project, path):
                return FoundApp(spec, path, root, _config_of(project, path))
    return FoundApp(spec, PurePosixPath(), roots[0], "")


def _config_of(project: Project, path: PurePosixPath) -> str:
    source = project.disk.read((project.root / path).as_posix())
    try:
        return "" if source is None else config_argument(parse_quietly(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""


def _is_file(project: Project, path: PurePosixPath) -> bool:
    return project.disk.is_file((project.root / path).as_posix())


def _is_folder(project: Project, path: PurePosixPath) -> bool:
    return project.disk.is_folder((project.root / path).as_posix())


def module_paths(root: PurePosixPath, module: str) -> Iterator[PurePosixPath]:
    """Yield where the module may be that ``-A`` names, first match first."""
    parts = [part for part in module.split(".") if part]
    # `package.attribute` is how -A is often written, so the parent module is looked for as well.
    for count in (len(parts), len(parts) - 1):
        if count > 0:
            base = root.joinpath(*parts[:count])
            yield base.with_suffix(".py") if "." not in base.name else base
            yield base / "__init__.py"
            yield base / "celery.py"


def _relative(root: Path, folder: Path) -> PurePosixPath:
    return PurePosixPath(Path(os.path.relpath(folder, root)).as_posix())


def _pages_folder(project: Project, found: FoundApp) -> PurePosixPath | None:
    if project.settings.pages:
        pages = PurePosixPath(project.settings.pages)
        if not _is_folder(project, pages):
            raise ConfigError(
                f"The setting pages names {pages}, which is not a folder of {project.root}.",
                hint="Name one that is there.",
            )
        return pages
    package = found.spec.partition(":")[0].partition(".")[0]
    pages = found.import_root / package / "pages"
    return pages if _is_folder(project, pages) else None


def _config_file(project: Project, found: FoundApp) -> PurePosixPath | None:
    if project.settings.celeryconfig:
        config = PurePosixPath(project.settings.celeryconfig)
        if not _is_file(project, config):
            raise ConfigError(
                f"The setting celeryconfig names {config}, which is not a file of {project.root}."
            )
        return config
    if not found.config:
        return None
    for path in module_paths(found.import_root, found.config.partition(":")[0]):
        if _is_file(project, path):
            return path
    return None
