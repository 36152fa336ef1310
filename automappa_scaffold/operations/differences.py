"""Why a worker's tasks differ from the predicted ones, and what mends it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from automappa_scaffold.errors import ProjectError
from automappa_scaffold.operations.check import judge, view_project
from automappa_scaffold.operations.explanation import Explanation, Verdict
from automappa_scaffold.operations.mending import with_tried_commands
from automappa_scaffold.operations.wanted_task import WantedTask
from automappa_scaffold.operations.why import explain_meant
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.registry.fleet import Explained, Fleet
from automappa_scaffold.registry.values import Source
from automappa_scaffold.rules import Finding, ProjectView

__all__ = ["explain_differences", "explain_unregistered"]

_MOST_CALLERS = 3
# Trying a command takes as long as the command.
_MOST_TRIED = 10


def explain_differences(workspace: Workspace, fleet: Fleet) -> dict[str, Explained]:
    """Return for each task that is missing, extra or refused why that is, as ``why`` has it."""
    comparison = fleet.comparison
    refused = {one.name for node in fleet.nodes for one in node.refused}
    missing = {task.name for task in comparison.missing}
    names = missing | {task.name for task in comparison.extra} | refused
    if not names:
        return {}
    view = view_project(workspace)
    explainer = _Explainer(workspace, view, judge(view), fleet)
    found = {}
    for name in sorted(names):
        callers = tuple(dict.fromkeys(_callers(view, name))) if name in refused else ()
        found[name] = explainer.explain(name, callers)
    return found


def explain_unregistered(
    workspace: Workspace, names: Iterable[str], *, tries_commands: bool = True
) -> dict[str, Explained]:
    """Return for each task that neither source nor worker registers why that is.

    Args:
        tries_commands: name only commands that were seen to mend it, on planned files.
    """
    wanted = sorted(set(names))
    if not wanted:
        return {}
    view = view_project(workspace)
    findings = judge(view)
    entries = [entry for name in wanted if (entry := _why(view, findings, name)) is not None]
    if tries_commands:
        tried = with_tried_commands(workspace, entries[:_MOST_TRIED], findings)
        entries = [*tried, *(replace(entry, command="") for entry in entries[_MOST_TRIED:])]
    return {entry.name: Explained(entry.reason, entry.command) for entry in entries}


def _why(view: ProjectView, findings: tuple[Finding, ...], name: str) -> Explanation | None:
    """Return what ``why`` says of a name; None where the source has no such task."""
    try:
        found = explain_meant(view, findings, WantedTask(name))
    except ProjectError:
        return None
    return next((entry for entry in found if entry.name == name), None)


class _Explainer:
    def __init__(
        self, workspace: Workspace, view: ProjectView, findings: tuple[Finding, ...], fleet: Fleet
    ) -> None:
        self.workspace = workspace
        self.tried = 0
        self.view = view
        self.findings = findings
        self.fleet = fleet
        self.is_start_up = fleet.source is Source.WORKER
        self.late = {task.name: task for task in view.prediction.observed.late}

    def explain(self, name: str, callers: tuple[str, ...]) -> Explained:
        """Return why a task is missing, extra or refused."""
        entry = _why(self.view, self.findings, name)
        sent = self._sent_from(callers)
        if name in self.late:
            handler = self.late[name]
            reason = (
                f"a handler of {handler.signal} declares it ({handler.place}), after the worker has made "
            )
            return Explained(f"{reason}its table of tasks{sent}", callers=callers)
        if entry is None:
            text = f"the source defines no task of this name{self._renamed(name)}"
            if not self._differs(name):
                # No worker of this source ever has it, so restarting helps nobody.
                other = "" if callers else "; whoever sends it means an old name, or a task of another app"
                return Explained(f"{text}{other}{sent}", callers=callers)
            return Explained(f"{text}; {self._other_release()}{sent}", self._restart(name), callers)
        if entry.verdict is Verdict.REGISTERED:
            way = ", then ".join(entry.chain) or "as a task of the app's own module"
            if self._is_refused_though_registered(name):
                text = (
                    "it came into the registry after the worker had made its table of tasks, or was replaced"
                )
                return Explained(f"{text} there; the source registers it ({way}){sent}", callers=callers)
            if self.is_start_up:
                text = (
                    f"from source it is reached by {way}: this worker saw other files or another environment"
                )
                return Explained(text, f"automappa-scaffold why {name}", callers)
            text = f"the source registers it ({way}); {self._other_release()}{sent}"
            return Explained(text, self._restart(name), callers)
        entry = self._with_tried_command(entry)
        return Explained(f"{entry.reason.rstrip('.')}{sent}", entry.command, callers)

    def _with_tried_command(self, entry: Explanation) -> Explanation:
        self.tried += 1
        if self.tried > _MOST_TRIED:
            return replace(entry, command="")
        return with_tried_commands(self.workspace, [entry], self.findings)[0]

    def _is_refused_though_registered(self, name: str) -> bool:
        return any(
            one.name == name and name in node.names for node in self.fleet.nodes for one in node.refused
        )

    def _renamed(self, name: str) -> str:
        last = name.rpartition(".")[2]
        same = [task.name for task in self.view.prediction.registry.tasks if task.name.endswith(f".{last}")]
        return f" (but {same[0]})" if len(same) == 1 else ""

    def _other_release(self) -> str:
        if self.is_start_up:
            return "a library or a handler registers it in a way that the prediction does not know"
        return "the worker runs another release of it, or was started otherwise: restart it"

    def _restart(self, name: str) -> str:
        services = {
            node.service
            for group in self.fleet.groups
            if any(task.name == name for task in (*group.comparison.missing, *group.comparison.extra))
            for node in group.nodes
            if node.service
        }
        return f"docker compose up -d --build {' '.join(sorted(services))}" if services else ""

    def _differs(self, name: str) -> bool:
        comparison = self.fleet.comparison
        return any(task.name == name for task in (*comparison.missing, *comparison.extra))

    @staticmethod
    def _sent_from(callers: tuple[str, ...]) -> str:
        shown = ", ".join(callers[:_MOST_CALLERS])
        more = f" and {len(callers) - _MOST_CALLERS} more places" if len(callers) > _MOST_CALLERS else ""
        return f"; sent from {shown}{more}" if callers else ""


def _callers(view: ProjectView, name: str) -> Iterator[str]:
    """Yield the places of the project that send a task, by a call of it or by its name."""
    sites = view.callers
    for call in sites.calls:
        if call.task.name == name:
            yield str(call.place)
    for named in sites.named:
        if named.name == name:
            yield str(named.place)
    for missing in sites.missing:
        if f"{missing.symbol.name}.{missing.symbol.missing}" == name:
            yield str(missing.place)
