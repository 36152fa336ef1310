"""A project opened for an operation: its layout, its files and how its worker starts."""

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from automappa_scaffold.files.ahead import FEWEST_FILES, Ahead
from automappa_scaffold.files.cache_place import cache_of, read_derived, take_looked_at, write_derived
from automappa_scaffold.files.disk import Disk
from automappa_scaffold.files.environ import SeenEnviron
from automappa_scaffold.files.sealed import SealedFolder
from automappa_scaffold.operations.app_choice import AppChoice, choose_app
from automappa_scaffold.operations.kept_folder import KeptFolder
from automappa_scaffold.operations.promised_variables import PromisedVariables
from automappa_scaffold.project.asked_python import read_asked_python
from automappa_scaffold.project.declared import read_declared, read_old_versions
from automappa_scaffold.project.environment import Environment, read_environment
from automappa_scaffold.project.finding import Project, find_project
from automappa_scaffold.project.layout import Layout, iter_source_paths
from automappa_scaffold.registry.start_input import WorkerStart, module_path
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree
from automappa_scaffold.worker.env_file import read_env_file

if TYPE_CHECKING:
    from automappa_scaffold.registry.start import Prediction

__all__ = ["Workspace", "open_workspace"]


@dataclass(frozen=True, slots=True)
class Workspace:
    """A project, its layout, its files, and the worker start that is judged.

    ``cache``: where what was computed is kept for the next run; None: nowhere. ``app_place``: the command
    that the app is taken from; None: it is not taken from one.
    """

    project: Project
    layout: Layout
    tree: SourceTree
    start: WorkerStart
    cache: SealedFolder | None = None
    app_place: Place | None = None

    def predict(
        self, changes: Mapping[PurePosixPath, bytes | None] | None = None, *, with_unreached: bool = False
    ) -> "Prediction":
        """Return what the worker would register, with ``changes`` (path to bytes, None: gone) applied.

        Args:
            changes: planned changes, by path relative to the root.
            with_unreached: look for task definitions that the worker does not reach as well.
        """
        # Imported here: whoever starts a real worker first need not wait for the interpreter.
        from automappa_scaffold.registry.prediction import predict

        tree = self.tree.with_overlay(changes) if changes else self.tree
        candidates = tuple(iter_source_paths(self.project)) if with_unreached else ()
        return predict(tree, self.start, candidates, self.layout.import_root)

    def predict_without(self, left_out: frozenset[str], candidates: Sequence[str]) -> "Prediction":
        """Return what the worker would register if some of the listed modules were not listed.

        Args:
            candidates: the files in which task definitions are looked for that the worker does not reach.
        """
        from automappa_scaffold.registry.prediction import predict

        return predict(self.tree, self.start, tuple(candidates), self.layout.import_root, left_out)

    def predict_start(self, app: str, roots: Sequence[PurePosixPath]) -> "Prediction":
        """Return what a worker would register that is started with another ``-A`` and module path.

        Args:
            roots: the folders on the module path, relative to the root, the working directory first.
        """
        from automappa_scaffold.registry.prediction import predict

        folders = [self.tree.absolute(root).removesuffix("/.") for root in roots]
        return predict(self.tree, replace(self.start, app=app, sys_path=module_path(folders)))

    def keep(self) -> None:
        """Keep what was computed from files for the next run, where there is a cache."""
        if self.project.disk.ahead is not None:
            self.project.disk.ahead.stop()
        self.project.disk.forget_bytes()  # which makes room for what is written
        derived = self.project.disk.derived
        if self.cache is not None and derived.is_changed:
            write_derived(self.cache, derived)


def open_workspace(
    directory: Path | None = None,
    *,
    app: str = "",
    workdir: Path | None = None,
    include: Sequence[str] = (),
    flags: Mapping[str, Any] | None = None,
    use_cache: bool = True,
    is_command: bool = False,
) -> Workspace:
    """Return the project at ``directory``, or the one around the working directory, opened.

    Args:
        include: more modules that the worker imports; one text may hold several, with commas between them.
        use_cache: whether to take from earlier runs what they computed, and to keep it for later ones.
        is_command: the process is ours alone, so that a second one may help it.
    Raises:
        ScaffoldError: no project, no app, several apps, wrong settings.
    """
    disk = Disk(time.time_ns())
    project = find_project(directory, workdir=workdir, flags={**(flags or {}), "app": app}, disk=disk)
    environ = SeenEnviron(laid_over=_read_env_file(project, disk))
    cache = None
    if use_cache:
        cache = cache_of(project.root.as_posix(), project.settings.cache_dir, os.environ)
    disk.derived, disk.looked_at = read_derived(cache), take_looked_at(cache)
    if is_command:
        disk.ahead = _work_ahead(project, is_kept=cache is not None)
    tree = SourceTree(project.root, disk=disk)
    is_app_found = not project.settings.app
    choice = choose_app(project, tree, keeps_workdir=workdir is not None)
    project, layout = choice.project, choice.layout
    start = _worker_start(choice, tree, environ, include, workdir is not None, is_app_found)
    app_place = choice.command.place if choice.command is not None else None
    return Workspace(project, layout, tree, start, cache, app_place)


