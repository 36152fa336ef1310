"""``why``: the chain by which the worker reaches a task, or the link that is missing."""

import difflib
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.check import judge, view_project
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.observed import UnrunTask
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Task, UnreachedModule, UnreachedTask
from automappa_scaffold.rules import Finding, ProjectView

__all__ = ["Explanation", "Verdict", "explain_task"]


class Verdict(str, Enum):
    """What the worker does with a task."""

    REGISTERED = "registered"
    NOT_REGISTERED = "not registered"
    NOT_STARTED = "the worker does not start"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a task is registered, or why not.

    Attributes:
        name: the task's name; what was asked for where the worker does not start.
        chain: the imports that lead to the task, first one first.
        reason: the first missing link; empty for a registered task.
        command: the command that mends it, where there is one.
    """

    name: str
    verdict: Verdict
    path: PurePosixPath | None = None
    line: int | None = None
    chain: tuple[str, ...] = ()
    reason: str = ""
    command: str = ""


def explain_task(workspace: Workspace, wanted: str) -> tuple[Explanation, ...]:
    """Return an explanation for each task that is meant, sorted by name.

    Args:
        workspace: the project.
        wanted: a task's name, a function's name, or ``path:line`` of a definition.
    Raises:
        ProjectError: no task of the project is meant.
    """
    view = view_project(workspace)
    prediction = view.prediction
    found = [_registered(task) for task in prediction.registry.tasks if _is_meant_task(task, wanted)]
    findings = judge(view)
    workspace.keep()
    for module in prediction.unreached:
        for task in module.tasks:
            if _is_meant(wanted, task.name, task.place.path, task.place.line):
                found.append(_unreached(view, module, task, findings))
    for missed in prediction.observed.unrun:
        if _is_meant(wanted, missed.name, missed.place.path, missed.place.line):
            found.append(_unrun(missed, findings))
    if found:
        return tuple(sorted(found, key=lambda explanation: (explanation.name, str(explanation.path))))
    return (_without_definition(prediction, wanted),)


def _registered(task: Task) -> Explanation:
    return Explanation(task.name, Verdict.REGISTERED, task.path, task.line, task.via)


def _unreached(
    view: ProjectView, module: UnreachedModule, task: UnreachedTask, findings: tuple[Finding, ...]
) -> Explanation:
    own = [found for found in findings if found.task in {t.name for t in module.tasks}]
    verdict = Verdict.NOT_REGISTERED if view.knows_imports else Verdict.UNKNOWN
    error = view.prediction.registry.error
    if error is not None:
        verdict, reason = Verdict.NOT_STARTED, error.message
    elif own:
        reason = own[0].message
    else:
        reason = f"Nothing the worker imports is known to reach {module.name}."
    package = view.package_of(module.package)
    command = ""
    if package is not None and verdict is Verdict.NOT_REGISTERED:
        page = package.init.parent.parent.name
        short = module.name.removeprefix(f"{package.name}.")
        option = "" if short == task.function else f" --module {short}"
        command = f"automappa-scaffold add-task {page} {task.function}{option}"
    return Explanation(task.name, verdict, task.place.path, task.place.line, reason=reason, command=command)


def _unrun(task: UnrunTask, findings: tuple[Finding, ...]) -> Explanation:
    own = [found.message for found in findings if found.task == task.name and found.code == task.code]
    reason = own[0] if own else f"{task.place}: its declaration does not run ({task.guard})."
    return Explanation(task.name, Verdict.NOT_REGISTERED, task.place.path, task.place.line, reason=reason)


def _without_definition(prediction: Prediction, wanted: str) -> Explanation:
    registry = prediction.registry
    if registry.error is not None:
        error = registry.error
        return Explanation(
            wanted, Verdict.NOT_STARTED, error.path, error.line, error.chain, reason=error.message
        )
    if registry.unknown:
        first = registry.unknown[0]
        reason = f"{first.expression}: {first.reason}"
        return Explanation(wanted, Verdict.UNKNOWN, first.path, first.line, reason=reason)
    known = [*registry.names, *(task.name for module in prediction.unreached for task in module.tasks)]
    short = {name.rpartition(".")[2]: name for name in known}
    close = difflib.get_close_matches(wanted, known, n=1) or [
        short[name] for name in difflib.get_close_matches(wanted, short, n=1)
    ]
    hint = f"Did you mean {close[0]}?" if close else "automappa-scaffold tasks lists all that are known."
    raise ProjectError(f"No task {wanted!r} is defined in this project.", hint=hint)


def _is_meant_task(task: Task, wanted: str) -> bool:
    return _is_meant(wanted, task.name, task.path, task.line)


def _is_meant(wanted: str, name: str, path: PurePosixPath | None, line: int | None) -> bool:
    if name == wanted or name.endswith(f".{wanted}"):
        return True
    place, _, number = wanted.rpartition(":")
    return bool(place) and number.isdigit() and PurePosixPath(place) == path and int(number) == line
