"""``environ``: settings from the environment, as django-environ reads them.

Source: django-environ 0.12 to 0.14, as read and run.
"""

import posixpath

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.dotenv_files import (
    convert,
    folder_here,
    given_path,
    is_set,
    set_variables,
)
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.os_environ import OPEN_ENVIRON, promised, read_variable
from automappa_scaffold.interpreter.models.os_paths import path_text
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise, exception
from automappa_scaffold.interpreter.values import MISSING, Assumed, DictValue, ListValue, Scope, Value
from automappa_scaffold.source.places import Place

__all__ = ["DJANGO_ENVIRON"]

DJANGO_ENVIRON = Models()


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
    if isinstance(name, str) and not is_set(m, name) and default is MISSING and not promised(m, name)[0]:
        m.assumptions[f"the environment variable {name} is not set"] = None
        raise _improperly_configured(m, f"Set the {name} environment variable", place)
    found = read_variable(m, name, default, place)
    if isinstance(name, str) and not is_set(m, name):
        return found
    return convert(m, found, cast, f"the environment variable {name}", place)


def _improperly_configured(m: Imports, text: str, place: Place) -> PyRaise:
    cls = m.models.get("django.core.exceptions.ImproperlyConfigured")
    if not isinstance(cls, Class):
        return exception("Exception", text, place)
    return PyRaise(Instance(cls, m.namespace(args=(text,)), text), place)


# The settings that an address of a mail server tells, and those that only some tell.
_OF_MAIL = (
    "EMAIL_FILE_PATH",
    "EMAIL_HOST_USER",
    "EMAIL_HOST_PASSWORD",
    "EMAIL_HOST",
    "EMAIL_PORT",
    "EMAIL_BACKEND",
)
_OF_SOME_MAIL = ("EMAIL_USE_TLS", "EMAIL_USE_SSL", "OPTIONS")


def _env_method(cast: str, variable: str = "") -> Native:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = dict(zip(("var", "default"), args[1:], strict=False)) | kwargs
        name = given.get("var", variable)
        found = _env_read(m, m.decide(name), cast, given.get("default", MISSING), place)
        if not variable:
            return found
        reason = f"what the address in {variable} says"  # parsed, even where it is the default
        said = m.unknown(reason, place, is_foreign=True)
        if variable != "EMAIL_URL":
            return m.new_dict(unknown=said)
        perhaps = Scope(f"whether the address in {variable} says so", place)
        held = {
            **dict.fromkeys(_OF_MAIL, said),
            **dict.fromkeys(_OF_SOME_MAIL, m.join([said, MISSING], perhaps)),
        }
        return m.new_dict(held)

    return Native(cast, run, binds=True)


def _read_env(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0] if args else kwargs.get("env_file")
    path = posixpath.join(folder_here(m), ".env") if given is None else given_path(m, given, place)
    if path is None:
        m.store(m.environ_changes, OPEN_ENVIRON, True)
    elif m.tree.is_file(path):
        set_variables(m, path, place, override=m.truth(kwargs.get("overwrite", False)) is True)
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


DJANGO_ENVIRON["environ.Env"] = DJANGO_ENVIRON["environ.FileAwareEnv"] = _env_class()


# Paths.


def _path_new(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _path_of(m, [m.working_directory, *args[1:]], place)


def _path_of(m: Imports, parts: list[Value], place: Place) -> Value:
    texts = [path_text(m, part, place) for part in parts]
    if any(not isinstance(text, str) for text in texts):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    return Instance(_PATH, m.namespace(), posixpath.normpath(posixpath.join(*texts)))


def _path_up(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    steps = m.decide(args[1])
    if not isinstance(steps, int):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    return _path_of(m, [args[0].payload, *[".."] * steps], place)


_PATH = native_class("Path", _path_new, module="environ", is_open=True)
_PATH.ns["__sub__"] = Native("__sub__", _path_up, binds=True)
for _name in ("path", "__add__"):
    _PATH.ns[_name] = Native(
        _name,
        lambda m, args, kwargs, place: _path_of(m, [args[0].payload, *args[1:]], place),
        binds=True,
    )
_PATH.ns["__str__"] = Native("__str__", lambda m, args, kwargs, place: args[0].payload, binds=True)
_PATH.ns["root"] = Wrapper("property", Native("root", lambda m, args, kwargs, place: args[0].payload))
_PATH.ns["__call__"] = Native(
    "__call__",
    lambda m, args, kwargs, place: path_text(m, _path_of(m, [args[0].payload, *args[1:]], place), place),
    binds=True,
)
DJANGO_ENVIRON["environ.Path"] = _PATH
