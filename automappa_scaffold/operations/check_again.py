"""``check`` after a small change of a project without findings: only what it can concern is followed.

The worker's start is followed with those of the listed modules that the change can concern, without the
others. If that shows no finding either, the answer is the earlier one with the tasks of these modules
replaced. Where anything is not certain, this gives up, and everything is followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from automappa_scaffold.files.differences import Differences
from automappa_scaffold.operations.check import CheckResult, check_view, view_prediction
from automappa_scaffold.operations.module_paths import ModulePaths
from automappa_scaffold.operations.start_record import StartRecord, is_without_doubt, reach, record_start
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import iter_source_paths
from automappa_scaffold.project.names import absolute_module
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.symbols import LeftOutError
from automappa_scaffold.registry.values import Task
from automappa_scaffold.source.call_facts import CALL_FACTS
from automappa_scaffold.source.call_words import CALL_WORDS, FromWords
from automappa_scaffold.source.task_words import HAS_INDENTED_TASKS

__all__ = ["Again", "check_again"]

# An import that would run for longer is not followed to its end.
_MOST_STEPS = 5_000_000
_SOME_TASK = Task("", PurePosixPath(), 0)


@dataclass(frozen=True, slots=True)
class Again:
    """The result of a check, and what is to be kept of the start that it rests on."""

    result: CheckResult
    record: StartRecord


def check_again(workspace: Workspace, record: StartRecord, differences: Differences) -> Again | None:
    """Return what ``check`` returns; None if only following everything can tell.

    Args:
        record: what was kept of the last start; it had no findings.
        differences: what has changed since.
    """
    if workspace.project.settings.baseline:
        return None
    try:
        return _Check(workspace, record, differences).run()
    except LeftOutError:
        return None


class _Check:
    def __init__(self, workspace: Workspace, record: StartRecord, differences: Differences) -> None:
        self.workspace = workspace
        self.record = record
        tree = workspace.tree
        self.gone = {tree.relative(path).as_posix() for path in differences.removed}
        self.there = {tree.relative(path).as_posix() for path in differences.changed | differences.added}
        self.names_at: dict[str, str] = {path: name for name, path in record.modules.items() if path}
        self.folders = {path.rpartition("/")[0] for path in differences.added | differences.removed}

    def run(self) -> Again | None:
        record = self.record
        if any(self.names_at.get(path) in record.before for path in self.gone | self.there):
            return None  # of what runs first, everything may depend
        if len(self.names_at) < sum(map(bool, record.modules.values())):
            return None  # a file that is run as two modules
        if not record.tops.issuperset(self.module_at(path).partition(".")[0] for path in self.there):
            return None  # whoever imports it was not noted
        touched = set(map(self.module_at, self.gone | self.there))
        # What a package holds is judged beside its modules.
        moved = [path for path in self.gone | self.there if path in self.gone or path not in self.names_at]
        packages = {self.module_at(f"{path.rpartition('/')[0]}/__init__.py") for path in moved}
        concerned = self.concerned_by(touched | packages, record.reached)
        wanted = concerned | set(self.names_looked_at(concerned))
        if concerned & set(record.before):
            return None
        # Whoever gets hold of a concerned module is concerned itself, the entries of ``imports`` too.
        left_out = frozenset(
            entry
            for entry, names in record.imports.items()
            if names and wanted.isdisjoint(names) and entry not in concerned
        )
        kept = reach(left_out, record.reached)
        # What nothing imports any longer may be missed.
        old = [path for path, name in self.names_at.items() if name not in kept and path not in self.gone]
        candidates = sorted(self.there | set(old))
        prediction = self.workspace.predict_without(left_out, candidates)
        return self.judge(prediction, left_out, touched | packages)

    def judge(self, prediction: Prediction, left_out: frozenset[str], touched: set[str]) -> Again | None:
        record, started, symbols = self.record, prediction.started, prediction.symbols
        if started is None or symbols is None or not is_without_doubt(prediction):
            return None
        missing = (reach(left_out, record.reached) & record.modules.keys()) - started.reached.keys()
        if not (self.is_separate(prediction, left_out, missing) and self.is_whole(prediction, missing)):
            return None
        touched = touched | {
            name for name, path in prediction.modules.items() if path.as_posix() in self.there
        }
        ways = {
            name: (*record.reached.get(name, ()), *started.reached.get(name, ()))
            for name in record.reached.keys() | started.reached.keys()
        }
        concerned = self.concerned_by(touched, ways)
        if concerned & (missing | set(record.before)):
            return None
        symbols.leave_out(
            {
                *missing,
                *(f"={name}" for module in missing for name in record.tasks.get(module, ())),
                *(self.workspace.tree.absolute(path) for path in map(record.modules.get, missing) if path),
            }
        )
        callers = sorted(self.files_concerned(concerned))
        paths = {name: record.modules[name] for name in missing if record.modules[name]}
        paths.update({name: path.as_posix() for name, path in prediction.modules.items()})
        whole = replace(prediction, modules=ModulePaths(paths))
        view = view_prediction(self.workspace, whole, callers, missing)
        result = check_view(self.workspace, view, [*sorted(self.there), *callers])
        fresh = record_start(self.workspace, view, callers, self.record.tops)
        if result.findings or result.suppressed or fresh is None:
            return None
        return self.put_together(result, fresh, missing, callers)

    # Which modules and files a change concerns.

    def module_at(self, path: str) -> str:
        """Return the name of the module that a file is, or would be."""
        return self.names_at.get(path) or self.workspace.layout.module_at(path)

    def concerned_by(self, touched: set[str], ways: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Return the modules that get hold of one of these, directly or not, and these."""
        back: dict[str, list[str]] = {}
        for name, reached in ways.items():
            for other in reached:
                back.setdefault(other, []).append(name)
        return reach(touched, back)

    def files_concerned(self, concerned: set[str]) -> set[str]:
        """Return the files whose calls may come out otherwise."""
        record = self.record
        asking = (
            path
            for path, asked in record.asked.items()
            if not concerned.isdisjoint(asked) or any(name.startswith("=") for name in asked)
        )
        found = {*asking, *record.importers.of(concerned)} - self.gone
        return found | self.there.intersection(iter_source_paths(self.workspace.project))

    def imported(self, path: str, imports: Iterable[FromWords]) -> Iterator[str]:
        """Yield the modules, and names in them, that a file's ``from`` statements name."""
        name, is_package = self.module_at(path), path.rpartition("/")[2] == "__init__.py"
        for _, level, module, words in imports:
            found = absolute_module(name, is_package, level, module)
            if found is not None:
                yield found
                yield from (f"{found}.{word}" for word in words)

    def names_looked_at(self, concerned: set[str]) -> Iterator[str]:
        """Yield the modules that files look at whose calls may come out otherwise, and theirs."""
        tree, named = self.workspace.tree, set(self.record.named)
        for path in self.files_concerned(concerned):
            yield self.module_at(path)
            asked = self.record.asked.get(path, ())
            named |= {name.removeprefix("=") for name in asked if name.startswith("=")}
            yield from asked
            if path in self.there:
                facts = tree.facts(tree.absolute(path), CALL_FACTS)
                words = tree.facts(tree.absolute(path), CALL_WORDS)
                yield from self.imported(path, words.imports if words is not None else ())
                for fact in facts.imports if facts is not None else ():
                    yield from self.imported(path, [(False, fact.level, fact.module, (fact.name or "",))])

        yield from (name for name, tasks in self.record.tasks.items() if not named.isdisjoint(tasks))

    # Whether the earlier answer and this one can be put together.

    def is_separate(self, prediction: Prediction, left_out: frozenset[str], missing: set[str]) -> bool:
        """Return whether neither what was run nor what was left out can change the other."""
        record, started = self.record, prediction.started
        if started is None or started.before != record.before:
            return False
        listed = [entry for entry in record.imports if entry not in left_out]
        noted = {note for entry in listed for note in record.noted[entry]}
        noted |= record.assumptions - {note for notes in record.noted.values() for note in notes}
        tasks = {task for module in missing for task in record.tasks.get(module, ())}
        paths = {record.modules[name] for name in missing} - {""}
        return (
            [entry.name for entry in started.imports] == listed
            and noted <= set(prediction.registry.assumptions)
            and tasks.isdisjoint(prediction.registry.names)
            and paths.isdisjoint(path.as_posix() for path in prediction.modules.values())
            and started.steps + record.steps < _MOST_STEPS
            and self.folders.isdisjoint(folder.rstrip("/") or "/" for folder in started.module_path)
        )

    def is_whole(self, prediction: Prediction, missing: set[str]) -> bool:
        """Return whether nothing in what was left out is missed now that other tasks are gone."""
        record, tree = self.record, self.workspace.tree
        before = {task for module, tasks in record.tasks.items() if module not in missing for task in tasks}
        if before <= prediction.registry.names:
            return True
        paths = filter(None, map(record.modules.get, missing))
        return not any(tree.iter_telling(paths, HAS_INDENTED_TASKS))

    def put_together(
        self, result: CheckResult, fresh: StartRecord, missing: set[str], callers: Iterable[str]
    ) -> Again:
        """Return the result of a check of everything, and the record of its start."""
        record, registry = self.record, result.prediction.registry
        missed = sum(len(record.tasks.get(module, ())) for module in missing)
        assumptions = record.assumptions | fresh.assumptions
        # Of tasks that stand in modules left out, no more is told than how many they are.
        some = registry.tasks[0] if registry.tasks else _SOME_TASK
        registry = replace(
            registry, tasks=registry.tasks + (some,) * missed, assumptions=tuple(sorted(assumptions))
        )
        asked = {path: names for path, names in record.asked.items() if path not in self.gone | self.there}
        whole = StartRecord(
            before=record.before,
            imports={entry: fresh.imports.get(entry, names) for entry, names in record.imports.items()},
            noted={entry: fresh.noted.get(entry, notes) for entry, notes in record.noted.items()},
            modules={**{name: record.modules[name] for name in missing}, **fresh.modules},
            reached={**{name: record.reached[name] for name in missing}, **fresh.reached},
            tasks={**{name: record.tasks[name] for name in missing & record.tasks.keys()}, **fresh.tasks},
            asked={**asked, **fresh.asked},
            importers=record.importers.replaced(self.gone.union(callers), fresh.importers),
            tops=record.tops,
            named=fresh.named,
            assumptions=assumptions,
            steps=record.steps + fresh.steps,
            listings={**record.listings, **fresh.listings},
        )
        prediction = replace(result.prediction, registry=registry)
        return Again(replace(result, prediction=prediction), whole)
