"""``decouple``: settings from the environment or a file, as python-decouple reads them.

Source: python-decouple 3.8, as read and run.
"""

import configparser
import posixpath

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.decouple_casts import DECOUPLE_CASTS, cast_setting
from automappa_scaffold.interpreter.models.dotenv_files import find_upwards, given_path, is_set
from automappa_scaffold.interpreter.models.files import read_data
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import promised, read_variable
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, Assumed, Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["DECOUPLE"]

DECOUPLE = Models(DECOUPLE_CASTS)
_FILES = ("settings.ini", ".env")
_UNDEFINED = Class("UndefinedValueError", (EXCEPTIONS["Exception"],), Namespace(0), module="decouple")
DECOUPLE["decouple.UndefinedValueError"] = _UNDEFINED


@DECOUPLE.function("decouple.config")
def _decouple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _read(m, find_upwards(m, _FILES), args, kwargs, place)


def _read(m: Imports, path: str, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a setting from the environment, or from a file, where there is one."""
    given = dict(zip(("option", "default", "cast"), args, strict=False)) | kwargs
    name, default = m.decide(given.get("option")), given.get("default", MISSING)
    found = _setting(m, name, _pairs(m, path) if path else {}, default, place)
    return cast_setting(m, found, given.get("cast", MISSING), place)


def _setting(m: Imports, name: Value, pairs: dict[str, str], default: Value, place: Place) -> Value:
    if isinstance(name, str) and not is_set(m, name):
        if name in pairs:
            return Assumed(pairs[name], pairs[""])
        if default is MISSING and not promised(m, name)[0]:
            m.assumptions[f"the environment variable {name} is not set"] = None
            text = f"{name} not found. Declare it as envvar or define a default value."
            raise PyRaise(Instance(_UNDEFINED, m.namespace(args=(text,)), text), place)
    return read_variable(m, name, default, place)


def _pairs(m: Imports, path: str) -> dict[str, str]:
    """Return a file's settings, and under an empty name what is assumed with them."""
    text = (m.tree.read(path) or b"").decode("utf-8", "replace")
    note = f"{m.tree.relative(path)} holds what it holds here when the worker starts"
    if posixpath.splitext(path)[1] != ".ini":
        return {**_lines(text), "": note}
    parser = configparser.ConfigParser()
    try:
        parser.read_string(text)
        found = dict(parser.items("settings"))
    except configparser.Error:
        found = {}
    return {**found, **{name.upper(): value for name, value in found.items()}, "": note}


def _lines(text: str) -> dict[str, str]:
    pairs = {}
    for line in map(str.strip, text.splitlines()):
        if not line.startswith("#") and "=" in line:
            name, _, value = line.partition("=")
            value = value.strip()
            is_quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "'\""
            pairs[name.strip()] = value[1:-1] if is_quoted else value
    return pairs


# Objects that read from a file or folder that the project names.


def _remember(name: str) -> Native:
    """Return an ``__init__`` that keeps its argument under a name."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        m.store(args[0].ns, name, args[1] if len(args) > 1 else kwargs.get(name))
        return None

    return Native("__init__", run, binds=True)


def _open_repository(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Keep where a repository reads; the file has to be there."""
    source = args[1] if len(args) > 1 else kwargs.get("source")
    read_data(m, source, place)
    m.store(args[0].ns, "source", source)
    return None


def _of_folder(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    folder = m.decide(args[0].ns.get("search_path"))
    start = "" if folder is None else given_path(m, folder, place)
    if start is None:
        return m.unknown("a setting from a file whose folder is not known", place)
    return _read(m, find_upwards(m, _FILES, start), args[1:], kwargs, place)


def _of_repository(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    repository = m.decide(args[0].ns.get("repository"))
    is_ours = isinstance(repository, Instance) and "source" in repository.ns
    path = given_path(m, repository.ns["source"], place) if is_ours else None
    if path is None or not m.tree.is_file(path):
        return m.unknown("a setting from a file that is not known", place)
    return _read(m, path, args[1:], kwargs, place)


_AUTO_CONFIG = native_class("AutoConfig", module="decouple", is_open=True)
_AUTO_CONFIG.ns["__init__"] = _remember("search_path")
_AUTO_CONFIG.ns["__call__"] = Native("__call__", _of_folder, binds=True)
_CONFIG = native_class("Config", module="decouple", is_open=True)
_CONFIG.ns["__init__"] = _remember("repository")
_CONFIG.ns["__call__"] = _CONFIG.ns["get"] = Native("__call__", _of_repository, binds=True)
DECOUPLE["decouple.AutoConfig"], DECOUPLE["decouple.Config"] = _AUTO_CONFIG, _CONFIG
for _name in ("RepositoryEnv", "RepositoryIni"):
    _repository = native_class(_name, module="decouple", is_open=True)
    _repository.ns["__init__"] = Native("__init__", _open_repository, binds=True)
    DECOUPLE[f"decouple.{_name}"] = _repository
