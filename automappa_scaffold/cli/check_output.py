"""What ``check`` prints, in each of its formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from automappa_scaffold.cli.output import Output
from automappa_scaffold.reporting.formats import FindingsFormat

if TYPE_CHECKING:
    from pathlib import Path

    from automappa_scaffold.operations.check import CheckResult
    from automappa_scaffold.operations.fix import FixOutcome
    from automappa_scaffold.operations.workspace import Workspace
    from automappa_scaffold.registry.values import Registry
    from automappa_scaffold.rules.finding import Finding

__all__ = ["print_check", "print_fixes"]

_FOR_PROGRAMS = (FindingsFormat.JSON, FindingsFormat.SARIF, FindingsFormat.GITLAB, FindingsFormat.JUNIT)


def print_check(
    workspace: Workspace,
    result: CheckResult,
    shown: Sequence[Finding],
    wanted: FindingsFormat | None,
    output: Output,
    with_statistics: bool,
    is_wanted: Callable[[Finding], bool],
    fixed: FixOutcome | None = None,
    is_planned: bool = False,
) -> None:
    """Print the findings to be shown, and around them what a person wants to know.

    Args:
        is_wanted: tells which findings lie below the paths that were given.
        fixed: what ``--fix`` did before; ``is_planned``: or would do.
    """
    from automappa_scaffold.reporting.check_report import is_blocking
    from automappa_scaffold.reporting.registries import render_start_error

    registry = result.prediction.registry
    if registry.error is not None and not any(map(is_blocking, shown)):
        output.problem(render_start_error(registry.error, output.err))
    if fixed is not None:
        _print_refused(fixed, output)
    usual = FindingsFormat.FULL if output.out.is_terminal else FindingsFormat.CONCISE
    output_format = wanted or usual
    if output_format in _FOR_PROGRAMS:
        output.result(
            _document(workspace, result, shown, output_format, with_statistics, is_wanted, fixed, is_planned)
        )
    else:
        _print_text(workspace, result, shown, output_format, output, with_statistics, is_wanted, fixed)
    if len(shown) < len(result.findings):
        output.note(f"note: {len(result.findings) - len(shown)} more outside of the given paths")
    for code, path, task in result.unneeded:
        what = f"{code} {path}{f' {task}' if task else ''}"
        output.note(f"note: the baseline need not hold {what} any longer: write it anew")


def print_fixes(outcome: FixOutcome, output: Output, root: Path) -> None:
    """Print what ``--fix`` would change, as a unified diff; ``root`` is the project's folder."""
    from automappa_scaffold.project.repository import folder_in_repository
    from automappa_scaffold.reporting.changes import render_diff

    below = folder_in_repository(root)
    if output.out.is_terminal or output.out.has_color:
        output.result(render_diff(outcome.changeset, output.out, below).rstrip("\n"))
    else:
        output.result_bytes(outcome.changeset.diff(below))
    _print_refused(outcome, output)
    count = len(outcome.fixed)
    output.note(f"{count} finding{'' if count == 1 else 's'} would be fixed")


def _document(
    workspace: Workspace,
    result: CheckResult,
    shown: Sequence[Finding],
    output_format: FindingsFormat,
    with_statistics: bool,
    is_wanted: Callable[[Finding], bool],
    fixed: FixOutcome | None,
    is_planned: bool,
) -> str:
    registry = result.prediction.registry
    if output_format is FindingsFormat.GITLAB:
        from automappa_scaffold.reporting.gitlab import render_gitlab

        return render_gitlab(shown)
    if output_format is FindingsFormat.JUNIT:
        from automappa_scaffold.reporting.junit import render_junit

        return render_junit(shown, registry)
    if with_statistics:
        from automappa_scaffold.reporting.statistics import render_statistics_json

        return render_statistics_json(shown)
    from automappa_scaffold.operations.fix_preview import preview_fixes

    fixes = preview_fixes(workspace, shown)
    if output_format is FindingsFormat.SARIF:
        from automappa_scaffold.reporting.sarif import render_sarif
        from automappa_scaffold.rules import load_catalogue

        return render_sarif(shown, registry, load_catalogue(), fixes)
    from automappa_scaffold.reporting.check_report import render_check_json

    diff = _diff_text(workspace, fixed) if is_planned and fixed is not None else None
    return render_check_json(
        shown,
        registry,
        fixes,
        suppressed=sum(map(is_wanted, result.suppressed)),
        baselined=sum(map(is_wanted, result.baselined)) if workspace.project.settings.baseline else None,
        fixed=None if fixed is None else fixed.fixed,
        diff=diff,
    )


def _diff_text(workspace: Workspace, fixed: FixOutcome) -> str:
    from automappa_scaffold.project.repository import folder_in_repository

    return fixed.changeset.diff_text(folder_in_repository(workspace.project.root))


def _print_text(
    workspace: Workspace,
    result: CheckResult,
    shown: Sequence[Finding],
    output_format: FindingsFormat,
    output: Output,
    with_statistics: bool,
    is_wanted: Callable[[Finding], bool],
    fixed: FixOutcome | None,
) -> None:
    from automappa_scaffold.cli.paths import show_paths_of
    from automappa_scaffold.reporting.check_report import summary_line
    from automappa_scaffold.reporting.findings import render_findings, render_github

    show_path = show_paths_of(workspace.project)
    if with_statistics:
        from automappa_scaffold.reporting.statistics import render_statistics

        output.result(render_statistics(shown, output.out))
    elif output_format is FindingsFormat.GITHUB:
        output.result(render_github(shown, show_path=show_path))
    else:
        tree = workspace.tree
        is_full = output_format is FindingsFormat.FULL
        read = (lambda path: tree.read(tree.absolute(path))) if is_full else None
        output.result(render_findings(shown, output.out, show_path=show_path, read_source=read))
    registry = result.prediction.registry
    _print_remarks(shown, registry, output)
    if fixed is not None:
        _print_fixed(fixed, output)
    if not output.is_quiet:
        from automappa_scaffold.rules.finding import is_fixable

        line = summary_line(
            shown,
            registry,
            output.out,
            suppressed=sum(map(is_wanted, result.suppressed)),
            baselined=sum(map(is_wanted, result.baselined)),
            fixable=sum(is_fixable(finding, with_unsafe=False) for finding in shown) if fixed is None else 0,
        )
        output.result(line)


def _print_fixed(fixed: FixOutcome, output: Output) -> None:
    from automappa_scaffold.reporting.terminal import printable

    for finding in fixed.fixed:
        assert finding.fix is not None
        what = printable(f"{finding.place.path}: {finding.code} {finding.fix.title}")
        output.note(f"{output.err.paint('fixed', 'green')} {what}")


def _print_refused(fixed: FixOutcome, output: Output) -> None:
    from automappa_scaffold.reporting.terminal import printable

    for finding, error in fixed.refused:
        said = printable(f"{finding.code} {finding.place.path}:{finding.place.line}: {error.message}")
        output.note(f"not fixed: {said}{f' {printable(error.hint)}' if error.hint else ''}")


def _print_remarks(findings: Sequence[Finding], registry: Registry, output: Output) -> None:
    from automappa_scaffold.reporting.registries import assumption_lines, undecided_lines

    told = {(found.place.path, found.place.line) for found in findings}
    untold = [entry for entry in registry.unknown if (entry.path, entry.line) not in told]
    output.result("\n".join(undecided_lines(untold, output.out)))
    if output.is_verbose:
        output.note("\n".join(assumption_lines(registry.assumptions, output.err)))
