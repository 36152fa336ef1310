"""Libraries that read settings from the environment and files beside it: dotenv, django-environ, decouple.

Source: python-dotenv 1.1, django-environ 0.12 to 0.14, python-decouple 3.8, as read and run.
"""

import posixpath
import re

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import read_variable
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise, exception
from automappa_scaffold.interpreter.values import MISSING, Assumed, DictValue, ListValue, Value
from automappa_scaffold.source.places import Place

__all__ = ["ENV_FILES"]

ENV_FILES = Models()

_LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$")
_TRUE = frozenset({"true", "on", "ok", "y", "yes", "1", "t"})


def _folder_here(m: Imports) -> str:
    """Return the folder of the module that runs."""
    return posixpath.dirname(m.importing[-1].path) if m.importing else m.working_directory


def _find_upwards(m: Imports, names: tuple[str, ...]) -> str:
    folder = _folder_here(m)
    while True:
        for name in names:
            path = posixpath.join(folder, name)
            if m.tree.is_file(path):
                return path
        if posixpath.dirname(folder) == folder:
            return ""
        folder = posixpath.dirname(folder)


def _read_pairs(m: Imports, path: str, place: Place) -> dict[str, Value]:
    """Return the variables of a file, each resting on the file's being as it is."""
    note = f"{m.tree.relative(path)} holds what it holds here when the worker starts"
    pairs: dict[str, Value] = {}
    for line in (m.tree.read(path) or b"").decode("utf-8", "replace").splitlines():
        match = None if line.lstrip().startswith("#") else _LINE.match(line)
        if match is None:
            continue
        name, text = match.groups()
        if text[:1] in ("'", '"'):
            value, is_plain = text[1:].partition(text[0])[0], text[0] == "'"
        else:
            value, is_plain = re.split(r"\s#", text)[0].rstrip(), False
        is_computed = "\\" in value or (not is_plain and "$" in value)
        pairs[name] = m.unknown(f"{name} of {path}", place) if is_computed else Assumed(value, note)
    return pairs


def _set_variables(m: Imports, path: str, place: Place, *, override: bool) -> None:
    for name, value in _read_pairs(m, path, place).items():
        if override or (name not in m.environ and name not in m.environ_changes):
            m.store(m.environ_changes, name, value)


def _given_path(m: Imports, value: Value) -> str | None:
    text = m.decide(path_text(m.decide(value)))
    return posixpath.normpath(posixpath.join(m.working_directory, text)) if isinstance(text, str) else None


@ENV_FILES.function("dotenv.load_dotenv", "dotenv.main.load_dotenv")
def _load_dotenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0] if args else kwargs.get("dotenv_path")
    path = _find_upwards(m, (".env",)) if given is None else _given_path(m, given)
    if path:
        _set_variables(m, path, place, override=m.truth(kwargs.get("override", False)) is True)
    return bool(path)


@ENV_FILES.function("dotenv.find_dotenv", "dotenv.main.find_dotenv")
def _find_dotenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("filename", ".env"))
    return _find_upwards(m, (name,)) if isinstance(name, str) else m.unknown("a file's path", place)


# django-environ.


def _env_init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.store(args[0].ns, "scheme", m.new_dict(kwargs))
    return None


def _env_call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("var", "cast", "default"), args[1:], strict=False)) | kwargs
    cast, default = m.decide(given.get("cast")), given.get("default", MISSING)
    name = m.decide(given.get("var"))
    scheme = args[0].ns.get("scheme")
    known = m.decide(scheme.items.get(name, MISSING)) if isinstance(scheme, DictValue) else MISSING
    if isinstance(known, tuple) and len(known) == 2:
        cast = cast or known[0]
        default = known[1] if default is MISSING else default
    elif known is not MISSING:
        cast = cast or known
    return _env_read(m, name, _cast_named(cast, default), default, place)


def _cast_named(cast: Value, default: Value) -> str:
    """Return how a value is converted, by the type that is asked for, or of the default."""
    if isinstance(cast, (Class, Native)):
        return cast.name
    bare = default.value if isinstance(default, Assumed) else default
    if cast is None and bare is not MISSING:
        if isinstance(bare, (bool, int, float, str)):
            return type(bare).__name__
        return "str" if bare is None else "list" if isinstance(bare, ListValue) else "other"
    return "str" if cast is None else "other"


def _env_read(m: Imports, name: Value, cast: str, default: Value, place: Place) -> Value:
    if isinstance(name, str) and not _is_set(m, name) and default is MISSING:
        m.assumptions[f"the environment variable {name} is not set"] = None
        raise _improperly_configured(m, f"Set the {name} environment variable", place)
    found = read_variable(m, name, default, place)
    if isinstance(name, str) and not _is_set(m, name):
        return found
    return _convert(m, found, cast, f"the environment variable {name}", place)


