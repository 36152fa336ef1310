"""Data formats of the standard library: Python literals, JSON, TOML, INI and CSV."""

import ast
import configparser
import csv
import json
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.generators import Iterator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.files import read_text
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Unknown, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["DATA_FORMATS"]

DATA_FORMATS = Models()

_MAX_TEXT = 4_000_000


def _error(path: str, base: str = "ValueError") -> Class:
    module, _, name = path.rpartition(".")
    cls = Class(name, (EXCEPTIONS[base],), Namespace(0), module=module)
    DATA_FORMATS[path] = cls
    return cls


def _literal(text: Any) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, MemoryError) as problem:
        raise ValueError(str(problem)) from None


_JSON_ERROR = _error("json.JSONDecodeError")
DATA_FORMATS["json.decoder.JSONDecodeError"] = _JSON_ERROR
_TOML_ERROR = _error("tomllib.TOMLDecodeError")


def _fail(m: Imports, cls: Class, text: str, place: Place) -> PyRaise:
    return PyRaise(Instance(cls, m.namespace(args=(text,)), text), place)


def _loads(parse: Callable[[Any], Any], error: Class) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.decide(args[0]) if args else MISSING
        if is_constant(text) and not isinstance(text, (str, bytes)):  # None, where a variable is not set
            return m.compute(lambda: parse(text), place)
        if not isinstance(text, (str, bytes)) or len(text) > _MAX_TEXT or kwargs:
            m.risky_calls += 1
            if any(isinstance(value, (Function, Bound)) for value in kwargs.values()):
                m.note("what a function is given while data is read is not followed", place)
            return m.undecided(text, place)
        try:
            return m.from_python(parse(text))
        except ValueError as problem:
            raise _fail(m, error, str(problem), place) from None
        except RecursionError:
            return m.unknown("data that is nested too deeply", place)

    return run


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


