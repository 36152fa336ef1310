"""Names of tasks, as settings and callers give them: which are known, and which one was meant."""

import difflib
from fnmatch import fnmatchcase

from automappa_scaffold.rules._rule import ProjectView
from automappa_scaffold.rules.finding import Severity

__all__ = ["advise_name", "is_decided", "is_known_name", "meant_name", "weigh_name"]


def is_decided(view: ProjectView) -> bool:
    """Return whether all names that a worker registers are known."""
    registry = view.prediction.registry
    return registry.error is None and not registry.unknown


def is_known_name(view: ProjectView, name: str) -> bool:
    """Return whether a name is a task's: registered, built in, external, or told of by another rule."""
    registry = view.prediction.registry
    if name in registry.names or (name.startswith("celery.") and not name.startswith(_OF_STAND_INS)):
        return True
    if any(task.name == name for task in registry.unregistered):
        return True
    return any(fnmatchcase(name, pattern) for pattern in view.external_tasks)


def weigh_name(view: ProjectView, name: str) -> Severity | None:
    """Return how much an unknown name weighs; None: a distribution that is not seen may have such a task.

    A name like those of the project's own tasks is a mistake. Any other may be a task of another project's
    worker, which is only worth a note.
    """
    top = name.partition(".")[0]
    registry = view.prediction.registry
    if name.startswith(_OF_STAND_INS):
        return Severity.ERROR
    if difflib.get_close_matches(name, registry.names, n=1, cutoff=_ALIKE):
        return Severity.ERROR
    if "." in name and top in {module.partition(".")[0] for module in view.prediction.modules}:
        return Severity.ERROR
    symbols = view.prediction.symbols
    if "." in name and symbols is not None and symbols.is_outside(name):
        return None
    return Severity.NOTE


_ALIKE = 0.9
_OF_STAND_INS = "celery.local."


def advise_name(view: ProjectView, name: str) -> str:
    """Return which name was perhaps meant, as a sentence."""
    meant = meant_name(view, name)
    if name.startswith(_OF_STAND_INS):
        return f"A task's __module__ is that of a stand-in: take its name{f', {meant}' if meant else ''}."
    if meant:
        return f'Did you mean "{meant}"?'
    if "." in name and name.partition(".")[0] in {top.partition(".")[0] for top in view.prediction.modules}:
        return "Was a task renamed or removed?"
    return "If another project's worker has it, name it in the setting external-tasks."


def meant_name(view: ProjectView, name: str) -> str:
    """Return the registered name that was perhaps meant, or an empty string."""
    names = sorted(view.prediction.registry.names)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.8)
    same = [known for known in names if known.rpartition(".")[2] == name.rpartition(".")[2]]
    if close:
        return close[0]
    return same[0] if len(same) == 1 else ""
