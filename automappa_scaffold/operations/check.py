"""``check``: the static findings of a project."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import partial
from pathlib import PurePosixPath

from automappa_scaffold.operations.baseline import Entry, apply_baseline, read_baseline
from automappa_scaffold.operations.callers import find_callers
from automappa_scaffold.operations.launches import find_launches
from automappa_scaffold.operations.selection import is_selected, resolve_selection
from automappa_scaffold.operations.workspace import Workspace
from automappa_scaffold.project.layout import find_pages, iter_source_paths
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.registry.start import Prediction
from automappa_scaffold.rules import ProjectView, TasksPackage, load_catalogue
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.rules.suppressing import suppress
from automappa_scaffold.source.facts import INIT_FACTS, SettingFact, read_setting_facts
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.spans import head_lines, in_characters, widen
from automappa_scaffold.source.suppressions import SUPPRESSIONS, Suppression, read_line_suppressions

__all__ = [
    "CheckResult",
    "check",
    "check_view",
    "judge",
    "keep_wanted",
    "view_prediction",
    "view_project",
]

_LISTS = ("imports", "include", "autodiscover_tasks")
_WORDS_OF_LISTS = ("import", "module", "package")  # no setting of Celery has one of these in its name
_TEXT = re.compile(rb"#[^\n]*|\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings, sorted by place, and the prediction they rest on.

    Attributes:
        suppressed: the findings that a comment takes back; ``baselined``: those that the baseline knows.
        unneeded: entries of the baseline of which there are fewer findings than it knows.
    """

    findings: tuple[Finding, ...]
    prediction: Prediction
    suppressed: tuple[Finding, ...] = ()
    baselined: tuple[Finding, ...] = ()
    unneeded: tuple[Entry, ...] = ()


def check(workspace: Workspace, *, with_baseline: bool = True) -> CheckResult:
    """Return every finding of the selected rules, sorted by place and code.

    Left out are those that a comment takes back and, ``with_baseline``, those that the baseline knows.

    Raises:
        ConfigError: a setting names no rule, or the baseline cannot be read.
    """
    result = check_view(workspace, view_project(workspace), with_baseline=with_baseline)
    workspace.keep()
    return result


def check_view(
    workspace: Workspace,
    view: ProjectView,
    paths: Iterable[str] | None = None,
    *,
    with_baseline: bool = True,
) -> CheckResult:
    """Return every finding of the selected rules in a view of the project.

    Args:
        paths: the files in which comments are looked for that take findings back; None: all.
    Raises:
        ConfigError: a setting names no rule, or the baseline cannot be read.
    """
    settings = resolve_selection(workspace.project.settings)
    found = [finding for finding in judge(view) if is_selected(settings, finding.code, finding.place.path)]
    # A rule that looks at what the worker does has nothing to say of one that does not start.
    catalogue = [rule for rule in load_catalogue() if not rule.needs_report]
    judged = [rule.code for rule in catalogue if is_selected(settings, rule.code)]
    result = suppress(
        found,
        _suppressions(workspace, found, paths),
        load_catalogue(),
        judged if view.prediction.registry.error is None else (),
        partial(_head_lines, workspace),
    )
    remarks = [f for f in result.remarks if is_selected(settings, f.code, f.place.path)]
    kept = _sorted([*result.kept, *remarks])
    if not settings.baseline or not with_baseline:
        return CheckResult(kept, view.prediction, result.hidden)
    is_started = view.prediction.registry.error is None
    baseline = read_baseline(workspace.project.root / settings.baseline, workspace.project.disk)
    left = apply_baseline(kept, baseline, judged if is_started else ())
    return CheckResult(left.kept, view.prediction, result.hidden, left.known, left.unneeded)


