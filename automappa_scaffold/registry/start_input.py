"""What decides how a worker starts. It imports nothing: a real worker is started before the prediction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

__all__ = ["WorkerStart"]


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
