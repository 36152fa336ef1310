"""Why a worker does not start: the first cause, the imports that lead to it, and the one rule that names it.

Many rules could speak of one error that stops a worker; exactly one does. In this order:

1. what the start itself refuses, with its rule at hand: 102 (an entry that is no module; rule 103 takes it
   over where two texts are glued), 105, 107, 113, 304, 306;
2. 001, a file that does not parse;
3. 208, a cycle of imports;
4. 109, settings that cannot be read;
5. 114, an app that cannot be found (115 where something else is found);
6. 207, any other error.
"""

from pathlib import PurePosixPath

from automappa_scaffold.interpreter.attribute_errors import LIKELY_CAUSE
from automappa_scaffold.interpreter.raising import PyRaise, root_cause
from automappa_scaffold.project.names import module_name_of
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.values import StartError
from automappa_scaffold.source.places import Place

__all__ = ["explain_error"]

_SYNTAX_ERRORS = ("SyntaxError", "IndentationError", "TabError")


def explain_error(raised: PyRaise, world: World, import_root: PurePosixPath) -> StartError:
    """Return why the worker does not start: the first cause, and the imports that lead to it."""
    first = root_cause(raised)
    steps = first.chain or raised.chain
    place = first.place or raised.place
    is_same = first is raised or first.message == raised.message
    message = first.message if is_same else f"{first.message} (reported as {raised.message})"
    return StartError(
        message=message,
        path=place.path if place else None,
        line=place.line if place else None,
        chain=tuple(f"{step.place}" for step in steps),
        stage=world.stage,
        code=_code_of(raised, first, world, is_direct=not steps),
        modules=(*(step.module for step in steps), *_module_of(place, import_root)),
        column=place.column if place else 1,
    )


def _module_of(place: Place | None, import_root: PurePosixPath) -> tuple[str, ...]:
    if place is None or not place.path.is_relative_to(import_root) or place.path.suffix != ".py":
        return ()
    return (module_name_of(place.path.relative_to(import_root).parts),)


def _code_of(raised: PyRaise, first: PyRaise, world: World, *, is_direct: bool) -> str:
    for error, code in reversed(world.causes):
        if error is raised or error is first:
            return code
    if first.type_name in _SYNTAX_ERRORS:
        return "AMS001"
    if LIKELY_CAUSE in first.message:
        return "AMS208"
    if world.stage == "config" and is_direct:
        return "AMS109"
    if world.stage == "app" and is_direct and (first.place or raised.place) is None:
        return "AMS114"
    return "AMS207"
