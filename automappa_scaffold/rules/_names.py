"""Names of tasks, as settings and callers give them: which are known, and which one was meant."""

import difflib
from fnmatch import fnmatchcase

from automappa_scaffold.rules._rule import ProjectView

__all__ = ["advise_name", "is_decided", "is_known_name"]


def is_decided(view: ProjectView) -> bool:
    """Return whether all names that a worker registers are known."""
    registry = view.prediction.registry
    return registry.error is None and not registry.unknown


def is_known_name(view: ProjectView, name: str) -> bool:
    """Return whether a name is a task's: registered, built in, external, or told of by another rule."""
    registry = view.prediction.registry
    if name in registry.names or name.startswith("celery."):
        return True
    if any(task.name == name for task in registry.unregistered):
        return True
    return any(fnmatchcase(name, pattern) for pattern in view.external_tasks)


def advise_name(view: ProjectView, name: str) -> str:
    """Return which name was perhaps meant, as a sentence."""
    names = sorted(view.prediction.registry.names)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.75)
    same = [known for known in names if known.rpartition(".")[2] == name.rpartition(".")[2]]
    if close or len(same) == 1:
        return f'Did you mean "{close[0] if close else same[0]}"?'
    return "If another project's worker has it, name it in the setting external-tasks."
