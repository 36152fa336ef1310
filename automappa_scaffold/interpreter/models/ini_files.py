"""INI files, as ``configparser`` reads them: the payload of a parser is Python's own."""

import configparser
import io
from collections.abc import Callable, ItemsView, KeysView, ValuesView

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.data_formats import data_error, failure, options_of, rows_of
from automappa_scaffold.interpreter.models.files import read_text
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["INI_FILES"]

INI_FILES = Models()


def _new_parser(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    options = options_of(m, kwargs, place)
    if len(args) > 1 or MISSING in options.values():
        return m.unknown("a parser with options that are not known", place)
    try:
        parser = configparser.RawConfigParser if args[0] is _RAW_PARSER else configparser.ConfigParser
        return Instance(args[0], m.namespace(), parser(**options))
    except TypeError:
        return m.unknown("a parser with options that are not known", place)


_PARSER = native_class("ConfigParser", _new_parser, module="configparser", is_open=True)
INI_FILES["configparser.ConfigParser"] = _PARSER
_NO_FALLBACK = Instance(native_class("object"), Namespace(0))  # what stands for a fallback that is not given
INI_FILES["configparser._UNSET"] = _NO_FALLBACK
_INI_ERRORS = {"Error": data_error("configparser.Error", "Exception")}
INI_FILES["configparser.Error"] = _INI_ERRORS["Error"]
for _kind in vars(configparser).values():  # parents come first there
    if isinstance(_kind, type) and issubclass(_kind, configparser.Error):
        _base = _kind.__mro__[1].__name__
        _cls = Class(_kind.__name__, (_INI_ERRORS.get(_base, _INI_ERRORS["Error"]),), Namespace(0))
        _cls.is_partial = True  # they have attributes of their own
        _INI_ERRORS.setdefault(_kind.__name__, _cls)
        INI_FILES[f"configparser.{_kind.__name__}"] = _INI_ERRORS[_kind.__name__]


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
    _doubt_under_condition(m, parser)
    if parser.payload is None:
        return
    try:
        parser.payload.read_string(text)
    except configparser.Error as problem:
        raise _failure(m, problem, place) from None


def _doubt_under_condition(m: Imports, parser: Instance) -> None:
    """Leave open what a parser holds that is changed by a branch, and was there before."""
    if m.birth > parser.ns.depth and m.scopes:
        parser.payload = None


def _failure(m: Imports, problem: configparser.Error, place: Place) -> PyRaise:
    raised = failure(m, _INI_ERRORS[type(problem).__name__], str(problem), place)
    if isinstance(raised.value, Instance):
        raised.value.ns.update({key: held for key, held in vars(problem).items() if is_constant(held)})
    return raised


def _read_string(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[1] if len(args) > 1 else kwargs.get("string"))
    if isinstance(text, str) or text is None:
        _parse_ini(m, args[0], text or "", place)
        return None
    m.refuse_as_python(io.StringIO, (text,), place)
    args[0].payload = None
    return None


def _read_file(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    lines, unknown = rows_of(m, args[1:], place)
    text = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    return _read_string(m, (args[0], unknown or text), {}, place)


def _ask(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    """Return a method that Python's own parser answers."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        parser = args[0].payload
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        options = options_of(m, {key: v for key, v in kwargs.items() if v is not _NO_FALLBACK}, place)
        if parser is None or MISSING in (*plain, *options.values()):
            return m.unknown("a value of an INI file", place)
        try:
            answer = getattr(parser, name)(*plain, **options)
        except configparser.Error as problem:
            raise _failure(m, problem, place) from None
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise m.raise_(type(problem).__name__, str(problem), place) from None
        if isinstance(answer, configparser.SectionProxy):
            return Instance(_SECTION, m.namespace(), answer)
        return m.from_python([*answer] if isinstance(answer, (ItemsView, KeysView, ValuesView)) else answer)

    return run


def _change(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    """Return a method that changes Python's own parser; by what is not known, nothing of it is known."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        _doubt_under_condition(m, args[0])
        parser = args[0].payload
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        if MISSING in plain and not kwargs:
            m.refuse_as_python(getattr(configparser.ConfigParser(), name), args[1:], place)
        if parser is None or MISSING in plain or kwargs:
            args[0].payload = None
            is_silent = not name.startswith("remove")
            return None if is_silent else m.unknown("what a parser of INI files held", place)
        try:
            return getattr(parser, name)(*plain)  # whether it was there, of what is removed
        except configparser.Error as problem:
            raise _failure(m, problem, place) from None
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise m.raise_(type(problem).__name__, str(problem), place) from None

    return run


def _change_unseen(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for a method that changes a parser as is not followed."""
    args[0].payload = None
    return m.unknown("what a parser of INI files is changed to", place)


for _name in ("readfp", "pop", "popitem", "setdefault"):
    _PARSER.ns[_name] = Native(_name, _change_unseen, binds=True)
for _name in ("__setitem__", "__delitem__", "clear", "update"):
    _PARSER.ns[_name] = Native(_name, _change(_name), binds=True)
for _name in ("read_dict", "set", "add_section", "remove_section", "remove_option"):
    _PARSER.ns[_name] = Native(_name, _change(_name), binds=True)
_PARSER.ns["BOOLEAN_STATES"] = DictValue(
    Namespace(0, configparser.ConfigParser.BOOLEAN_STATES.items()), Namespace(0, [("unknown", None)])
)
_PARSER.is_open = True
for _name in ("sections", "options", "items", "get", "getint", "getfloat", "getboolean", "has_section"):
    _PARSER.ns[_name] = Native(_name, _ask(_name), binds=True)
for _name in ("has_option", "defaults", "keys", "__getitem__", "__contains__", "__len__"):
    _PARSER.ns[_name] = Native(_name, _ask(_name), binds=True)
_RAW_PARSER = native_class("RawConfigParser", module="configparser", bases=(_PARSER,), is_open=True)
INI_FILES["configparser.RawConfigParser"] = _RAW_PARSER
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


def _set_attribute(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Set how option names are read; another attribute means nothing to the parser, or is not followed."""
    parser, name, value = args[0], m.decide(args[1]), m.decide(args[2])
    if name == "optionxform" and value is m.external("builtins.str") and parser.payload is not None:
        parser.payload.optionxform = str
    else:
        parser.payload = None
    if isinstance(name, str):
        m.set_plainly(parser, name, value, place)
    return None


_PARSER.ns["__setattr__"] = Native("__setattr__", _set_attribute, binds=True)


def _change_section(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    section = args[0].payload
    plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
    if MISSING in plain or m.scopes:
        m.disturb("what an option of an INI file is set to", place)
        return None
    try:
        section[plain[0]] = plain[1]
    except (ValueError, TypeError) as problem:
        raise m.raise_(type(problem).__name__, str(problem), place) from None
    return None


_SECTION = native_class("SectionProxy", module="configparser", is_whole=True)
for _name in ("get", "getint", "getfloat", "getboolean", "keys", "values", "items"):
    _SECTION.ns[_name] = Native(_name, _ask(_name), binds=True)
for _name in ("__getitem__", "__contains__", "__len__"):
    _SECTION.ns[_name] = Native(_name, _ask(_name), binds=True)
_SECTION.ns["__setitem__"] = Native("__setitem__", _change_section, binds=True)
_SECTION.ns["__iter__"] = Native(
    "__iter__", lambda m, args, kwargs, place: m.new_list([*args[0].payload]), binds=True
)
_SECTION.ns["name"] = Wrapper("property", Native("name", lambda m, args, kwargs, place: args[0].payload.name))
