"""Data formats of the standard library: Python literals, JSON, TOML and CSV."""

import ast
import csv
import io
import json
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.models.json_hooks import HOOKS, parse_with_hooks
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Namespace,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["DATA_FORMATS", "data_error", "failure", "options_of", "rows_of"]

DATA_FORMATS = Models()

_MAX_TEXT = 4_000_000


def data_error(path: str, base: str = "ValueError") -> Class:
    """Return the class of an error, the model of its name."""
    module, _, name = path.rpartition(".")
    cls = Class(name, (EXCEPTIONS[base],), Namespace(0), module=module)
    DATA_FORMATS[path] = cls
    return cls


def _literal(text: Any) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, MemoryError) as problem:
        raise ValueError(str(problem)) from None


_JSON_ERROR = data_error("json.JSONDecodeError")
DATA_FORMATS["json.decoder.JSONDecodeError"] = _JSON_ERROR
_TOML_ERROR = data_error("tomllib.TOMLDecodeError")


def failure(m: Imports, cls: Class, text: str, place: Place) -> PyRaise:
    """Return an error of such a class, to be raised."""
    return PyRaise(Instance(cls, m.namespace(args=(text,)), text), place)


def _loads(parse: Callable[[Any], Any], error: Class) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.decide(args[0]) if args else MISSING
        if parse is json.loads:
            _refuse_json(m, text, kwargs, place)
        if is_constant(text) and not isinstance(text, (str, bytes)):  # None, where a variable is not set
            return m.compute(lambda: parse(text), place)
        hooks = {name: hook for name, given in kwargs.items() if (hook := m.decide(given)) is not None}
        is_followed = not hooks or (parse is json.loads and hooks.keys() <= HOOKS)
        if not isinstance(text, (str, bytes)) or len(text) > _MAX_TEXT or not is_followed:
            m.risky_calls += 1
            if any(isinstance(value, (Function, Bound)) for value in kwargs.values()):
                m.note("what a function is given while data is read is not followed", place)
            return m.undecided(text, place)
        try:
            if hooks:
                return parse_with_hooks(m, text, hooks, place)
            read = parse(text)
            return m.hold(read, place) if parse is _parse_toml else m.from_python(read)  # TOML has dates
        except ValueError as problem:
            raised = failure(m, error, str(problem), place)
            if isinstance(problem, json.JSONDecodeError):
                for name in ("msg", "doc", "pos", "lineno", "colno"):
                    raised.value.ns[name] = getattr(problem, name)
            raise raised from None
        except RecursionError:
            return m.unknown("data that is nested too deeply", place)

    return run


_JSON_OPTIONS = frozenset(
    ("s", "cls", "object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook", "strict")
)


def _refuse_json(m: Imports, text: Value, kwargs: Kwargs, place: Place) -> None:
    """Raise what ``json.loads`` raises for what is no text, and for keywords that no decoder takes."""
    if not is_constant(text) and is_none_of(text, str, bytes, bytearray):
        shown = f"the JSON object must be str, bytes or bytearray, not {kind_name(text)}"
        raise m.refusal("TypeError", shown, place)
    wrong = next((name for name in kwargs if name not in _JSON_OPTIONS), "")
    if wrong and "cls" not in kwargs and "**" not in kwargs:
        shown = f"JSONDecoder.__init__() got an unexpected keyword argument '{wrong}'"
        raise m.refusal("TypeError", shown, place)