def _worker_start(
    choice: AppChoice,
    tree: SourceTree,
    environ: SeenEnviron,
    include: Sequence[str],
    is_folder_given: bool,
    is_app_found: bool,
) -> WorkerStart:
    """Return how the worker of an app is started, as far as that is known."""
    project, layout = choice.project, choice.layout
    # As Python does where it is started, which --workdir comes after; an env-file's is the worker's too.
    entries = environ.get("PYTHONPATH", "").split(os.pathsep)
    pythonpath = tuple(os.path.abspath(part) for part in entries if part)
    roots = (str(project.workdir), *choice.added_path(), *pythonpath)
    needed, declared = read_declared(project, layout.import_root)
    environment, version, notes = _environment(project, needed, layout.import_root)
    # Who says where the worker starts says what it can import.
    first, last = ((), ()) if is_folder_given else _assumed_roots(project, layout, environment is None)
    assumed = tuple(root for root in (*first, *last) if root not in roots)
    # Twice: the celery command takes it away once.
    kept = (roots[0],) if roots[0] in roots[1:] else ()
    return WorkerStart(
        app=layout.app,
        sys_path=(*dict.fromkeys((*first, *roots, *last)), *kept),
        assumed_path=assumed,
        environ=environ,
        include=tuple(name for text in include for name in text.split(",")),
        installed=environment.names if environment is not None and environment.is_complete else None,
        declared=declared,
        outside=(os.path.dirname(os.__file__), *(environment.folders if environment is not None else ())),
        python_version=version,
        is_app_found=is_app_found,
        notes=(*((choice.note,) if choice.note else ()), *notes),
        promise=PromisedVariables(project, tree, layout.app_path, layout.import_root),
        keeps_folder=KeptFolder(project, tree, layout.app_path, is_open=environment is None),
    )


def _environment(
    project: Project, needed: frozenset[str], import_root: PurePosixPath
) -> tuple[Environment | None, str, tuple[str, ...]]:
    """Return the app's environment, the version of its Python, and what is assumed where it is not known."""
    environment = read_environment(project, needed)
    if environment is not None and not environment.is_ours:
        return environment, environment.version, ()
    version, asking = read_asked_python(project, import_root)
    if environment is not None and not asking:
        return environment, environment.version, ()
    asked = (f"the worker runs Python {version}, as {asking} asks for",) if asking else ()
    return None, version, (*read_old_versions(project, import_root), *asked)


def _assumed_roots(
    project: Project, layout: Layout, is_environment_open: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the folders that are taken to be on the module path, before the known ones and behind them.

    The folder in which the app is found is. A ``src`` folder may be too, where no environment tells that
    nothing is installed from it.
    """
    disk, workdir, root = project.disk, project.workdir, str(project.root / layout.import_root)
    top = layout.app.partition(":")[0].partition(".")[0]
    is_hidden = disk.is_folder(f"{workdir}/{top}") or disk.is_file(f"{workdir}/{top}.py")
    source = f"{project.root}/src"
    is_source = is_environment_open and disk.is_folder(source) and not disk.is_file(f"{source}/__init__.py")
    others = (source,) if is_source else ()
    return ((root,), others) if is_hidden and root != str(workdir) else ((), (root, *others))


def _work_ahead(project: Project, *, is_kept: bool) -> Ahead | None:
    """Start a second process that helps with many files of which nothing is known yet."""
    paths = list(iter_source_paths(project))
    if len(paths) < FEWEST_FILES or len(project.disk.derived) > len(paths) // 2:
        return None
    # Imported here: a small project does without it.
    from automappa_scaffold.operations.work_ahead import work_ahead

    return work_ahead(project.root.as_posix().rstrip("/"), paths, is_kept=is_kept)


def _read_env_file(project: Project, disk: Disk) -> dict[str, str]:
    if not project.settings.env_file:
        return {}
    path = project.root / project.settings.env_file
    disk.read(str(path))  # so that a remembered answer knows of it
    return read_env_file(path)
