"""What ``verify`` found, written to stdout and stderr, and its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from automappa_scaffold.cli.options import TextOrJson

if TYPE_CHECKING:
    from automappa_scaffold.cli.output import Output
    from automappa_scaffold.operations.verify import Verification

__all__ = ["exit_code_of", "print_verification"]


def exit_code_of(verification: Verification) -> int:
    """Return 0 where all is as predicted, 1 where something differs, 2 where nothing is known."""
    if verification.comparison.reported_error is not None:
        return 2
    if verification.unknown and not verification.findings:
        return 2
    return 0 if verification.agree else 1


def print_verification(verification: Verification, wanted: TextOrJson, output: Output) -> None:
    """Write what was found."""
    from automappa_scaffold.cli.output import complain
    from automappa_scaffold.errors import WorkerError
    from automappa_scaffold.registry.values import Source
    from automappa_scaffold.reporting.registries import assumption_lines
    from automappa_scaffold.reporting.verification import (
        render_tasks,
        render_verification,
        render_verification_json,
    )

    fleet = verification.fleet
    _print_failure(verification, output)
    if verification.unknown:
        complain(WorkerError(verification.unknown, hint=verification.hint), output.err)
    if wanted is TextOrJson.JSON:
        output.result(
            render_verification_json(
                fleet,
                agree=verification.agree,
                unknown=verification.unknown,
                failure=_failure_document(verification),
            )
        )
        return
    if fleet.source is Source.LIVE:
        from automappa_scaffold.reporting.fleets import render_fleet

        routes = verification.routes
        output.result(render_fleet(fleet, output.out, routes=routes, is_verbose=output.is_verbose))
    elif output.is_verbose:
        output.result(render_tasks(fleet.nodes, output.out))
    text = render_verification(
        fleet,
        verification.findings,
        output.out,
        unregistered=verification.unregistered,
        is_complete=verification.is_complete,
        celery=verification.celery,
        is_known=not verification.unknown,
    )
    output.result(text)
    if output.is_verbose:
        output.note("\n".join(assumption_lines(verification.predicted.assumptions, output.err)))


def _print_failure(verification: Verification, output: Output) -> None:
    from automappa_scaffold.reporting.registries import assumption_lines, render_start_error
    from automappa_scaffold.reporting.terminal import printable

    error, failure = verification.comparison.reported_error, verification.failure
    if error is None:
        return
    output.problem(render_start_error(error, output.err))
    if failure is None:
        return
    if failure.path is not None and failure.path.suffix == ".py":
        output.problem(f"  in the module {printable(_module_of(verification))}")
    if verification.meant:
        text = f"  {failure.missing} is not installed for the app's Python, and not declared: "
        output.problem(printable(f"{text}did you mean {verification.meant}?"))
    elif verification.missing_distribution:
        text = f"  {failure.missing} is not installed for the app's Python: "
        text += f"install {verification.missing_distribution}"
        if not verification.is_declared:
            text += ", or what else has it; no dependency of the project does by its name"
        output.problem(printable(text))
    output.problem("\n".join(assumption_lines(_broken_assumptions(verification), output.err)))
    ended = f"signal {-failure.exit_code}" if failure.exit_code < 0 else f"exit code {failure.exit_code}"
    output.problem(f"  the worker ends with {ended}")


def _broken_assumptions(verification: Verification) -> list[str]:
    """Return what the prediction took for granted of the place or the module that the worker fails for."""
    failure = verification.failure
    if failure is None:
        return []
    place = f"{failure.path}:{failure.line}:"
    module = (failure.missing or "").partition(".")[0]
    return [
        text
        for text in verification.predicted.assumptions
        if text.startswith(place) or (module and text.startswith(f"{module} "))
    ]


def _module_of(verification: Verification) -> str:
    failure = verification.failure
    if failure is None or failure.path is None:
        return ""
    parts = [*failure.path.parent.parts, failure.path.stem]
    if parts[0] == "src":
        del parts[0]
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _failure_document(verification: Verification) -> dict[str, object] | None:
    failure = verification.failure
    if failure is None:
        return None
    return {
        "code": "AMS503",
        "exit_code": failure.exit_code,
        "module": _module_of(verification) or None,
        "missing": failure.missing,
        "distribution": verification.missing_distribution or None,
    }