@DATA_FORMATS.function("json.dumps")
def _dumps(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = kwargs.pop("obj") if not args and "obj" in kwargs else args[0]
    plain = m.to_python(m.decide(given), place)
    options = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
    if plain is MISSING and not kwargs:
        m.refuse_as_python(json.dumps, (given,), place)
    if plain is MISSING or any(value is MISSING for value in options.values()):
        return m.unknown("json.dumps() of what is not known", place)
    return m.compute(lambda: json.dumps(plain, **options), place)


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


def _rows(m: Imports, args: Args, place: Place) -> tuple[list[str], Unknown | None]:
    lines, unknown = m.iterate(args[0], place)
    plain = [m.decide(line) for line in lines]
    if unknown or not all(isinstance(line, str) for line in plain):
        return [], unknown or m.unknown("the lines of a table", place)
    return plain, None


def _options(m: Imports, kwargs: Kwargs, place: Place) -> dict[str, Any]:
    return {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}


@DATA_FORMATS.function("csv.reader")
def _reader(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = _rows(m, args, place)
    options = _options(m, kwargs, place)
    if unknown or MISSING in options.values():
        return m.new_iterator((), unknown or m.unknown("the rows of a table", place))
    rows = m.compute(lambda: list(csv.reader(lines, **options)), place)
    return _rows_of(m, rows, {})


@DATA_FORMATS.function("csv.DictReader")
def _dict_reader(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = _rows(m, args, place)
    options = _options(m, kwargs, place)
    if unknown or MISSING in options.values() or len(args) > 1:
        return m.new_iterator((), unknown or m.unknown("the rows of a table", place))
    reader = csv.DictReader(lines, **options)
    rows = m.compute(lambda: list(reader), place)
    return _rows_of(m, rows, {"fieldnames": m.from_python(reader.fieldnames)})


def _rows_of(m: Imports, rows: list[Any], names: dict[str, Value]) -> Value:
    """Return an iterator over rows that has some attributes of its own."""
    made = m.new_iterator([m.from_python(row) for row in rows])
    if isinstance(made, Iterator):
        made.slots["names"] = names
    return made


# INI files: the parser's payload is Python's own.


def _new_parser(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    options = _options(m, kwargs, place)
    if len(args) > 1 or MISSING in options.values():
        return m.unknown("a parser with options that are not known", place)
    try:
        parser = configparser.RawConfigParser if args[0] is _RAW_PARSER else configparser.ConfigParser
        return Instance(args[0], m.namespace(), parser(**options))
    except TypeError:
        return m.unknown("a parser with options that are not known", place)


_PARSER = native_class("ConfigParser", _new_parser, module="configparser", is_open=True)
DATA_FORMATS["configparser.ConfigParser"] = _PARSER
_NO_FALLBACK = Instance(native_class("object"), Namespace(0))  # what stands for a fallback that is not given
DATA_FORMATS["configparser._UNSET"] = _NO_FALLBACK
_INI_ERRORS = {"Error": _error("configparser.Error", "Exception")}
for _kind in vars(configparser).values():  # parents come first there
    if isinstance(_kind, type) and issubclass(_kind, configparser.Error):
        _base = _kind.__mro__[1].__name__
        _cls = Class(_kind.__name__, (_INI_ERRORS.get(_base, _INI_ERRORS["Error"]),), Namespace(0))
        _INI_ERRORS.setdefault(_kind.__name__, _cls)
        DATA_FORMATS[f"configparser.{_kind.__name__}"] = _INI_ERRORS[_kind.__name__]


def _read(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Read files; those that are not there are passed over."""
    given = m.decide(args[1])
    paths = (given,) if isinstance(given, (str, Instance)) else m.iterate(given, place)[0]
    found = []
    for path in paths:
        try:
            text = read_text(m, path, kwargs.get("encoding"), place)
        except PyRaise:
            continue
        if not isinstance(text, str):
            args[0].payload = None
            return m.undecided(text, place)
        _parse_ini(m, args[0], text, place)
        found.append(path)
    return m.new_list(found)


def _parse_ini(m: Imports, parser: Instance, text: str, place: Place) -> None:
    if parser.payload is None:
        return
    try:
        parser.payload.read_string(text)
    except configparser.Error as problem:
        raise _fail(m, _INI_ERRORS[type(problem).__name__], str(problem), place) from None


def _read_string(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[1])
    if isinstance(text, str):
        _parse_ini(m, args[0], text, place)
    else:
        args[0].payload = None
    return None


def _read_file(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = _rows(m, args[1:], place)
    return _read_string(m, (args[0], unknown or "".join(lines)), {}, place)


def _ask(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    """Return a method that Python's own parser answers."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        parser = args[0].payload
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        options = _options(m, {key: v for key, v in kwargs.items() if v is not _NO_FALLBACK}, place)
        if parser is None or MISSING in (*plain, *options.values()):
            return m.unknown("a value of an INI file", place)
        try:
            answer = getattr(parser, name)(*plain, **options)
        except configparser.Error as problem:
            raise _fail(m, _INI_ERRORS[type(problem).__name__], str(problem), place) from None
        except (ValueError, KeyError, TypeError) as problem:
            raise m.raise_(type(problem).__name__, str(problem), place) from None
        if isinstance(answer, configparser.SectionProxy):
            return m.new_dict(dict(answer))
        return m.from_python(answer)

    return run


def _change(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    """Return a method that changes Python's own parser; by what is not known, nothing of it is known."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        parser = args[0].payload
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        if parser is None or MISSING in plain or kwargs:
            args[0].payload = None
            return None
        try:
            getattr(parser, name)(*plain)
        except configparser.Error as problem:
            raise _fail(m, _INI_ERRORS[type(problem).__name__], str(problem), place) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            args[0].payload = None
        return None

    return run


for _name in ("read_dict", "set", "add_section", "remove_section", "remove_option"):
    _PARSER.ns[_name] = Native(_name, _change(_name), binds=True)
_PARSER.ns["BOOLEAN_STATES"] = DictValue(
    Namespace(0, configparser.ConfigParser.BOOLEAN_STATES.items()), Namespace(0, [("unknown", None)])
)
_PARSER.is_open = True
for _name in ("sections", "options", "items", "get", "getint", "getfloat", "getboolean", "has_section"):
    _PARSER.ns[_name] = Native(_name, _ask(_name), binds=True)
for _name in ("has_option", "defaults", "__getitem__", "__contains__"):
    _PARSER.ns[_name] = Native(_name, _ask(_name), binds=True)
_RAW_PARSER = native_class("RawConfigParser", module="configparser", bases=(_PARSER,), is_open=True)
DATA_FORMATS["configparser.RawConfigParser"] = _RAW_PARSER
for _name, _method in (("read", _read), ("read_string", _read_string), ("read_file", _read_file)):
    _PARSER.ns[_name] = Native(_name, _method, binds=True)
_PARSER.ns["__iter__"] = Native(
    "__iter__",
    lambda m, args, kwargs, place: (
        m.new_list(list(args[0].payload or ()))
        if args[0].payload is not None
        else m.unknown("the sections of an INI file", place)
    ),
    binds=True,
)
