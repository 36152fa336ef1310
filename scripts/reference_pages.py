"""Writes ``docs/reference/``: the commands, the settings with their schema, and the JSON documents.

Everything comes from the code: from the command line's own definitions, from the settings, and from real runs
on a small app that stands below.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from automappa_scaffold.cli.commands import COMMANDS, build_app
from automappa_scaffold.project.setting_docs import SETTING_DOCS
from automappa_scaffold.reporting.settings_schema import settings_schema

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

APP = {
    "pyproject.toml": '[project]\nname = "demo"\nversion = "0.1"\n',
    "automappa/__init__.py": "",
    "automappa/conf/__init__.py": "",
    "automappa/pages/__init__.py": "",
    "automappa/pages/home/__init__.py": "",
    "automappa/pages/home/tasks/__init__.py": '"""Tasks of the home page."""\n',
    "automappa/pages/home/tasks/status_badge.py": (
        "from automappa.tasks import queue\n\n\n"
        '@queue.task(bind=True)\ndef set_badge_color(self, color: str = "green") -> str:\n    return color\n'
    ),
    "automappa/conf/celeryconfig.py": (
        'imports = ("automappa.pages.home.tasks", "automappa.tasks")\n\nbroker_url = "memory://"\n'
    ),
    "automappa/tasks.py": (
        "from celery import Celery\n\nqueue = Celery(__name__)\n"
        'queue.config_from_object("automappa.conf.celeryconfig")\n\n\n'
        "@queue.task\ndef count_reads(sample_id: int) -> int:\n    return sample_id\n"
    ),
}

# What is shown of the JSON that commands print.
DOCUMENTS = (
    ("check --format json", "A task whose import is missing, with the fix."),
    ("check --diff --format json", "What `--fix` would change, and what it would leave; nothing is written."),
    ("tasks --format json", "The tasks that a worker registers, and what it does not."),
    ("why set_badge_color --format json", "Why a task is not registered, and what mends it."),
    ("add-task home draw --dry-run --format json", "What a writing command would write."),
    ("rule AMS201 --format json", "What a rule says about itself."),
)


def make_pages() -> dict[str, str]:
    """Return every page, file name to text."""
    schema = json.dumps(settings_schema(), indent=2) + "\n"
    return {
        "commands.md": "\n".join(_commands()),
        "settings.md": "\n".join(_settings()),
        "settings.schema.json": schema,
        "json.md": "\n".join(_documents()),
    }


def write_pages(folder: Path) -> None:
    """Make a folder hold these pages and no other."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = make_pages()
    for path in folder.iterdir():
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")


def _commands() -> Iterator[str]:
    yield from ("# Commands", "", "Made from the command line's own definitions by `make docs`.", "")
    group: Any = get_command(build_app())
    context = group.make_context("automappa-scaffold", [], resilient_parsing=True)
    for name in COMMANDS:
        command = group.get_command(context, name)
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        usage = " ".join(command.collect_usage_pieces(inner))
        yield from (f"## {name}", "", command.help or "", "", f"    automappa-scaffold {name} {usage}", "")
        yield from ("| argument or option | meaning |", "| --- | --- |")
        for parameter in command.get_params(inner):
            record = parameter.get_help_record(inner)
            if record is not None:
                spelled, meaning = (" ".join(part.split()).replace("|", "\\|") for part in record)
                yield f"| `{spelled}` | {meaning} |"
        yield ""


def _settings() -> Iterator[str]:
    yield from (
        "# Settings",
        "",
        "In `[tool.automappa-scaffold]` of `pyproject.toml`. A flag beats a variable beats this table beats",
        "what is found by looking. A project in Automappa's shape needs none; the command `config` says",
        "what holds. An unknown key is an error. [Its JSON schema](settings.schema.json) is here.",
        "",
        "| setting | variable | meaning | for example |",
        "| --- | --- | --- | --- |",
    )
    for key, doc in SETTING_DOCS.items():
        variable = "AUTOMAPPA_SCAFFOLD_" + key.replace("-", "_").upper()
        shown = "" if key == "per-file-ignores" else f"`{variable}`"
        yield f"| `{key}` | {shown} | {doc.text} | `{doc.example}` |"
    yield from ("", "In a variable, a list is written with commas.", "")


def _documents() -> Iterator[str]:
    yield from (
        "# JSON documents",
        "",
        "What commands print with `--format json`: one document on standard output, and nothing else.",
        "`schema` is 1; keys may be added under it, none is taken away or changes its meaning. Paths are",
        "relative to the project's root, with `/`; lines and columns count from 1. The same input gives the",
        "same bytes.",
        "",
        "These are real documents of a small app whose page does not import its task.",
        "",
    )
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        for name, text in APP.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        for command, about in DOCUMENTS:
            text = _run(root, command).rstrip("\n")
            yield from (f"## {command}", "", about, "", "```json", text, "```", "")


def _run(root: Path, command: str) -> str:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("AUTOMAPPA_")}
    done = subprocess.run(
        [sys.executable, "-m", "automappa_scaffold", *command.split()],
        cwd=root,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    write_pages(FOLDER)
