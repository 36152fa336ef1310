"""``why``: the chain by which the worker reaches a task, or the link that is missing."""

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.check import judge, view_project
from automappa_scaffold.operations.explanation import Explanation, Verdict
from automappa_scaffold.operations.mending import with_tried_commands
from automappa_scaffold.operations.wanted_task import WantedTask, read_wanted
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.observed import UnrunTask
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import Task, UnreachedModule, UnreachedTask
from automappa_scaffold.rules import Finding, ProjectView
from automappa_scaffold.source.places import Place

__all__ = ["Explanation", "Verdict", "explain_meant", "explain_task"]


# What is wrong with the lists of modules: the first link to all that no other finding speaks of.
_STOPPING_LISTS = ("AMS102", "AMS103")
_BROKEN_LISTS = ("AMS106", "AMS107", "AMS108", "AMS109", "AMS110", "AMS111", "AMS112", "AMS113")


def explain_task(workspace: Workspace, wanted: str) -> tuple[Explanation, ...]:
    """Return an explanation for each task that is meant, sorted by name.

    It names only commands that were seen to mend what is wrong, on planned files.

    Args:
        workspace: the project.
        wanted: a task's name, a function's name, or ``path:line`` of a definition.
    Raises:
        ProjectError: no task of the project is meant.
    """
    meant = read_wanted(workspace.tree, wanted)
    view = view_project(workspace)
    findings = judge(view)
    workspace.keep()
    explained = explain_meant(view, findings, meant)
    return with_tried_commands(workspace, explained, findings, meant)


def explain_meant(
    view: ProjectView, findings: tuple[Finding, ...], meant: WantedTask
) -> tuple[Explanation, ...]:
    """Return an explanation for each task that is meant, of a project that is judged already.

    Raises:
        ProjectError: no task of the project is meant.
    """
    prediction, observed = view.prediction, view.prediction.observed
    known = [(task.path, task.line) for task in prediction.registry.tasks]
    known += [(t.place.path, t.place.line) for module in prediction.unreached for t in module.tasks]
    places = [task.place for task in observed.unrun]
    places += [task.place for task in observed.tasks]
    places += [cls.place for cls in observed.classes]
    known += [(place.path, place.line) for place in places]
    known += [(task.declared_at.path, task.declared_at.line) for task in observed.tasks]
    known += [(late.place.path, late.place.line) for late in observed.late]
    modules = dict(prediction.modules)
    modules |= {m.name: t.place.path for m in prediction.unreached for t in m.tasks}
    defined = (Place(path, line) for path, line in known if path and line)
    meant = meant.narrowed(set(known)).by_function(defined, view.read, modules)
    late = {task.name for task in observed.late}
    registered = [task for task in prediction.registry.tasks if task.name not in late]
    found = [_registered(task) for task in registered if meant.means(task.name, task.path, task.line)]
    for module in prediction.unreached:
        for task in module.tasks:
            if meant.means(task.name, task.place.path, task.place.line):
                found.append(_unreached(view, module, task, findings))
    for missed in observed.unrun:
        if meant.means(missed.name, missed.place.path, missed.place.line):
            found.append(_unrun(missed, findings))
    explained = {(entry.name, entry.path) for entry in found}
    others = _named_otherwise(view, meant, findings) if not found else ()
    for entry in (*_unregistered(view, meant, findings), *others):
        if (entry.name, entry.path) not in explained:
            explained.add((entry.name, entry.path))
            found.append(entry)
    if found:
        return tuple(sorted(found, key=lambda explanation: (explanation.name, str(explanation.path))))
    return (_hidden_file(view, meant, findings) or _without_definition(view, meant, findings),)


def _unregistered(
    view: ProjectView, meant: WantedTask, findings: tuple[Finding, ...]
) -> Iterator[Explanation]:
    """Yield the tasks that the worker declares, and that do not stay in its registry or never get there."""
    observed = view.prediction.observed
    for task in observed.tasks:
        if not task.is_registered and meant.means(task.name, task.place.path, task.place.line):
            reason = f"It is declared on {task.other_app}, not on the worker's app." if task.other_app else ""
            yield _explained(task.name, task.place, findings, reason, is_certain=task.is_certain)
    for cls in observed.classes:
        name = f"{cls.module}.{cls.name}"
        if meant.means(name, cls.place.path, cls.place.line):
            reason = (
                f"{cls.name} is a task class that nothing registers: call app.register_task({cls.name}())."
            )
            yield _explained(name, cls.place, findings, reason)
    for removal in observed.removals:
        if meant.means(removal.name, removal.place.path, removal.place.line):
            yield _explained(removal.name, removal.place, findings, "It is taken out of the registry here.")
    placed = {task.name: task.place for task in observed.tasks}
    for late in observed.late:
        at = placed.get(late.name, late.place)
        if meant.means(late.name, late.place.path, late.place.line) or meant.means(
            late.name, at.path, at.line
        ):
            yield _explained(late.name, late.place, findings, f"{late.signal} declares it too late.")


