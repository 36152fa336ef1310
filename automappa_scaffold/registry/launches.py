"""What a launch command of the project would start, where that is not the worker that callers send to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from automappa_scaffold.registry.values import Registry, StartError
from automappa_scaffold.source.places import Place

__all__ = ["Launch"]


@dataclass(frozen=True, slots=True)
class Launch:
    """A command that starts a worker or another program of Celery, and what a worker so started registers.

    Attributes:
        app: what ``-A`` names; ``folder``: where it is started, relative to the project's root; None: that is
            not known, and no folder would do.
        registry: what such a worker registers, or why it does not start, where the project is importable.
        bare_error: why it does not start where nothing but its folder is on the module path.
        modules: the modules of the project that it imports.
        is_old: ``-A`` stands behind ``worker``: what such a worker would register is not asked.
        program: what the command starts: ``worker``, ``beat`` or another subcommand.
    """

    place: Place
    app: str
    folder: PurePosixPath | None
    registry: Registry
    bare_error: StartError | None = None
    modules: Mapping[str, PurePosixPath] = field(default_factory=dict)
    is_old: bool = False
    program: str = "worker"

    def at(self, place: Place, program: str) -> "Launch":
        """Return the same of another command that says the same."""
        return replace(self, place=place, program=program)