def keep_wanted(workspace: Workspace, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that the settings want and no comment takes back."""
    settings = resolve_selection(workspace.project.settings)
    found = [finding for finding in findings if is_selected(settings, finding.code, finding.place.path)]
    if not found:
        return ()
    lines_of = partial(_head_lines, workspace)
    return suppress(found, _suppressions(workspace, found), load_catalogue(), (), lines_of).kept


def _suppressions(
    workspace: Workspace, findings: Sequence[Finding], paths: Iterable[str] | None = None
) -> dict[PurePosixPath, tuple[Suppression, ...]]:
    tree = workspace.tree
    found: dict[PurePosixPath, tuple[Suppression, ...]] = {}
    for path in iter_source_paths(workspace.project) if paths is None else paths:
        comments = tree.facts_once(tree.absolute(path), SUPPRESSIONS)
        if comments:
            found[PurePosixPath(path)] = comments
    for other in {finding.place.path for finding in findings if finding.place.path.suffix != ".py"}:
        found[other] = read_line_suppressions(tree.read(tree.absolute(other)) or b"")
    return found


def _head_lines(workspace: Workspace, place: Place) -> tuple[int, int]:
    return head_lines(workspace.tree.read(workspace.tree.absolute(place.path)) or b"", place)


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.place, finding.code, finding.message)))


def judge(view: ProjectView) -> tuple[Finding, ...]:
    """Return what every rule of the catalogue says, sorted by place and code."""
    found = [_widen(finding, view) for rule in load_catalogue() for finding in rule.check(view)]
    return _sorted(found)


def _widen(finding: Finding, view: ProjectView) -> Finding:
    """Return a finding whose place has an end, with columns in characters, as editors count them."""
    source = view.read(finding.place.path)
    if source is None:
        return finding
    place = finding.place if finding.place.end_line else widen(source, finding.place)
    return replace(finding, place=in_characters(source, place))


def view_project(workspace: Workspace) -> ProjectView:
    """Return what the rules judge."""
    prediction = workspace.predict(with_unreached=True)
    workspace.project.disk.forget_bytes()  # hardly any is read again, and what follows needs the room
    return view_prediction(workspace, prediction)


def view_prediction(
    workspace: Workspace,
    prediction: Prediction,
    callers: Iterable[str] | None = None,
    left_out: Collection[str] = (),
) -> ProjectView:
    """Return what the rules judge of a prediction.

    Args:
        callers: the files in which calls are looked for; None: all.
        left_out: modules of which nothing is to be said.
    """
    unread = _unread_configs(workspace, prediction)
    return ProjectView(
        prediction=prediction,
        packages=tuple(_tasks_packages(workspace, prediction, left_out)),
        settings=_setting_facts(workspace, prediction, unread),
        unread_configs=unread,
        pages=workspace.layout.pages,
        files=lambda: iter_source_paths(workspace.project),
        read=lambda path: workspace.tree.read(workspace.tree.absolute(path)),
        callers=find_callers(workspace, prediction, callers),
        launches=find_launches(workspace, prediction),
        external_tasks=workspace.project.settings.external_tasks,
        app_place=workspace.app_place,
    )


def _tasks_packages(
    workspace: Workspace, prediction: Prediction, left_out: Collection[str]
) -> Iterator[TasksPackage]:
    layout, tree = workspace.layout, workspace.tree
    for page in find_pages(workspace.project, layout):
        assert layout.pages is not None
        folder = layout.pages / page / "tasks"
        name = module_name_of(folder.relative_to(layout.import_root).parts)
        if name in left_out:
            continue
        listing = tree.listing(tree.absolute(folder))
        if listing is None:
            continue
        init = folder / "__init__.py"
        modules = tuple(
            sorted(entry.removesuffix(".py") for entry in listing if entry.endswith(".py") or listing[entry])
        )
        yield TasksPackage(
            name=name,
            init=init,
            facts=tree.facts(tree.absolute(init), INIT_FACTS),
            modules=modules,
            bound=prediction.bound.get(name),
        )


def _setting_facts(
    workspace: Workspace, prediction: Prediction, unread: Sequence[PurePosixPath]
) -> dict[PurePosixPath, tuple[SettingFact, ...]]:
    given = [call.path for call in prediction.observed.config_calls]
    paths = [prediction.config, workspace.layout.config, *given]
    paths += [prediction.app_path, workspace.layout.app_path, *unread]
    facts: dict[PurePosixPath, tuple[SettingFact, ...]] = {}
    for path in paths:
        if path is not None and path not in facts:
            source = workspace.tree.read(workspace.tree.absolute(path))
            facts[path] = read_setting_facts(source, _may_list_modules) if source is not None else ()
    return facts


def _unread_configs(workspace: Workspace, prediction: Prediction) -> tuple[PurePosixPath, ...]:
    if prediction.observed.config_calls or prediction.registry.error is not None:
        return ()
    files = list(iter_source_paths(workspace.project))
    found = {path for path in files if path.rpartition("/")[2] == "celeryconfig.py"}
    tree = workspace.tree
    others = [path for path in files if path not in found] if found else []
    if any(_speaks_of_config(tree.read(tree.absolute(PurePosixPath(path))) or b"") for path in others):
        return ()
    read = set(prediction.modules.values())
    return tuple(path for path in map(PurePosixPath, sorted(found)) if path not in read)


def _speaks_of_config(source: bytes) -> bool:
    """Return whether a file says ``celeryconfig`` in its code, not in comments and long texts alone."""
    return b"celeryconfig" in source and b"celeryconfig" in _TEXT.sub(b"", source)


def _may_list_modules(key: str) -> bool:
    """Return whether a key is, or looks like, a setting that lists task modules."""
    bare = key.lower().removeprefix("celery_")
    if bare.endswith(_LISTS) or any(word in bare for word in _WORDS_OF_LISTS):
        return True
    return any(SequenceMatcher(None, bare, known).ratio() > 0.8 for known in _LISTS)
