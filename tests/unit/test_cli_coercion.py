"""Options of the command line become values without a library that takes longer than a command."""

import pytest
from typer.main import get_command

from automappa_scaffold.cli.coercion import _find_coercer
from automappa_scaffold.cli.commands import COMMANDS, build_app


@pytest.mark.parametrize("name", COMMANDS)
def test_every_parameter_is_coerced_by_our_own_few_lines(name: str) -> None:
    command = get_command(build_app(name))
    (only,) = command.commands.values()  # type: ignore[attr-defined]
    descriptors = [getattr(parameter, "type_descriptor", None) for parameter in only.params]
    slow = [
        one.annotation for one in descriptors if one is not None and _find_coercer(one.annotation) is None
    ]
    assert slow == []
