"""Versions of installed distributions, where the app's environment is known: which of them are missing."""

import re

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.outside import is_metadata
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    Ext,
    ListValue,
    Namespace,
    Scope,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["DISTRIBUTIONS"]

_NOT_FOUND = Class(
    "PackageNotFoundError",
    (EXCEPTIONS["ModuleNotFoundError"],),
    Namespace(0),
    module="importlib.metadata",
)
DISTRIBUTIONS = Models({"importlib.metadata.PackageNotFoundError": _NOT_FOUND})


def _ask(m: Imports, args: Args, kwargs: Kwargs, place: Place, path: str) -> Value:
    given = m.decide(args[0] if args else kwargs.get("distribution_name"))
    if (is_constant(given) or isinstance(given, tuple)) and given and not isinstance(given, (str, bytes)):
        text = f"expected string or bytes-like object, got '{kind_name(given)}'"
        raise m.refusal("TypeError", text, place)
    is_full = isinstance(given, ListValue) and not given.unknown and bool(given.items)
    if is_full or isinstance(given, (Function, Native)):
        m.refuse_as_python(lambda name: re.sub("-", "_", name), (given,), place)
    if isinstance(given, Unknown) and KIND in given.ns and lacks(given, "__len__"):
        text = f"expected string or bytes-like object, got '{kind_name(given)}'"
        raise m.refusal("TypeError", text, place)
    is_held = isinstance(given, ListValue) and not given.unknown
    items = given.items if is_held else given
    is_empty = args and (is_held or is_constant(given) or isinstance(given, tuple)) and not items
    if is_empty and m.python_numbers >= (3, 11):
        raise m.refusal("ValueError", "A distribution name is required.", place)
    if isinstance(given, str):
        value = Instance(_NOT_FOUND, m.namespace(args=(given,), name=given), given)
        is_there = _is_installed(m, given)
        if is_there is False:
            raise PyRaise(value, place)
        if is_there and path.endswith(".version") and (version := m.outside.version(given)):
            return version
        told = m.models.get(f"{_normalized(given)}.__version__") if path.endswith(".version") else None
        if told is not None:
            return told
        if is_there is None and m.catchers:
            m.part(PyRaise(value, place), Scope(f"whether {given} is installed is not known", place))
        elif is_there is None:
            _assume(m, given, place)
    return m.call_foreign(Ext(path), args, kwargs, place)


def _is_installed(m: Imports, name: str) -> bool | None:
    """Return whether a distribution is found; None: the app's environment does not tell."""
    if m.installed is None or not m.outside.folders:
        return None
    folders = [m.tree.root.as_posix(), m.working_directory, *m.sys_path.items]
    listings = [m.tree.listing(folder) or () for folder in folders if isinstance(folder, str)]
    if _normalized(name) in m.outside.distributions():
        return True
    beside = [entry for listing in listings for entry in listing if is_metadata(entry)]
    if any(_normalized(entry.rpartition(".")[0].partition("-")[0]) == _normalized(name) for entry in beside):
        return True
    return None if beside else False


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def _assume(m: Imports, name: str, place: Place) -> None:
    """Tell that a distribution is taken to be installed, unless it is seen that its module is not."""
    own = _normalized(name)
    is_likely = m.installed is None or m.is_project_name(own)
    known = {_normalized(one) for one in (*(m.installed or ()), *m.declared)}
    if is_likely or own in known:
        m.assumptions[f"{name} is installed where the worker runs, as its version is asked for"] = None
    else:
        m.disturb(f"whether {name} is installed is not known", place)


for _name in ("version", "distribution", "metadata", "files", "requires"):
    _path = f"importlib.metadata.{_name}"
    DISTRIBUTIONS[_path] = Native(
        _name, lambda m, args, kwargs, place, path=_path: _ask(m, args, kwargs, place, path)
    )