def _named_otherwise(
    view: ProjectView, meant: WantedTask, findings: tuple[Finding, ...]
) -> Iterator[Explanation]:
    """Yield the tasks that are registered under a name that one does not expect, or that another one has."""
    registered = {(task.name, task.path, task.line) for task in view.prediction.registry.tasks}
    late = {task.name for task in view.prediction.observed.late}
    for task in view.prediction.observed.tasks:
        if task.name in late:
            continue
        at = task.declared_at
        is_meant = meant.means(task.name, task.place.path, task.place.line) or meant.means(
            f"{task.module}.{task.function}", at.path, at.line
        )
        if not is_meant or not task.is_registered or not task.is_certain:
            continue
        told = [found.message for found in findings if found.task == task.name]
        is_lost = (task.name, task.place.path, task.place.line) not in registered and task.wrapped_by is None
        is_lost = is_lost and not task.name.startswith("celery.")
        verdict = Verdict.UNKNOWN if is_lost else Verdict.REGISTERED
        if told:
            yield Explanation(task.name, verdict, at.path, at.line, reason=told[0])


def _explained(
    name: str, place: Place, findings: tuple[Finding, ...], reason: str, *, is_certain: bool = True
) -> Explanation:
    own = [found for found in findings if found.task == name]
    own = [found for found in own if found.place.path == place.path] or own
    verdict = Verdict.NOT_REGISTERED if is_certain else Verdict.UNKNOWN
    text = own[0].message if own else reason or "Its declaration does not reach the worker's app."
    return Explanation(name, verdict, place.path, place.line, reason=text)


def _registered(task: Task) -> Explanation:
    return Explanation(task.name, Verdict.REGISTERED, task.path, task.line, task.via)


def _unreached(
    view: ProjectView, module: UnreachedModule, task: UnreachedTask, findings: tuple[Finding, ...]
) -> Explanation:
    verdict = Verdict.NOT_REGISTERED if view.knows_imports else Verdict.UNKNOWN
    if view.prediction.registry.error is not None:
        verdict, reason = Verdict.NOT_STARTED, _why_not_started(view.prediction, findings)
    else:
        reason = _why_unreached(view, module, findings)
        unknown = next((entry for entry in view.prediction.registry.unknown if entry.code == "AMS010"), None)
        if verdict is Verdict.UNKNOWN and unknown is not None:
            where = f"{unknown.path}:{unknown.line}" if unknown.path else "the start"
            reason = f"{reason} That depends on {unknown.expression} ({where}): {unknown.reason}."
    place = task.place
    explained = Explanation(task.name, verdict, place.path, place.line, reason=reason)
    package = view.package_of(module.package)
    if package is None or verdict is not Verdict.NOT_REGISTERED:
        return explained
    if _takes_other_app(findings) and _takes_other_app(findings) in reason:
        return explained  # no list of modules is at fault
    page = package.init.parent.parent.name
    short = module.name.removeprefix(f"{package.name}.")
    option = "" if short == task.function else f" --module {short}"
    command = f"automappa-scaffold add-task {page} {task.function}{option}"
    return replace(explained, command=command, page=page, module=short, function=task.function)


def _why_unreached(view: ProjectView, module: UnreachedModule, findings: tuple[Finding, ...]) -> str:
    """Return what a rule says of a module that is not imported, or of the list that leaves it out."""
    beside = {module}
    if not module.package_is_reached:
        beside |= {other for other in view.prediction.unreached if other.package == module.package}
    for modules in ({module}, beside):
        names = {task.name for other in modules for task in other.tasks}
        own = [found.message for found in findings if found.task in names]
        if own:
            return own[0]
    same = {other for other in view.prediction.unreached if other.package == module.package}
    names = {task.name for other in same for task in other.tasks}
    for found in findings:
        if found.code == "AMS209" and found.task in names:  # the package of them all has no __init__.py
            return found.message
    lists = [found.message for found in findings if found.code in _BROKEN_LISTS]
    above = module.name.split(".")
    packages = [".".join(above[:count]) for count in range(len(above), 1, -1)]
    lists.sort(
        key=lambda message: next((n for n, name in enumerate(packages) if name in message), len(above))
    )
    first = next(filter(None, (_takes_other_app(findings), *lists)), "")
    return f"Nothing the worker imports is known to reach {module.name}. {first}".strip()


