"""Environment variables: set ones are read, unset ones are assumed to be unset, and both are told."""

import errno
import os
from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.refusals import is_no_str
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    ListValue,
    Namespace,
    Union,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["OPEN_ENVIRON", "OS_ENVIRON", "promised", "read_variable", "require_legal"]

OS_ENVIRON = Models()
# Stands among the changes of the environment once a file was read into it that is not known.
OPEN_ENVIRON = "\0open"


def read_variable(m: Imports, name: Value, default: Value, place: Place) -> Value:
    """Return an environment variable, the default where it is not set; MISSING as the default: KeyError."""
    name = m.decide(name)
    if is_no_str(name):
        raise m.refusal("TypeError", f"str expected, not {kind_name(name)}", place)
    if not isinstance(name, str):
        return m.unknown("an environment variable whose name is computed", place)
    return _as_changed(m, name, m.environ_changes.get(name, MISSING), default, place)


def _as_changed(m: Imports, name: str, override: Value, default: Value, place: Place) -> Value:
    """Return a variable that the program changed so, or not at all."""
    if isinstance(override, Union) and (MISSING in override.options or None in override.options):
        each = [partial(_as_changed, m, name, one, default, place) for one in override.options]
        return m.settle(m.fork(override.scope, each), override.scope)
    if override is not MISSING and override is not None:
        return override
    if name in m.environ and override is MISSING:
        return Assumed(m.environ[name], f"the environment variable {name} is set as it is here")
    if OPEN_ENVIRON in m.environ_changes:
        return m.unknown(f"{name}, which may come from a file that is not known", place)
    if override is MISSING and (default is MISSING or name in m.set_elsewhere):
        said, text = promised(m, name)
        if said:
            note = f"the environment variable {name} is set, {said}"
            m.assumptions[note] = None
            return (
                m.unknown(f"the environment variable {name}", place) if text is None else Assumed(text, note)
            )
    if default is MISSING:
        if override is MISSING:
            m.assumptions[f"the environment variable {name} is not set"] = None
        raise m.missing_key(name, place)
    note = f"the environment variable {name} is not set"
    return default if isinstance(default, (Assumed, DictValue, ListValue)) else Assumed(default, note)


def promised(m: Imports, name: str) -> tuple[str, str | None]:
    """Return what says that a variable is set where the worker runs, though not here, and its value if known.

    Empty: nothing says it.
    """
    said, text = m.promise(name)
    said = said or next((f"by {file}, which is not here" for file in m.absent_files), "")
    return said or ("for the app is made with it" if name in m.set_elsewhere else ""), text


@OS_ENVIRON.function("os.getenv", "os.environ.get")
def _getenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    default = args[1] if len(args) > 1 else kwargs.get("default")
    return read_variable(m, args[0] if args else kwargs.get("key"), default, place)


