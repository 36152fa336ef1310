"""``rule CODE``: what a rule checks, why, and what mends it."""

import difflib
from collections.abc import Iterable
from typing import Annotated

import typer

from automappa_scaffold.cli.completion import complete_rule
from automappa_scaffold.cli.options import Color, TextOrJson
from automappa_scaffold.cli.output import open_output
from automappa_scaffold.errors import ScaffoldError
from automappa_scaffold.reporting.terminal import ColorChoice

__all__ = ["rule"]


def rule(
    code: Annotated[
        str,
        typer.Argument(
            metavar="CODE",
            help="A rule's code or name: AMS201, init-does-not-import.",
            autocompletion=complete_rule,
        ),
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
        close = _nearest(code.lower(), catalogue)
        hint = f"Did you mean {catalogue[close].code}?" if close else "automappa-scaffold rules lists them."
        raise ScaffoldError(f"There is no rule {code!r}.", hint=hint)
    if output_format is TextOrJson.JSON:
        output.result(render_rule_json(found))
    else:
        output.result(render_rule(found, output.out))


def _nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name that is most like a word; of two alike, one with more characters in their places."""

    def likeness(name: str) -> tuple[float, int]:
        return difflib.SequenceMatcher(None, word, name).ratio(), sum(map(str.__eq__, word, name))

    return max(difflib.get_close_matches(word, known, n=5, cutoff=0.5), key=likeness, default=None)
