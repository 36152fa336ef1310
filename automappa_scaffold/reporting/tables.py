"""Tables and trees: aligned plain text, drawn by rich where a person looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automappa_scaffold.reporting.terminal import Terminal, printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.tree import Tree

__all__ = ["Branch", "render_table", "render_tree"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of a tree, and what hangs below it. ``style`` is empty, ``bold``, ``dim`` or a colour."""

    label: str
    children: tuple[Branch, ...] = ()
    style: str = ""


def render_table(headers: Sequence[str], rows: Sequence[Sequence[str]], terminal: Terminal) -> str:
    """Return the rows below their headers, every cell made printable."""
    cells = [[printable(cell) for cell in row] for row in rows]
    if terminal.is_terminal:
        return _rich_table(headers, cells, terminal)
    widths = [max(map(len, column)) for column in zip(headers, *cells, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in ([header.upper() for header in headers], *cells)
    ]
    return "\n".join(lines)


def render_tree(root: Branch, terminal: Terminal) -> str:
    """Return the tree, two spaces deeper per level, or with guide lines on a terminal."""
    if terminal.is_terminal:
        return _rich_tree(root, terminal)
    return "\n".join(_plain_lines(root, terminal, 0))


def _plain_lines(branch: Branch, terminal: Terminal, depth: int) -> list[str]:
    label = printable(branch.label)
    lines = ["  " * depth + (terminal.paint(label, branch.style) if branch.style else label)]
    for child in branch.children:
        lines += _plain_lines(child, terminal, depth + 1)
    return lines


def _rich_table(headers: Sequence[str], cells: Sequence[Sequence[str]], terminal: Terminal) -> str:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for header in headers:
        table.add_column(header, overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    return _drawn(table, terminal)


def _rich_tree(root: Branch, terminal: Terminal) -> str:
    from rich.text import Text
    from rich.tree import Tree

    def grow(parent: Tree, branch: Branch) -> None:
        for child in branch.children:
            grow(parent.add(Text(printable(child.label), style=child.style)), child)

    tree = Tree(Text(printable(root.label), style=root.style))
    grow(tree, root)
    return _drawn(tree, terminal)


def _drawn(drawing: RenderableType, terminal: Terminal) -> str:
    import io

    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        width=terminal.width,
        force_terminal=terminal.has_color,
        no_color=not terminal.has_color,
        color_system="standard" if terminal.has_color else None,
        highlight=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(drawing)
    return "\n".join(line.rstrip() for line in captured.get().rstrip("\n").split("\n"))
