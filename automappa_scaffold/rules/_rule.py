"""The Rule type, and the view of a project that rules judge."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.registry.call_sites import CallSites
from automappa_scaffold.registry.fleet import Fleet
from automappa_scaffold.registry.launches import Launch
from automappa_scaffold.registry.observed import LazyModule
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.registry.values import StartError, UnreachedModule
from automappa_scaffold.rules.finding import Finding, Severity
from automappa_scaffold.rules.fix import Fix
from automappa_scaffold.source.facts import Entry, InitFacts, SettingFact
from automappa_scaffold.source.places import Place

__all__ = ["ProjectView", "Rule", "TasksPackage", "with_packages"]

# The names of settings that list task modules.
_LISTS = re.compile(r"(?:imports|include)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TasksPackage:
    """A page's tasks package: its name, its ``__init__.py`` and that file's facts, the names it binds.

    Attributes:
        modules: the task modules, as their names in the package.
        bound: the names that importing the package binds; None where the worker does not import it.
    """

    name: str
    init: PurePosixPath
    facts: InitFacts | None
    modules: tuple[str, ...]
    bound: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class ProjectView:
    """What the rules judge: the prediction, the tasks packages, and the statements that list modules.

    Attributes:
        settings: for each file that may list task modules, the statements that do, or that look like it.
        pages: the folder of the pages, relative to the root; None where there is none.
        memo: what several rules compute from all this, computed once.
        unread_configs: files called ``celeryconfig.py`` that no other file speaks of, nor the worker reads.
        files: lists the project's Python files; ``read`` gives the bytes of one.
        callers: what the project's files do with its tasks.
        launches: the launch commands of the project that start another worker than callers send to.
        app_place: the launch command that says which app is the project's; None: none does.
        external_tasks: patterns of the names of tasks that other projects' workers have.
        fleet: the workers that reported; None where only source is judged.
    """

    prediction: Prediction
    packages: tuple[TasksPackage, ...] = ()
    settings: Mapping[PurePosixPath, tuple[SettingFact, ...]] = field(default_factory=dict)
    pages: PurePosixPath | None = None
    unread_configs: tuple[PurePosixPath, ...] = ()
    files: Callable[[], Iterable[str]] = tuple
    read: Callable[[PurePosixPath], bytes | None] = field(default=lambda _: None)
    callers: CallSites = field(default_factory=CallSites)
    launches: tuple[Launch, ...] = ()
    external_tasks: tuple[str, ...] = ()
    fleet: Fleet | None = None
    app_place: Place | None = None

    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def unreached_above(self) -> frozenset[str]:
        """The modules with tasks that the worker does not import, and all packages above them."""
        if "unreached_above" not in self.memo:
            names = (module.name for module in self.prediction.unreached)
            self.memo["unreached_above"] = with_packages(names)
        above: frozenset[str] = self.memo["unreached_above"]
        return above

    @property
    def error(self) -> StartError | None:
        """Why the worker does not start."""
        return self.prediction.registry.error

    @property
    def knows_imports(self) -> bool:
        """Whether it is decided which modules the worker imports; only then "not imported" is a fact."""
        registry = self.prediction.registry
        return registry.error is None and all(unknown.code != "AMS010" for unknown in registry.unknown)

    def imports_place(self) -> Place:
        """Return where a module name would be added: the last ``imports``, the settings, or the app."""
        for wanted in ("imports", "include"):
            for path, facts in self.settings.items():
                for fact in reversed(facts):
                    if fact.key.lower().endswith(wanted):
                        return Place(path, fact.line, fact.column)
        path = self.prediction.config or self.prediction.app_path or PurePosixPath()
        return Place(path)

    def imports_setting(self) -> str:
        """Return the name under which the settings list task modules, or would: ``CELERY_IMPORTS``, say."""
        prefix = self.prediction.namespace.rstrip("_")
        named = [fact.key for facts in self.settings.values() for fact in facts]
        listed = next((key for key in reversed(named) if key.lower().endswith("imports")), "")
        if listed or not prefix:
            return listed or "imports"
        return f"{prefix}_IMPORTS" if prefix.isupper() else f"{prefix}_imports"

    def lists_can_grow(self) -> bool:
        """Return whether an entry can be added where task modules are listed: to one plain assignment."""
        place = self.imports_place()
        lists = [f for facts in self.settings.values() for f in facts if _LISTS.search(f.key)]
        if lists and not any(fact.is_written for fact in lists):
            return False
        facts = [fact for fact in self.settings.get(place.path, ()) if fact.key.lower().endswith("imports")]
        key = facts[-1].key if facts else self.imports_setting()
        changed = rb"\b%s\s*\.\s*\w+\(|\bimport\b[^\n#]*\b%s\b" % (key.encode(), key.encode())
        source = self.read(place.path) or b""
        return all(fact.is_certain for fact in facts) and re.search(changed, source) is None

    def entry_place(self, module: str) -> tuple[Place, Entry | None]:
        """Return where a listed module name stands."""
        for path, facts in self.settings.items():
            for fact in facts:
                for entry in fact.entries:
                    if entry.text == module:
                        return Place(path, entry.line, entry.column, entry.end_line, entry.end_column), entry
        return self.imports_place(), None

    def lazy_import_of(self, module: UnreachedModule) -> LazyModule | None:
        """Return the import inside a function that alone leads to a module or its package.

        Where a page's tasks package is imported and leaves the module out, that is told instead.
        """
        wanted = {module.name} if module.package_is_reached else {module.name, module.package}
        if self.package_of(module.package) is not None and module.package_is_reached:
            return None
        return next((lazy for lazy in self.prediction.observed.lazy if lazy.name in wanted), None)

    def is_empty_package(self, name: str) -> bool:
        """Return whether a folder without ``__init__.py`` stands where the tasks of one were wanted."""
        if name not in self.prediction.namespaces:
            return False
        entries = (e for facts in self.settings.values() for fact in facts for e in fact.entries)
        return self.package_of(name) is not None or any(entry.text == name for entry in entries)

    def package_of(self, name: str) -> TasksPackage | None:
        """Return a tasks package by its dotted name."""
        return next((package for package in self.packages if package.name == name), None)


def with_packages(names: Iterable[str]) -> frozenset[str]:
    """Return dotted names and all packages above them."""
    found: set[str] = set()
    for name in names:
        while name and name not in found:
            found.add(name)
            name = name.rpartition(".")[0]
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the catalogue. ``check`` is pure and promises no order.

    Attributes:
        bad: files that break the rule, path to text (None: there is no such file), laid over a small app that
            has no findings; ``good``: files that keep to it. Tests, documentation and ``rule CODE`` use them.
        needs_report: it judges what workers report, so ``verify`` has its findings and ``check`` has not; a
            ``worker.log`` among its example's files is the report.
    """

    code: str
    name: str
    summary: str
    rationale: str
    fix: str
    source: str
    check: Callable[[ProjectView], Iterator[Finding]]
    severity: Severity = Severity.ERROR
    bad: Mapping[str, str | None] = field(default_factory=dict)
    good: Mapping[str, str | None] = field(default_factory=dict)
    needs_report: bool = False

    def finding(
        self,
        message: str,
        place: Place,
        *,
        task: str | None = None,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """Return a finding of this rule; its severity where what it found weighs more than usual."""
        return Finding(self.code, self.name, severity or self.severity, message, place, task, fix)
