"""Explanations of ``why``, as text and as JSON."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from automappa_scaffold.reporting.documents import json_text
from automappa_scaffold.reporting.registries import place_text
from automappa_scaffold.reporting.terminal import Terminal, printable

__all__ = ["render_explanation", "render_explanations_json"]


def render_explanation(
    name: str,
    verdict: str,
    place: tuple[PurePosixPath | None, int | None],
    chain: Sequence[str],
    reason: str,
    command: str,
    terminal: Terminal,
    *,
    is_definition: bool = True,
) -> str:
    """Return one explanation: the verdict, the way to the task, and what is missing.

    Args:
        is_definition: the place is where the task is defined, not where something else is wrong.
    """
    good = verdict == "registered"
    lines = [f"{printable(name)}: {terminal.paint(verdict, 'bold', 'green' if good else 'red')}"]
    lines += [f"  {'then ' if index else ''}{printable(step)}" for index, step in enumerate(chain)]
    where = place_text(*place)
    if where:
        lines.append(f"  {'defined' if good or (command and is_definition) else 'at'} {where}")
    if reason:
        lines.append(f"  {printable(reason)}")
    if command:
        lines.append(f"  mend it with: {terminal.paint(printable(command), 'bold')}")
    return "\n".join(lines)


def render_explanations_json(explanations: Sequence[dict[str, object]]) -> str:
    """Return the JSON document of ``why``."""
    return json_text({"tasks": list(explanations)})
