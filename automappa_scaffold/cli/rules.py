"""``rules``: the catalogue."""

from typing import Annotated

import typer

from automappa_scaffold.cli.options import Color, TextOrJson
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["rules"]


def rules(
    output_format: Annotated[
        TextOrJson, typer.Option("--format", help="How to print the rules.")
    ] = TextOrJson.TEXT,
    color: Color = ColorChoice.AUTO,
) -> None:
    """List the rules."""
    from automappa_scaffold.reporting.catalogue import render_rules, render_rules_json
    from automappa_scaffold.rules import load_catalogue

    output = open_output(color)
    catalogue = load_catalogue()
    if output_format is TextOrJson.JSON:
        output.result(render_rules_json(catalogue))
    else:
        output.result(render_rules(catalogue, output.out))
