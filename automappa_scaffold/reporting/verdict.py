"""The verdict of ``verify``: how what workers report and what source predicts go together."""

from collections.abc import Iterable, Sequence

from automappa_scaffold.registry.comparison import Comparison
from automappa_scaffold.registry.fleet import Fleet
from automappa_scaffold.registry.values import Source, StartError
from automappa_scaffold.reporting.registries import counted_tasks, render_start_error
from automappa_scaffold.reporting.terminal import Terminal, printable
from automappa_scaffold.rules.finding import Finding

__all__ = ["render_verdict"]


def render_verdict(
    fleet: Fleet,
    told: Sequence[Finding],
    terminal: Terminal,
    *,
    celery: str = "",
    is_complete: bool = True,
) -> str:
    """Return in one sentence how what was reported and what was predicted go together.

    Args:
        told: the differences.
        celery: the workers' version of Celery, where all have the same.
        is_complete: whether every worker says what it registers.
    """
    comparison = fleet.comparison
    who = _who(fleet, celery)
    differ = terminal.paint("mismatch:", "bold", "red")
    decided = terminal.paint("decided:", "bold", "cyan")
    if comparison.reported_error is not None and comparison.predicted_error is None:
        if comparison.decided:
            return f"{decided} {who} does not start, which source leaves open"
        return f"{differ} predicted to start, but {who} does not"
    if comparison.reported_error is not None:
        return f"{who} does not start, as predicted"
    names = {name for group in fleet.groups for name in group.names}
    if comparison.predicted_error is not None:
        return _unpredicted_start(comparison.predicted_error, len(names), who, terminal)
    answered = (
        f"{len(fleet.nodes)} of {fleet.wanted} nodes answered" if fleet.wanted > len(fleet.nodes) else ""
    )
    if told:
        return f"{differ} {_counts(comparison, told, names)}, says {who}" + (answered and f"; {answered}")
    if answered:
        return f"{differ} {answered}; what they register is as predicted"
    count = len(names) - len(comparison.ignored)
    left_open = len(_left_open(comparison))
    verb = "registers" if len(fleet.nodes) <= 1 else "register"
    said = f"{who} {verb} {counted_tasks(count)}"
    if left_open == count > 0:
        agreed = ", all of which source leaves open"
    elif left_open:
        agreed = f": {count - left_open} as predicted, {left_open} that source leaves open"
    else:
        agreed = ", as predicted"
    said += agreed
    if not is_complete:
        return f"{terminal.paint('unknown:', 'bold', 'yellow')} {said}, as far as the log tells"
    return f"{decided if left_open == count > 0 else terminal.paint('agree:', 'bold', 'green')} {said}"


def _who(fleet: Fleet, celery: str) -> str:
    version = f" (Celery {printable(celery)})" if celery else ""
    count = len(fleet.nodes)
    if fleet.source is Source.LIVE:
        return f"{count} nodes{version}" if count != 1 else f"{printable(fleet.nodes[0].name)}{version}"
    return f"the worker{version}" if count <= 1 else f"the {count} workers{version}"


def _counts(comparison: Comparison, told: Sequence[Finding], names: Iterable[str]) -> str:
    extra = {task.name for task in (*comparison.extra, *comparison.ignored)}
    left_open = _left_open(comparison)
    agreed = len(set(names) - extra - left_open - {task.name for task in comparison.missing})
    counts = f"{len(comparison.missing)} missing, {len(comparison.extra)} extra, {agreed} agree"
    counts += f", {len(left_open)} decided" if left_open else ""
    refused = {
        finding.task
        for finding in told
        if finding.code == "AMS505" or finding.task not in {task.name for task in comparison.missing}
    } - {task.name for task in comparison.extra}
    refused.discard(None)
    return f"{counts}, {len(refused)} refused" if refused else counts


def _left_open(comparison: Comparison) -> frozenset[str]:
    """Return the names of the reported tasks that an unknown accounts for."""
    return frozenset(task.name for one in comparison.decided for task in (*one.tasks, *one.perhaps))


def _unpredicted_start(error: StartError, count: int, who: str, terminal: Terminal) -> str:
    started = f"{who} starts and registers {counted_tasks(count)}"
    predicted = f"Predicted from source: {render_start_error(error, terminal)}"
    return f"{terminal.paint('mismatch:', 'bold', 'red')} {started}, against the prediction.\n{predicted}"