def _is_set(m: Imports, name: str) -> bool:
    return name in m.environ_changes or name in m.environ


def _improperly_configured(m: Imports, text: str, place: Place) -> PyRaise:
    cls = m.models.get("django.core.exceptions.ImproperlyConfigured")
    if not isinstance(cls, Class):
        return exception("Exception", text, place)
    return PyRaise(Instance(cls, m.namespace(args=(text,)), text), place)


def _convert(m: Imports, found: Value, cast: str, what: str, place: Place) -> Value:
    text = found.value if isinstance(found, Assumed) else found
    if not isinstance(text, str):
        return found
    made: Value
    if cast == "bool":
        made = text.strip().lower() in _TRUE
    elif cast == "str":
        made = text
    elif cast == "list" and ", " not in text:  # versions differ in what they do with spaces
        made = m.new_list([part for part in text.split(",") if part])
    elif cast in ("int", "float"):
        made = m.compute(lambda: int(text) if cast == "int" else float(text), place)
    else:
        return m.unknown(f"{what}, converted", place, is_foreign=True)
    if isinstance(found, Assumed) and isinstance(made, ListValue):
        m.decide(found)
        return made
    return m.assume(made, found) if isinstance(found, Assumed) else made


def _env_method(cast: str, variable: str = "") -> Native:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = dict(zip(("var", "default"), args[1:], strict=False)) | kwargs
        name = given.get("var", variable)
        return _env_read(m, m.decide(name), cast, given.get("default", MISSING), place)

    return Native(cast, run, binds=True)


def _read_env(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0] if args else kwargs.get("env_file")
    path = posixpath.join(_folder_here(m), ".env") if given is None else _given_path(m, given)
    if path is not None and m.tree.is_file(path):
        _set_variables(m, path, place, override=m.truth(kwargs.get("overwrite", False)) is True)
    return None


def _env_class() -> Class:
    env = native_class("Env", module="environ", is_open=True)
    env.ns["__init__"] = Native("__init__", _env_init, binds=True)
    env.ns["__call__"] = Native("__call__", _env_call, binds=True)
    env.ns["read_env"] = Wrapper("staticmethod", Native("read_env", _read_env))
    for cast in ("str", "bool", "int", "float", "list"):
        env.ns[cast] = _env_method(cast)
    for method, variable in (
        ("json", ""),
        ("dict", ""),
        ("tuple", ""),
        ("bytes", ""),
        ("url", ""),
        ("path", ""),
        ("db", "DATABASE_URL"),
        ("db_url", "DATABASE_URL"),
        ("cache", "CACHE_URL"),
        ("cache_url", "CACHE_URL"),
        ("email", "EMAIL_URL"),
        ("email_url", "EMAIL_URL"),
        ("search_url", "SEARCH_URL"),
    ):
        env.ns[method] = _env_method("other", variable)
    return env


ENV_FILES["environ.Env"] = ENV_FILES["environ.FileAwareEnv"] = _env_class()


# python-decouple.


@ENV_FILES.function("decouple.config")
def _decouple(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = dict(zip(("option", "default", "cast"), args, strict=False)) | kwargs
    name, cast = m.decide(given.get("option")), given.get("cast", MISSING)
    default = given.get("default", MISSING)
    path = _find_upwards(m, ("settings.ini", ".env"))
    pairs = _read_pairs(m, path, place) if path else {}
    found = _decoupled_value(m, name, pairs, default, place)
    if cast is MISSING:
        return found
    how = cast.name if isinstance(cast, (Class, Native)) else "other"
    if how in ("bool", "str", "int", "float"):
        return _convert(m, found, how, f"the environment variable {name}", place)
    return m.call(cast, (found,), {}, place)


def _decoupled_value(m: Imports, name: Value, pairs: dict[str, Value], default: Value, place: Place) -> Value:
    if isinstance(name, str) and not _is_set(m, name):
        if name in pairs:
            return pairs[name]
        if default is MISSING:
            m.assumptions[f"the environment variable {name} is not set"] = None
            text = f"UndefinedValueError: {name} not found. Declare it as envvar or define a default value."
            raise m.raise_("Exception", text, place)
    return read_variable(m, name, default, place)


def _csv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[1])
    if not isinstance(text, str):
        return m.unknown("a list that is read from the environment", place)
    return m.new_list([part.strip() for part in text.split(",") if part.strip()])


_CSV = native_class("Csv", module="decouple", is_open=True)
_CSV.ns["__init__"] = Native("__init__", lambda m, args, kwargs, place: None, binds=True)
_CSV.ns["__call__"] = Native("__call__", _csv, binds=True)
ENV_FILES["decouple.Csv"] = _CSV