def _takes_other_app(findings: tuple[Finding, ...]) -> str:
    """Return what is said of an app that is not the one that is meant, which comes before all lists."""
    return next((found.message for found in findings if found.code == "AMS115"), "")


def _why_not_started(prediction: Prediction, findings: tuple[Finding, ...]) -> str:
    """Return what a rule says of the error that stops the worker, or the error."""
    error = prediction.registry.error
    assert error is not None
    told = [found for found in findings if found.code == error.code or found.code in _STOPPING_LISTS]
    return told[0].message if told else error.message


def _unrun(task: UnrunTask, findings: tuple[Finding, ...]) -> Explanation:
    own = [found.message for found in findings if found.task == task.name and found.code == task.code]
    reason = own[0] if own else f"{task.place}: its declaration does not run ({task.guard})."
    return Explanation(task.name, Verdict.NOT_REGISTERED, task.place.path, task.place.line, reason=reason)


# What ends the import of a file, where a handler hides it.
_ENDING = ("AMS401", "AMS207")


def _hidden_file(view: ProjectView, meant: WantedTask, findings: tuple[Finding, ...]) -> Explanation | None:
    """Return what is said of a file that defines what is meant and does not run, or not to its end."""
    is_started = view.prediction.registry.error is None
    for found in findings:
        path = found.place.path
        is_ending = found.code in _ENDING and is_started
        if not is_ending and found.code != "AMS115":
            continue
        if meant.is_defined_in(path, view.read(path), is_decorated=is_ending):
            line = found.place.line
            return Explanation(meant.text, Verdict.NOT_REGISTERED, path, line, reason=found.message)
    return None


def _without_definition(view: ProjectView, meant: WantedTask, findings: tuple[Finding, ...]) -> Explanation:
    prediction, read = view.prediction, view.read
    wanted = meant.text
    registry = prediction.registry
    if registry.error is not None:
        error = registry.error
        reason = _why_not_started(prediction, findings)
        place = error.path, error.line
        return Explanation(
            wanted, Verdict.NOT_STARTED, *place, error.chain, reason=reason, is_definition=False
        )
    if registry.unknown:
        # What speaks of the name comes first.
        told = [unknown for unknown in registry.unknown if f"{wanted} " in unknown.reason]
        first = (told or registry.unknown)[0]
        reason = f"{first.expression}: {first.reason}"
        return Explanation(wanted, Verdict.UNKNOWN, first.path, first.line, reason=reason)
    if meant.path is not None:
        text = f"{meant.names[0]}, at {wanted}, is no task of this app."
        raise ProjectError(text, hint="automappa-scaffold tasks lists all that are known.")
    text = f"No task {wanted!r} is defined in this project."
    module, _, function = wanted.rpartition(".")
    defining = [prediction.modules.get(module)] if module else map(PurePosixPath, view.files())
    path = next((p for p in defining if p is not None and meant.is_defined_in(p, read(p))), None)
    if path is not None:
        raise ProjectError(
            f"{function}, which {path} defines, is no task of this app.",
            hint="Only a decorator, @app.task or @shared_task, makes a function a task.",
        )
    if wanted.startswith("celery."):
        raise ProjectError(text, hint="Names that begin with celery. are those of Celery's own tasks.")
    if wanted.endswith(".py"):
        raise ProjectError(text, hint="Give the line of its definition too: PATH:LINE.")
    known = [*registry.names, *(task.name for module in prediction.unreached for task in module.tasks)]
    short = {name.rpartition(".")[2]: name for name in known}
    close = difflib.get_close_matches(wanted, known, n=1) or [
        short[name] for name in difflib.get_close_matches(wanted, short, n=1)
    ]
    hint = f"Did you mean {close[0]}?" if close else "automappa-scaffold tasks lists all that are known."
    raise ProjectError(text, hint=hint)
