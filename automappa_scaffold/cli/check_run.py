"""One run of ``check``: finds, mends where asked to, prints, and says how to end.

What follows the worker's start is imported once the project is open: where that is large, a second process
has begun to read it by then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from automappa_scaffold.cli.check_output import print_check, print_fixes
from automappa_scaffold.cli.ending import end_command
from automappa_scaffold.cli.judging import judge_project
from automappa_scaffold.cli.output import Output
from automappa_scaffold.cli.paths import is_below, relative_paths
from automappa_scaffold.cli.progress import show_progress
from automappa_scaffold.errors import ConfigError
from automappa_scaffold.operations.workspace import Workspace, open_workspace
from automappa_scaffold.reporting.formats import FindingsFormat

if TYPE_CHECKING:
    from automappa_scaffold.operations.check import CheckResult
    from automappa_scaffold.operations.fix import FixOutcome
    from automappa_scaffold.rules.finding import Finding

__all__ = ["CheckOptions", "run_check"]

_TELLING_COUNTS = (None, FindingsFormat.FULL, FindingsFormat.CONCISE, FindingsFormat.JSON)


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """What the command line asks of ``check``, besides where the project is and which rules are wanted."""

    paths: tuple[Path, ...] = ()
    is_fixing: bool = False
    is_diff: bool = False
    with_unsafe: bool = False
    baseline: Path | None = None
    is_writing_baseline: bool = False
    is_strict: bool = False
    is_exit_zero: bool = False
    with_statistics: bool = False
    stdin_path: Path | None = None
    output_format: FindingsFormat | None = None

    @property
    def is_plain(self) -> bool:
        """Whether findings of the whole project are asked for, and of tasks how many there are."""
        return (
            not (self.writes or self.paths or self.is_diff or self.with_statistics or self.baseline)
            and self.output_format in _TELLING_COUNTS
        )

    @property
    def writes(self) -> bool:
        """Whether files may change, so that the answer must not be given again without looking."""
        return self.is_fixing or self.is_writing_baseline or self.stdin_path is not None


def run_check(
    arguments: Sequence[str],
    options: CheckOptions,
    output: Output,
    *,
    project: Path | None,
    flags: Mapping[str, Any],
    **places: Any,
) -> int:
    """Run ``check`` and return the exit code.

    Args:
        arguments: the words of the command line, under which its answer is remembered.
        flags: settings given on the command line; ``places``: where the worker starts and what it imports.
    """
    _refuse_contradictions(options)
    workspace = open_workspace(project, flags=dict(flags), **places)
    folders = relative_paths(workspace.project, options.paths)
    if options.stdin_path is not None:
        workspace, path = _with_standard_input(workspace, options.stdin_path)
        folders = (path,)

    def is_wanted(finding: Finding) -> bool:
        return not folders or is_below(finding.place.path, folders)

    if options.is_writing_baseline:
        return _write_baseline(workspace, options, output)
    if options.is_fixing or options.is_diff:
        return _mend(workspace, options, output, is_wanted)
    with show_progress(output, "Following the worker's start"):
        judged = judge_project(workspace, arguments, is_plain=options.is_plain)
    result = judged.result
    shown = [finding for finding in result.findings if is_wanted(finding)]
    print_check(workspace, result, shown, options.output_format, output, options.with_statistics, is_wanted)
    code = _exit_code(result, shown, options)
    if options.writes:
        return code
    return end_command(arguments, output, workspace, code, judged.start, judged.earlier)


def _refuse_contradictions(options: CheckOptions) -> None:
    if options.stdin_path is not None and (
        options.is_fixing or options.is_diff or options.is_writing_baseline
    ):
        raise ConfigError(
            "--stdin-filename shows findings alone: it goes with neither --fix, --diff nor --write-baseline.",
            hint="Save the file first.",
        )
    if options.is_writing_baseline and (options.is_fixing or options.is_diff or options.paths):
        raise ConfigError(
            "--write-baseline is about the whole project: it goes with neither --fix, --diff nor paths."
        )
    if options.is_strict and options.is_exit_zero:
        raise ConfigError("--strict and --exit-zero contradict each other.", hint="Give one of them.")
    if options.with_unsafe and not (options.is_fixing or options.is_diff):
        raise ConfigError(
            "--unsafe-fixes says which fixes, and none are asked for.", hint="Add --fix or --diff."
        )
    if options.output_format not in _TELLING_COUNTS and (options.with_statistics or options.is_diff):
        option = "--statistics" if options.with_statistics else "--diff"
        raise ConfigError(f"{option} can be printed as text or as JSON.", hint="Leave out --format.")
    if options.with_statistics and options.is_diff and options.output_format is FindingsFormat.JSON:
        raise ConfigError("--statistics and --diff are two documents.", hint="Leave out one of them.")


def _with_standard_input(workspace: Workspace, given: Path) -> tuple[Workspace, PurePosixPath]:
    root = workspace.project.root.resolve()
    absolute = given.absolute().parent.resolve() / given.name
    if not absolute.is_relative_to(root):
        raise ConfigError(f"{given} is not in the project {root}.", hint="Name its project: --project DIR.")
    if absolute.is_dir():
        raise ConfigError(f"{given} is a folder.", hint="Name the file whose text comes by standard input.")
    path = PurePosixPath(absolute.relative_to(root).as_posix())
    tree = workspace.tree.with_overlay({path: sys.stdin.buffer.read()})
    return replace(workspace, tree=tree), path


def _write_baseline(workspace: Workspace, options: CheckOptions, output: Output) -> int:
    from automappa_scaffold.operations.baseline import DEFAULT_BASELINE, write_baseline
    from automappa_scaffold.operations.check import check

    result = check(workspace, with_baseline=False)
    setting = workspace.project.settings.baseline or DEFAULT_BASELINE
    path = options.baseline or workspace.project.root / setting
    write_baseline(path, result.findings)
    count = len(result.findings)
    output.note(f"{count} finding{'' if count == 1 else 's'} written to {path}")
    if options.baseline is None and not workspace.project.settings.baseline:
        output.note(f'hint: baseline = "{DEFAULT_BASELINE}" in [tool.automappa-scaffold] uses it every time')
    if result.prediction.registry.error is not None:
        output.note("note: the worker does not start; no baseline hides that, and more may show once it does")
    return 0


def _mend(
    workspace: Workspace, options: CheckOptions, output: Output, is_wanted: Callable[[Finding], bool]
) -> int:
    from automappa_scaffold.operations.check import check
    from automappa_scaffold.operations.fix import apply_fixes, plan_fixes

    mend = plan_fixes if options.is_diff else apply_fixes
    with show_progress(output, "Mending"):
        outcome = mend(workspace, check, is_wanted, with_unsafe=options.with_unsafe)
    is_document = options.output_format is FindingsFormat.JSON
    if options.is_diff and not is_document:
        print_fixes(outcome, output, workspace.project.root)
        return _diff_code(outcome, options)
    shown = [finding for finding in outcome.result.findings if is_wanted(finding)]
    planned = replace(workspace, tree=workspace.tree.with_overlay(outcome.changeset.after))
    print_check(
        planned,
        outcome.result,
        shown,
        options.output_format,
        output,
        options.with_statistics,
        is_wanted,
        fixed=outcome,
        is_planned=options.is_diff,
    )
    return _diff_code(outcome, options) if options.is_diff else _exit_code(outcome.result, shown, options)


def _diff_code(outcome: FixOutcome, options: CheckOptions) -> int:
    return 0 if outcome.changeset.is_empty or options.is_exit_zero else 1


def _exit_code(result: CheckResult, shown: Sequence[Finding], options: CheckOptions) -> int:
    if options.is_exit_zero:
        return 0
    from automappa_scaffold.reporting.check_report import is_blocking

    registry = result.prediction.registry
    is_bad = registry.error is not None or any(map(is_blocking, shown))
    if options.is_strict:
        is_bad = is_bad or bool(shown or registry.unknown or result.unneeded)
    return 1 if is_bad else 0
