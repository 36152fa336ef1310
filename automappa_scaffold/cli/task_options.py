"""The options of ``add-task`` that say what the new task is."""

from typing import Annotated

import typer

from automappa_scaffold.cli.completion import complete_page
from automappa_scaffold.operations.task_request import TaskBody

__all__ = [
    "Bind",
    "Body",
    "Doc",
    "Module",
    "Name",
    "Page",
    "Params",
    "QueueOptions",
    "Returns",
    "Task",
    "WithTest",
]

Page = Annotated[str, typer.Argument(metavar="PAGE", help="The page's name.", autocompletion=complete_page)]
Task = Annotated[str, typer.Argument(metavar="TASK", help="The task's name: the function.")]
Module = Annotated[
    str, typer.Option("--module", metavar="NAME", help="The task module [default: the task's name].")
]
Params = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="'NAME: TYPE = DEFAULT'", help="A parameter; may be repeated."),
]
Returns = Annotated[str, typer.Option("--returns", metavar="TYPE", help="The return annotation.")]
Bind = Annotated[
    bool, typer.Option("--bind/--no-bind", help="Whether the task receives itself as its first argument.")
]
Name = Annotated[str, typer.Option("--name", metavar="NAME", help="An explicit registered name.")]
QueueOptions = Annotated[
    list[str] | None,
    typer.Option("--queue-option", metavar="KEY=VALUE", help="An option of the decorator; may be repeated."),
]
Doc = Annotated[str, typer.Option("--doc", metavar="TEXT", help="The docstring.")]
Body = Annotated[
    TaskBody,
    typer.Option("--body", help="Raise NotImplementedError, or sleep briefly and return the first argument."),
]
WithTest = Annotated[bool, typer.Option("--test/--no-test", help="Whether to write a test of the task too.")]
