"""What decides how a worker starts. It imports nothing: a real worker is started before the prediction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["WorkerStart", "module_path"]


def module_path(folders: Sequence[str]) -> tuple[str, ...]:
    """Return folders, each once, but the first twice where it is named again: then it stays on the path."""
    return (*dict.fromkeys(folders), *(folders[:1] if folders[0] in folders[1:] else ()))


@dataclass(frozen=True, slots=True)
class WorkerStart:
    """What decides how a worker starts.

    Attributes:
        app: as for ``celery -A``.
        sys_path: absolute folders, first the working directory.
        assumed_path: those of them of which it is only assumed that the worker searches them.
        environ: the environment variables that the worker would see; ``given``: those of them that its
            launch command or its service sets.
        include: modules given by ``-I``; ``queues``: queues given by ``-Q``.
        installed: the top-level modules of the app's environment; None where it is not known.
        declared: the distributions that the project declares, normalised.
        outside: folders that hold modules outside the project: the standard library, ``site-packages``.
        python_version: the version of the app's Python, ``3.12``; empty where it is not known.
        notes: what else is taken to be so.
        is_app_found: the app was found in the source or a command of the project, and not given by a setting.
        promise: returns what says of a variable that it is set where the worker runs, and its value where
            that is known; empty: nothing says it. ``set_elsewhere``: variables that are taken for such.
        keeps_folder: returns what says that the working directory stays on the module path, and whether it
            may though nothing says so. Twice in ``sys_path``, it does.
    """

    app: str
    sys_path: tuple[str, ...]
    assumed_path: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold secrets
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    include: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    installed: frozenset[str] | None = None
    declared: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()
    python_version: str = ""
    notes: tuple[str, ...] = ()
    set_elsewhere: frozenset[str] = frozenset()
    is_app_found: bool = False
    promise: Callable[[str], tuple[str, str | None]] | None = field(default=None, compare=False, repr=False)
    keeps_folder: Callable[[], tuple[str, bool]] | None = field(default=None, compare=False, repr=False)
