"""The abstract start of a worker: from an app to the names that it registers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from automappa_scaffold.registry.values import Registry
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.tree import SourceTree

__all__ = ["ImportsEntry", "ImportsSetting", "Prediction", "WorkerStart", "predict"]


@dataclass(frozen=True, slots=True)
class WorkerStart:
    """What decides how a worker starts.

    Attributes:
        app: as for ``celery -A``.
        sys_path: absolute folders, first the working directory.
        environ: the environment variables that the worker would see.
        include: modules given by ``-I``.
    """

    app: str
    sys_path: tuple[str, ...]
    environ: Mapping[str, str] = field(default_factory=dict)
    include: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportsEntry:
    """One module name of ``imports`` or ``include``, and where it stands (None: computed)."""

    module: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class ImportsSetting:
    """The value of ``imports`` or ``include`` that the worker reads, and the statement that set it last."""

    key: str
    place: Place | None
    entries: tuple[ImportsEntry, ...]


@dataclass(frozen=True, slots=True)
class Prediction:
    """The predicted registry, and what the rules want to know besides."""

    registry: Registry
    settings: tuple[ImportsSetting, ...] = ()
    modules: frozenset[str] = frozenset()


def predict(tree: SourceTree, start: WorkerStart) -> Prediction:
    """Return what a worker that starts like this registers, with reasons for what cannot be decided."""
    raise NotImplementedError
