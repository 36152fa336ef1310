"""Modules outside the project that declare tasks: found in the app's environment, run abstractly one by one.

What they import from elsewhere in their distributions stays foreign.
"""

import re

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.source.places import Place

__all__ = ["is_seen", "run_foreign_module"]

# Tasks of an app object, or of classes, need more of the distribution than the one module.
_OTHER_TASKS = re.compile(rb"\.task\b|\bregister_task\b|\bTask\b")


def is_seen(m: Interpreter, name: str) -> bool:
    """Return whether the distribution that a dotted name belongs to can be looked at."""
    return m.outside.source(name.partition(".")[0]) is not None


def run_foreign_module(m: Interpreter, world: World, name: str, label: str, place: Place) -> Module | None:
    """Return a foreign module after running it abstractly, None where it cannot be followed."""
    known = m.modules.get(name)
    if known is not None:
        return known
    located = m.outside.locate(name)
    if located is None:
        return None
    path, folder = located
    module = Module(name, path, m.namespace(), None if folder is None else (folder,))
    if _OTHER_TASKS.search(m.outside.source(name) or b""):
        world.undecide(place, f"which tasks {name} declares: it is not part of the project")
    try:
        return m.run_module(module, (None, place, label))
    except PyRaise as raised:
        world.undecide(place, f"which tasks {name} declares: {raised.message} ({raised.place})")
        return None
