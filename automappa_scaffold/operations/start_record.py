"""What is kept of a start without findings, so that after a small change only a part is followed anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from automappa_scaffold.operations.importers import Importers
from automappa_scaffold.operations.module_paths import names_by_path
from automappa_scaffold.project.layout import iter_source_paths
from automappa_scaffold.source.call_words import CALL_WORDS

if TYPE_CHECKING:
    from automappa_scaffold.operations.workspace import Workspace
    from automappa_scaffold.registry.observed import DeclaredTask
    from automappa_scaffold.registry.start import Prediction
    from automappa_scaffold.rules import ProjectView

__all__ = ["StartRecord", "is_without_doubt", "reach", "record_start"]

_ENCODER = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class StartRecord:
    """A start without findings.

    Attributes:
        before: the modules that had run when the first listed one was imported.
        imports: by entry of the lists of modules, the modules that it was the first to run.
        noted: by entry, what it was the first to take for granted.
        modules: by name of a module that was run, its path relative to the root; empty: it has no file.
        reached: by name of a module, those that it got hold of.
        tasks: by name of a module, the names of the tasks declared in it.
        asked: by path relative to the root of a file with calls, what these rest on.
        importers: the files without calls.
        tops: the first parts of the names of the project's modules.
        named: the names of tasks in the settings.
        assumptions: all that was taken for granted.
        steps: how long the start took.
        listings: the entries of the project's folders, by absolute path.
    """

    before: tuple[str, ...]
    imports: Mapping[str, tuple[str, ...]]
    noted: Mapping[str, tuple[str, ...]]
    modules: Mapping[str, str]
    reached: Mapping[str, tuple[str, ...]]
    tasks: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, tuple[str, ...]]
    importers: Importers
    tops: frozenset[str]
    named: tuple[str, ...]
    assumptions: frozenset[str]
    steps: int
    listings: Mapping[str, Mapping[str, str]]

    def to_parts(self) -> list[bytes]:
        """Return what ``from_bytes`` reads, in pieces."""
        numbers = {name: number for number, name in enumerate(self.modules)}
        parts: tuple[object, ...] = (
            self.before,
            [[entry, names, self.noted[entry]] for entry, names in self.imports.items()],
            [
                [name, path, sorted(numbers[other] for other in self.reached[name])]
                for name, path in self.modules.items()
            ],
            self.tasks,
            self.asked,
            self.importers.to_plain(),
            sorted(self.tops),
            self.named,
            sorted(self.assumptions),
            self.steps,
            self.listings,
        )
        # One by one: all as objects, text and bytes at once would be the most memory that a run takes.
        texts = [_ENCODER.encode(part).encode("ascii") for part in parts]
        return [b"[", *(piece for text in texts for piece in (text, b",")), b"0]"]

    @classmethod
    def from_bytes(cls, content: bytes) -> StartRecord:
        """Return a record that was written before."""
        plain = json.loads(content)
        before, imports, modules, tasks, asked, importers, tops, named, assumptions, steps, listings, _ = (
            plain
        )
        names = [name for name, _, _ in modules]
        return cls(
            before=tuple(before),
            imports={entry: tuple(names) for entry, names, _ in imports},
            noted={entry: tuple(notes) for entry, _, notes in imports},
            modules={name: path for name, path, _ in modules},
            reached={name: tuple([names[n] for n in others]) for name, _, others in modules},
            tasks={name: tuple(found) for name, found in tasks.items()},
            asked={path: tuple(found) for path, found in asked.items()},
            importers=Importers.from_plain(importers),
            tops=frozenset(tops),
            named=tuple(named),
            assumptions=frozenset(assumptions),
            steps=steps,
            listings=listings,
        )


def record_start(
    workspace: Workspace,
    view: ProjectView,
    paths: Iterable[str] | None = None,
    tops: frozenset[str] = frozenset(),
) -> StartRecord | None:
    """Return what is to be kept of a start that had no findings; None if it is to be followed each time.

    Args:
        paths: the files in which calls were looked for; None: all.
        tops: as in the record, where they are known.
    """
    prediction = view.prediction
    started = prediction.started
    if started is None or not is_without_doubt(prediction):
        return None
    tasks: dict[str, list[str]] = {}
    for task in prediction.observed.tasks:
        tasks.setdefault(task.module, []).append(task.name)
    disk, root = workspace.project.disk, workspace.project.root.as_posix()
    asked = {path.as_posix(): found for path, found in view.callers.asked.items()}
    tree, names_at = workspace.tree, names_by_path(prediction.modules)

    def module_at(path: str) -> str:
        return names_at.get(path) or workspace.layout.module_at(path)

    sources = tuple(iter_source_paths(workspace.project)) if paths is None else tuple(paths)
    if not tops:
        tops = frozenset(name.partition(".")[0] for name in (*started.reached, *map(module_at, sources)))
    importers = Importers()
    importers.note(
        (path for path in sources if path not in asked),
        lambda path: tree.facts_once(tree.absolute(path), CALL_WORDS),
        module_at,
        tops,
    )
    return StartRecord(
        before=started.before,
        imports={entry.name: entry.modules for entry in started.imports},
        noted={entry.name: entry.assumptions for entry in started.imports},
        modules={
            name: prediction.modules[name].as_posix() if name in prediction.modules else ""
            for name in started.reached
        },
        reached=started.reached,
        tasks={name: tuple(found) for name, found in tasks.items()},
        asked=asked,
        importers=importers,
        tops=tops,
        named=tuple(sorted({named.name for named in prediction.setting_names})),
        assumptions=frozenset(prediction.registry.assumptions),
        steps=started.steps,
        listings=disk.listings_below(root),
    )


def is_without_doubt(prediction: Prediction) -> bool:
    """Return whether a start went as its author wants, and nothing else happened."""
    registry, observed = prediction.registry, prediction.observed
    return (
        registry.error is None
        and not registry.unknown
        and not registry.unregistered
        and not prediction.unreached
        and not prediction.bad_entries
        and prediction.symbols is not None
        and prediction.symbols.is_as_started
        and bool(observed.config_calls)
        and not any(
            (
                observed.duplicates,
                observed.searches,
                observed.removals,
                observed.swallowed,
                observed.late,
                observed.unrun,
                observed.lazy,
                observed.chosen_among,
            )
        )
        and all(map(_is_ordinary, observed.tasks))
        and len(registry.tasks) == len(observed.tasks)
    )


def _is_ordinary(task: DeclaredTask) -> bool:
    return (
        task.is_registered
        and task.is_certain
        and bool(task.module)
        and not task.other_app
        and not task.is_hidden_twin
        and task.wrapped_by is None
        and task.covered_by is None
        and task.rebound_at is None
    )


def reach(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Return everything that is reached from some names, these included."""
    found: set[str] = set()
    stack = list(starts)
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += ways.get(name, ())
    return found
