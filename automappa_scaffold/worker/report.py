"""What the start-up check wrote down, as a Registry."""

import re
from collections.abc import Mapping
from typing import Any

from automappa_scaffold.registry.values import Registry, Source, Task
from automappa_scaffold.worker.failure import ProjectFiles

__all__ = ["read_registry"]

# A decorator may spread over many lines between the line Python gives and the one with the definition.
_MAX_DECORATOR_LINES = 200


def read_registry(app: str, report: Mapping[str, Any], files: ProjectFiles) -> Registry:
    """Return the reported registry; places are the definitions', as far as the worker can see them."""
    sources = _Sources()
    tasks = (_read_task(found, files, sources) for found in report["tasks"])
    return Registry(Source.WORKER, app, tuple(sorted(tasks, key=lambda task: task.name)))


class _Sources:
    """Lines of source files, each file read once."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def lines(self, file: str) -> list[str]:
        if file not in self._lines:
            try:
                with open(file, encoding="utf-8", errors="replace") as opened:
                    self._lines[file] = opened.readlines()
            except OSError:
                self._lines[file] = []
        return self._lines[file]


def _read_task(found: Mapping[str, Any], files: ProjectFiles, sources: _Sources) -> Task:
    file = found.get("file")
    known = isinstance(file, str) and not file.startswith("<")
    return Task(
        name=found["name"],
        path=files.shown(file) if known and file else None,
        line=_definition_line(found, sources.lines(file)) if known and file else None,
        bind=found.get("bind"),
        parameters=found.get("parameters"),
        module=found.get("module"),
    )


def _definition_line(found: Mapping[str, Any], lines: list[str]) -> int | None:
    """Return the line of ``def`` or ``class``; Python tells the line of the first decorator."""
    first = found.get("line") or 1
    is_class = found.get("kind") == "class"
    keyword = "class" if is_class else r"(?:async\s+)?def"
    pattern = re.compile(rf"\s*{keyword}\s+{re.escape(str(found.get('definition')))}\b")
    end = len(lines) if is_class else first - 1 + _MAX_DECORATOR_LINES
    for number, line in enumerate(lines[first - 1 : end], start=first):
        if pattern.match(line):
            return number
    line_found = found.get("line")
    return int(line_found) if line_found else None
