"""Writes ``docs/images/*.svg``: what commands print on a terminal, from real runs on the example app."""

import os
import pty
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images"
INIT = "automappa/pages/home/tasks/__init__.py"
IMPORT = "from .status_badge import set_badge_color\n"
COLUMNS = 110
_NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", ".*", "tests", "docs")
# Without the web fonts that rich's own format would load.
_FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

PICTURES = {
    "check": ("undone", ("check",)),
    "why": ("undone", ("why", "set_badge_color")),
    "add-task": (
        "whole",
        ("add-task", "mag_summary", "count_bins", "--param", "sample_id: int", "--dry-run"),
    ),
    "tasks": ("whole", ("tasks", "--format", "tree")),
}


def main() -> None:
    """Run each command and write its picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        for name, (state, arguments) in PICTURES.items():
            root = Path(temporary) / name
            shutil.copytree(ROOT / "example_app", root, ignore=_NOT_COPIED)
            if state == "undone":
                init = root / INIT
                init.write_text(init.read_text().replace(IMPORT, ""))
            (FOLDER / f"{name}.svg").write_text(picture(arguments, run(arguments, root)), encoding="utf-8")


def run(arguments: tuple[str, ...], root: Path) -> str:
    """Return what a command prints on a terminal."""
    command = [sys.executable, "-m", "automappa_scaffold", *arguments]
    environ = {k: v for k, v in os.environ.items() if k not in ("CI", "NO_COLOR")}
    environ |= {"COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    reader, writer = pty.openpty()
    process = subprocess.Popen(command, cwd=root, env=environ, stdout=writer, stderr=writer)
    os.close(writer)
    said = b""
    try:
        while block := os.read(reader, 65536):
            said += block
    except OSError:
        pass  # the other end of a terminal is closed
    process.wait()
    os.close(reader)
    return said.decode().replace("\r\n", "\n")


def picture(arguments: tuple[str, ...], said: str) -> str:
    """Return the picture of a terminal with a command and what it printed, as SVG."""
    shown = " ".join(f"'{word}'" if " " in word else word for word in arguments)
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(f"$ automappa-scaffold {shown}", markup=False, highlight=False)
    console.print(Text.from_ansi(said.rstrip("\n")))
    svg = console.export_svg(title="automappa-scaffold", unique_id=f"terminal-{arguments[0]}")
    start, end = svg.index("@font-face"), svg.rindex("@font-face")
    end = svg.index("}", end) + 1
    svg = svg[:start] + svg[end:]
    return svg.replace("Fira Code, monospace", _FONTS).replace(
        "font-family: Fira Code", f"font-family: {_FONTS}"
    )


if __name__ == "__main__":
    main()
