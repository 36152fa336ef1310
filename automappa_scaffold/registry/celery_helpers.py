"""Small helpers of Celery and kombu that decide imports and names.

Source: ``kombu.utils.imports``, ``kombu.utils.functional``, ``celery.utils.imports`` and ``celery.states`` of
Celery 5.3 to 5.7.
"""

from functools import partial

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_definition, is_no_text
from automappa_scaffold.interpreter.values import (
    DictValue,
    ListValue,
    Namespace,
    SetValue,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_objects import checked_function
from automappa_scaffold.registry.dotted_names import is_import_error, symbol_by_name
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.registry.start_folder import in_folder
from automappa_scaffold.source.places import Place

__all__ = ["HELPERS"]


def _symbol_by_name(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return what a dotted path names; what is no text is given back."""
    name = m.decide(args[0] if args else kwargs.get("name"))
    if isinstance(name, Instance) or (is_constant(name) and not isinstance(name, str)):
        return name
    if (
        not isinstance(name, str)
        or len(args) > 1
        or set(kwargs) - {"default", "imp", "name"}
        or name[:1] == "."
    ):
        m.disturb("what is imported by a name that is computed", place)
        return m.unknown("what a dotted name names", place)
    try:
        return symbol_by_name(m, name, f"symbol_by_name({name!r})", place)
    except PyRaise as raised:
        default = kwargs.get("default")
        if default is None or not (is_import_error(raised) or raised.type_name == "AttributeError"):
            raise
        return default


def _instantiate(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made = _symbol_by_name(m, args[:1], {}, place)
    return m.call(made, args[1:], kwargs, place)


def _import_from_cwd(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("module"))
    if not isinstance(name, str) or len(args) > 1 or set(kwargs) - {"module"}:
        m.disturb("what is imported by a name that is computed", place)
        return m.unknown("a module that is imported by name", place)
    with in_folder(m):
        return m.import_module(name, (m.importing[-1] if m.importing else None, place, f"import {name}"))


def _find_module(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("which packages a search for a module imports", place)
    return m.unknown("whether a module is found", place)


def _maybe_list(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("obj"))
    if len(args) > 1 or "scalars" in kwargs:
        return m.unknown("a list or what was given", place)
    if isinstance(given, (str, bytes, DictValue)):
        return m.new_list([given])
    if isinstance(given, (ListValue, SetValue, tuple)) or given is None:
        return given
    return m.new_list([given]) if is_constant(given) else m.unknown("a list or what was given", place)


def _rate(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a rate limit as times a second, or raise what its wrong text raises."""
    given = m.decide(args[0] if args else kwargs.get("r"))
    if not is_constant(given):
        return m.undecided(given, place)
    return m.compute(partial(_times_a_second, given), place)


def _times_a_second(given: object) -> object:
    if not isinstance(given, str):
        return given or 0
    number, _, unit = given.partition("/")
    return (float(number) / {"s": 1.0, "m": 60.0, "h": 3600.0}[unit or "s"]) or 0


def _task_logger(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    if name in ("celery", "celery.task"):
        raise m.raise_("RuntimeError", f"Logger name {name!r} is reserved!", place)
    is_module = isinstance(name, Module) or m.is_outside_module(name)
    if is_module or (not isinstance(name, Instance) and (is_no_text(name) or is_definition(name))):
        # What is no text is taken for a logger.
        raise m.raise_("AttributeError", describe_missing(name, "parent" if is_module else "handlers"), place)
    logger = m.of_kind(m.unknown("a logger", place, is_foreign=True), "logging.Logger")
    if isinstance(name, str):
        logger.ns["name"] = name
    return logger


_STATES = ["PENDING", "RECEIVED", "STARTED", "SUCCESS", "FAILURE", "REVOKED", "REJECTED", "RETRY", "IGNORED"]
_STATE_SETS = {
    "READY_STATES": "FAILURE REVOKED SUCCESS",
    "UNREADY_STATES": "PENDING RECEIVED REJECTED RETRY STARTED",
    "EXCEPTION_STATES": "FAILURE RETRY REVOKED",
    "PROPAGATE_STATES": "FAILURE REVOKED",
}


def _build() -> dict[str, Value]:
    runs: dict[str, Run] = {
        "kombu.utils.imports.symbol_by_name": _symbol_by_name,
        "kombu.utils.symbol_by_name": _symbol_by_name,
        "celery.utils.imports.symbol_by_name": _symbol_by_name,
        "celery.utils.imports.instantiate": _instantiate,
        "celery.utils.imports.import_from_cwd": _import_from_cwd,
        "celery.utils.import_from_cwd": _import_from_cwd,
        "celery.utils.imports.find_module": _find_module,
        "celery.utils.functional.maybe_list": _maybe_list,
        "kombu.utils.functional.maybe_list": _maybe_list,
        "celery.utils.log.get_task_logger": _task_logger,
        "celery.utils.time.rate": _rate,
    }
    made: dict[str, Value] = {path: checked_function(path, run) for path, run in runs.items()}
    made.update({f"celery.states.{name}": name for name in _STATES})
    for name, states in _STATE_SETS.items():
        meta = Namespace(0, [("items", tuple(states.split())), ("unknown", None)])
        made[f"celery.states.{name}"] = SetValue(meta)
    return made


HELPERS = _build()