def _environ_get(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrong = next((key for key in kwargs if key not in ("key", "default", "**")), "")
    if wrong or len(args) > 3:
        shown = f"got an unexpected keyword argument '{wrong}'" if wrong else "takes from 2 to 3 arguments"
        raise m.raise_("TypeError", f"Mapping.get() {shown}", place)
    return _getenv(m, args[1:], kwargs, place)


def _environ_item(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return read_variable(m, args[1], MISSING, place)


def _require_text(m: Imports, value: Value, place: Place) -> None:
    """Raise TypeError for what certainly is no text: a variable has no other value."""
    bare = value.value if isinstance(value, Assumed) else value
    if is_no_str(bare):
        m.decide(value)
        raise m.refusal("TypeError", f"str expected, not {kind_name(bare)}", place)


def require_legal(m: Imports, name: Value, value: Value, place: Place) -> None:
    """Raise what the system says of a name or value that no variable has."""
    name, value = (os.fsencode(one) if isinstance(one, str) else one for one in (name, value))
    if any(isinstance(one, bytes) and b"\0" in one for one in (name, value)):
        raise m.raise_("ValueError", "embedded null byte", place)
    if isinstance(name, bytes) and b"=" in name:
        raise m.raise_("ValueError", "illegal environment variable name", place)
    if name == b"":
        problem = os.strerror(errno.EINVAL)
        raised = m.raise_("OSError", f"[Errno {errno.EINVAL}] {problem}", place)
        raised.value.ns.update(args=(errno.EINVAL, problem), errno=errno.EINVAL, strerror=problem)
        raise raised


def _environ_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    _require_text(m, name, place)
    _require_text(m, args[2], place)
    require_legal(m, name, m.decide(args[2]), place)
    if isinstance(name, str):
        m.store(m.environ_changes, name, args[2])
    else:
        m.store(m.environ_changes, OPEN_ENVIRON, True)
    return None


def _environ_setdefault(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    held = m.environ_changes.get(name, MISSING) if isinstance(name, str) else None
    is_open = isinstance(held, Union) and (MISSING in held.options or None in held.options)
    if isinstance(name, str) and is_open:
        given = args[2] if len(args) > 2 else kwargs.get("value")
        m.store(m.environ_changes, name, read_variable(m, name, given, place))
    if isinstance(name, str) and name not in m.environ and name not in m.environ_changes:
        value = args[2] if len(args) > 2 else kwargs.get("value")
        _require_text(m, value, place)
        require_legal(m, name, m.decide(value), place)
        m.store(m.environ_changes, name, value)
    return read_variable(m, args[1], None, place)


def _environ_contains(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    _require_text(m, name, place)
    if not isinstance(name, str):
        return m.unknown("an environment variable whose name is computed", place)
    state = "set" if name in m.environ else "not set"
    if name in m.environ_changes:
        held = m.environ_changes[name]
        if isinstance(held, Union) and (MISSING in held.options or None in held.options):
            return m.undecided(held, place)
        return held is not None
    present = name in m.environ
    if not present and name in m.set_elsewhere:
        return Assumed(True, f"the environment variable {name} is set, {promised(m, name)[0]}")
    if not present and OPEN_ENVIRON in m.environ_changes:
        return m.unknown(f"{name}, which may come from a file that is not known", place)
    return Assumed(present, f"the environment variable {name} is {state}")


def _environ_update(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = m.new_dict()
    for argument in args[1:]:
        m.merge(made, argument, place)
    for name, value in {**made.items, **kwargs}.items():
        _environ_set(m, (args[0], name, value), {}, place)
    if made.unknown is not None or "**" in kwargs:
        m.store(m.environ_changes, OPEN_ENVIRON, True)
    return None


def _environ_pop(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Take a variable out; None among the changes says that it is not set any more."""
    name = m.decide(args[1])
    usual = args[2] if len(args) > 2 else kwargs.get("default", MISSING)
    found = read_variable(m, name, usual, place)
    if isinstance(name, str):
        m.store(m.environ_changes, name, None)
    else:
        m.note("which environment variable is taken out is computed", place)
    return found


def _environ_clear(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    for name in {**m.environ, **m.environ_changes}:
        m.store(m.environ_changes, name, MISSING if name == OPEN_ENVIRON else None)
    return None


def _environ_merge(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _environ_update(m, args, {}, place)
    return args[0]


def _environ_all(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return all variables; they are taken to be those that are set here."""
    changed = {name: value for name, value in m.environ_changes.items() if name != OPEN_ENVIRON}
    found = {name: value for name, value in {**m.environ, **changed}.items() if value is not None}
    m.assumptions["the worker's environment variables are those that are set here"] = None
    is_open = OPEN_ENVIRON in m.environ_changes
    why = m.unknown("variables which may come from a file that is not known", place) if is_open else None
    return m.new_dict(found, why)


def _environ_iterator(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.new_iterator(*m.iterate(_environ_all(m, args, kwargs, place), place))


def _environ_view(name: str) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        return m.call(m.get_attribute(_environ_all(m, args, kwargs, place), name, place), (), {}, place)

    return run


_ENVIRON = native_class("_Environ", module="os")
_ENVIRON.ns["<lacks>"] = lambda name: not hasattr(os.environ, name)
for _name, _run in (
    ("copy", _environ_all),
    ("keys", _environ_view("keys")),
    ("values", _environ_view("values")),
    ("items", _environ_view("items")),
    ("__iter__", _environ_iterator),
    ("get", _environ_get),
    ("__getitem__", _environ_item),
    ("__setitem__", _environ_set),
    ("setdefault", _environ_setdefault),
    ("__contains__", _environ_contains),
    ("update", _environ_update),
    ("__ior__", _environ_merge),
    ("clear", _environ_clear),
    ("pop", _environ_pop),
    ("__delitem__", _environ_pop),
):
    _ENVIRON.ns[_name] = Native(_name, _run, binds=True)
OS_ENVIRON["os.environ"] = Instance(_ENVIRON, Namespace(0))
