"""The options of ``verify`` alone."""

from typing import Annotated

import typer

from automappa_scaffold.cli.options import TextOrJson

__all__ = ["Launch", "Live", "Nodes", "ResultFormat", "Wait", "Watch"]

Launch = Annotated[
    str,
    typer.Option(
        "--launch",
        metavar="NAME",
        help="Start the worker as a service, process, target or script of this name does: with its -A, "
        "-I, -Q, folder and environment.",
        show_default=False,
    ),
]
Live = Annotated[
    bool, typer.Option("--live", help="Ask the running workers, over the app's broker, instead.")
]
Nodes = Annotated[
    int,
    typer.Option(
        "--nodes",
        min=0,
        metavar="N",
        help="With --live: how many nodes have to answer [default: those that do within 2 seconds].",
        show_default=False,
    ),
]
Wait = Annotated[
    bool, typer.Option("--wait", help="With --live: ask again until all agree or the time is up.")
]
Watch = Annotated[
    bool, typer.Option("--watch", help="With --live: ask again and again, and tell each change.")
]
ResultFormat = Annotated[TextOrJson, typer.Option("--format", help="How to print the result.")]
