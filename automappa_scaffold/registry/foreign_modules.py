"""Modules outside the project that declare tasks: found in the app's environment, run abstractly one by one.

What they import from elsewhere in their distributions stays foreign.
"""

import re
import sys

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.source.places import Place

__all__ = ["follow_foreign", "is_followed", "is_seen", "is_standard", "run_foreign_module"]

# Tasks of an app object, or of classes, need more of the distribution than the one module.
_CELERY = re.compile(rb"(?m)^(?:from|import) celery\b")
_SHARED = re.compile(rb"(?m)^@(celery\.)?shared_task\b")
# What a class has of that name is its own, as is what a module defines.
_OTHER_TASKS = re.compile(
    rb"(?m)^\s*@(?!celery\.)[\w.]+\.(task|periodic_task)\b"
    rb"|(?<!def )(?<![\w.])(?:(?:[a-z_]\w*|[A-Z0-9_]+)\.)*register_task\(|\.task\("
)


# What these call tasks is none of Celery's.
_NO_TASKS = """
    discord dramatiq fabric google huey invoke luigi nextcord prefect taskiq
"""
_NO_TASKS_OF = frozenset(_NO_TASKS.split())


def is_seen(m: Interpreter, name: str) -> bool:
    """Return whether the distribution that a dotted name belongs to can be looked at."""
    return m.outside.source(name.partition(".")[0]) is not None


def is_followed(world: World, name: str) -> bool:
    """Return whether a module belongs to a package that is run like the project's own code."""
    return any(name == package or name.startswith(f"{package}.") for package in world.followed)


def follow_foreign(m: Interpreter, world: World, name: str, place: Place | None) -> Module | None:
    """Return a foreign module that declares shared tasks, configures a Django app, or is given as the app."""
    if is_standard(name) or not ("." in name or name in world.followed or _declares_shared(m, name)):
        return None
    if m.installed is None:
        _tell_task_module(m, world, name, place)
        return None
    if world.fixup is not None and world.uses_fixup and not is_followed(world, name):
        world.fixup.look_behind(m, name)
    if name not in m.modules and not _is_worth_following(m, world, name):
        return None
    site = place or Place(m.tree.relative(""))
    parts = name.split(".")
    for package in (".".join(parts[:count]) for count in range(1, len(parts))):
        if is_followed(world, package):
            run_foreign_module(m, world, package, f"import {name}", site)
    return run_foreign_module(m, world, name, f"import {name}", site)


def _tell_task_module(m: Interpreter, world: World, name: str, place: Place | None) -> None:
    """Tell of a module that is not seen, and whose name promises tasks."""
    *packages, last = name.split(".")
    if last == "tasks" and name not in world.told and packages[0] not in _NO_TASKS_OF and m.importing:
        world.told.add(name)
        world.undecide(place or Place(m.tree.relative("")), f"which tasks {name} declares: it is not seen")


def _is_worth_following(m: Interpreter, world: World, name: str) -> bool:
    if is_followed(world, name):
        return bool(m.outside.source(name))
    if name.endswith(".apps"):
        return world.uses_fixup and m.outside.source(name) is not None
    if _is_given_as_app(m, world) and _CELERY.search(m.outside.source(name) or b"") is not None:
        return True
    return _declares_shared(m, name)


def _declares_shared(m: Interpreter, name: str) -> bool:
    """Return whether a module that is seen has the decorator of tasks that belong to any app."""
    text = b"" if m.installed is None else m.outside.source(name) or b""
    return b"shared_task" in text and _SHARED.search(text) is not None  # plain text is found much faster


def _is_given_as_app(m: Interpreter, world: World) -> bool:
    """Return whether it is the worker itself that imports, for its app."""
    return world.stage == "app" and not m.importing


def is_standard(name: str) -> bool:
    """Return whether a name belongs to the standard library, to Celery or to Django, which are modelled."""
    top = name.partition(".")[0]
    return top in ("celery", "kombu", "django") or top in sys.stdlib_module_names


def run_foreign_module(m: Interpreter, world: World, name: str, label: str, place: Place) -> Module | None:
    """Return a foreign module after running it abstractly, None where it cannot be followed."""
    known = m.modules.get(name)
    if known is not None:
        return known
    located = None if is_standard(name) else m.outside.locate(name)
    if located is None:
        return None
    path, folder = located
    module = Module(name, path, m.namespace(), None if folder is None else (folder,))
    if _OTHER_TASKS.search(m.outside.source(name) or b"") and not _is_given_as_app(m, world):
        world.undecide(place, f"which tasks {name} declares: it is not part of the project")
    notes, declared = dict(m.notes), len(world.definitions)
    try:
        return m.run_module(module, (None, place, label))
    except PyRaise as raised:
        world.undecide(place, f"which tasks {name} declares: {raised.message} ({raised.place})")
        return None
    finally:
        if len(world.definitions) == declared and len(m.notes) > len(notes):
            m.notes = notes  # what its code does besides is not the project's
            world.doubtful.add(name)