def _loaded(loads: Callable[[Imports, Args, Kwargs, Place], Value]) -> Callable[..., Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.call(m.get_attribute(args[0], "read", place), (), {}, place)
        return loads(m, (text,), kwargs, place)

    return run


def _parse_toml(text: Any) -> Any:
    import importlib

    tomllib = importlib.import_module("tomllib")  # from Python 3.11 on
    return tomllib.loads(text.decode() if isinstance(text, bytes) else text)


DATA_FORMATS["ast.literal_eval"] = Native("literal_eval", _loads(_literal, EXCEPTIONS["ValueError"]))
for _module, _parse, _class in (("json", json.loads, _JSON_ERROR), ("tomllib", _parse_toml, _TOML_ERROR)):
    _run = _loads(_parse, _class)
    DATA_FORMATS[f"{_module}.loads"] = Native("loads", _run)
    DATA_FORMATS[f"{_module}.load"] = Native("load", _loaded(_run))


@DATA_FORMATS.function("ast.literal_eval")
def _literal_eval(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[0])
    if not isinstance(text, str):
        return m.unknown("ast.literal_eval() of what is not known", place)
    try:
        return m.from_python(ast.literal_eval(text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as problem:
        raise m.raise_(type(problem).__name__, str(problem), place) from None


# Comma-separated values.


def rows_of(m: Imports, args: Args, place: Place) -> tuple[list[str], Unknown | None]:
    """Return the lines that are read from the first argument, and why there may be others."""
    lines, unknown = m.iterate(args[0], place)
    plain = [m.decide(line) for line in lines]
    if unknown or not all(isinstance(line, str) for line in plain):
        return [], unknown or m.unknown("the lines of a table", place)
    return plain, None


def options_of(m: Imports, kwargs: Kwargs, place: Place) -> dict[str, Any]:
    """Return named arguments as Python's own, MISSING for what is none."""
    options = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
    if _DIALECTS in m.patched and isinstance(options.get("dialect"), str):
        options["dialect"] = MISSING  # the program's own, perhaps
    return options


# Beside what the project patches, under a key that is no path: that it may know other dialects.
_DIALECTS = "csv.register_dialect()"


@DATA_FORMATS.function("csv.register_dialect:check", "csv.unregister_dialect:check")
def _register_dialect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    m.store(m.patched, _DIALECTS, True)


@DATA_FORMATS.function("csv.get_dialect:check")
def _get_dialect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    name = m.decide(args[0] if args else kwargs.get("name", MISSING))
    if isinstance(name, str) and _DIALECTS not in m.patched:
        m.compute(lambda: csv.get_dialect(name), place)


@DATA_FORMATS.function("csv.reader")
def _reader(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = rows_of(m, args, place)
    named = {"dialect": args[1], **kwargs} if len(args) > 1 else kwargs
    options = options_of(m, named, place)
    if unknown or MISSING in options.values():
        return _table(m, [], {}, unknown or m.unknown("the rows of a table", place))
    rows = m.compute(lambda: list(csv.reader(lines, **options)), place)
    return _table(m, rows, {})


_OF_READERS = ("fieldnames", "restkey", "restval", "dialect")


@DATA_FORMATS.function("csv.DictReader")
def _dict_reader(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = rows_of(m, args, place)
    options = options_of(m, {**dict(zip(_OF_READERS, args[1:], strict=False)), **kwargs}, place)
    if unknown or MISSING in options.values() or len(args) > 1 + len(_OF_READERS):
        return _table(m, [], {}, unknown or m.unknown("the rows of a table", place))
    reader = m.compute(lambda: csv.DictReader(lines, **options), place)
    rows = m.compute(lambda: list(reader), place)
    return _table(m, rows, {"fieldnames": m.from_python(reader.fieldnames)})


@DATA_FORMATS.function("csv.writer:check")
def _check_writer(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> None:
    target = m.decide(args[0] if args else kwargs.get("f", MISSING))
    if is_constant(target) or isinstance(target, (tuple, ListValue, DictValue)):
        raise m.refusal("TypeError", 'argument 1 must have a "write" method', place)
    named = {"dialect": args[1], **kwargs} if len(args) > 1 else kwargs
    options = {key: value for key, value in options_of(m, named, place).items() if key != "csvfile"}
    if "**" not in options and MISSING not in options.values():
        m.compute(lambda: csv.writer(io.StringIO(), **options), place)


def _table(m: Imports, rows: list[Any], names: dict[str, Value], why: Unknown | None = None) -> Value:
    """Return an iterator over rows that has some attributes of its own; ``why``: why there may be others."""
    made = m.new_iterator([m.from_python(row) for row in rows], why)
    if isinstance(made, Iterator):
        made.slots["names"] = names
    return made
