"""``rule CODE``: what a rule checks, why, and what mends it."""

import difflib
from typing import Annotated

import typer

from automappa_scaffold.cli.options import Color, TextOrJson
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["rule"]


def rule(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="A rule's code or name: AMS201, init-does-not-import.")
    ],
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the rule.")
    ] = TextOrJson.TEXT,
    color: Color = ColorChoice.AUTO,
) -> None:
    """Show what a rule checks, why, and what mends it."""
    from automappa_scaffold.reporting.catalogue import render_rule, render_rule_json
    from automappa_scaffold.rules import load_catalogue

    output = open_output(color)
    catalogue = {known: found for found in load_catalogue() for known in (found.code.lower(), found.name)}
    found = catalogue.get(code.lower())
    if found is None:
        close = difflib.get_close_matches(code.lower(), catalogue, n=1, cutoff=0.5)
        hint = (
            f"Did you mean {catalogue[close[0]].code}?" if close else "automappa-scaffold rules lists them."
        )
        raise ScaffoldError(f"There is no rule {code!r}.", hint=hint)
    if output_format is TextOrJson.JSON:
        output.result(render_rule_json(found))
    else:
        output.result(render_rule(found, output.out))
