"""``argparse``: what a parser makes of words, which Python's own parser finds out.

``library/arguments.py`` holds the parser as the program sees it.
"""

import argparse
from collections.abc import Mapping
from typing import Any, NoReturn

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["ARGUMENT_PARSERS"]

ARGUMENT_PARSERS = Models()

_TYPES = (str, int, float)
_ONLY_SHOWN = ("help", "metavar")
_SHOWN_OF_PARSER = frozenset(("prog", "usage", "description", "epilog", "formatter_class"))
_ACTIONS = (None, "store", "store_true", "store_false", "store_const", "append", "count", "version")
_KNOWN_ACTIONS = ("append_const", "extend", "help", "parsers", *_ACTIONS)
# Python has not always known these.
_NEWER = frozenset(("deprecated",))
# Pythons deal in other ways with positionals that may be left out where options stand behind or between them.
_COUNTS = (None, "+", "*", "?")
_LEFT_OUT = ("*", "?")


class _NotFollowedError(Exception):
    """A parser does something that is not computed here."""


class _EndedError(Exception):
    """The parser ends the program with a code."""

    def __init__(self, code: int) -> None:
        super().__init__()
        self.code = code


class _Held:
    """A default that is no constant: it is handed through."""

    def __init__(self, value: Value) -> None:
        self.value = value


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _EndedError(2)

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        raise _EndedError(status)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print nothing: it would be this tool's output."""


@ARGUMENT_PARSERS.function("argparse._parsed")
def _parsed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the code with which the parser ends the program, if it does, the values, and the words left."""
    steps, options, words, is_whole = map(m.decide, args)
    try:
        parser = _made(m, steps, options, place)
        given = m.to_python(words, place)
        if given is MISSING or not all(isinstance(word, str) for word in given):
            raise _NotFollowedError
        if any(word.startswith("-") for word in given[1:]) and _may_be_left_out(parser):
            raise _NotFollowedError
        found, rest = parser.parse_known_args(given)
    except _EndedError as ended:
        return (ended.code, None, None)
    except (_NotFollowedError, argparse.ArgumentError, TypeError, ValueError):
        if is_whole:
            m.note("whether a parser of arguments ends the worker", place)
        return (None, None, None)
    if rest and is_whole:
        return (2, None, None)
    values = {
        name: held.value if isinstance(held, _Held) else m.from_python(held)
        for name, held in vars(found).items()
    }
    return (None, m.new_dict(values), m.new_list(rest))


def _may_be_left_out(parser: _Parser) -> bool:
    """Return whether an argument without a name of its own may be left out."""
    return any(action.nargs in _LEFT_OUT and not action.option_strings for action in parser._actions)


@ARGUMENT_PARSERS.function("argparse._declared")
def _declared(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Raise what Python raises for an argument that contradicts another."""
    steps, options = map(m.decide, args)
    try:
        _made(m, steps, options, place)
    except _NotFollowedError:
        return None
    except (argparse.ArgumentError, TypeError, ValueError) as error:
        raise m.raised_by(error, place) from None
    return None


def _made(m: Imports, steps: Value, options: Value, place: Place) -> _Parser:
    if not isinstance(steps, ListValue) or steps.unknown or not isinstance(options, DictValue):
        raise _NotFollowedError
    if options.unknown or not options.items.keys() <= _SHOWN_OF_PARSER | {"add_help"}:
        raise _NotFollowedError
    has_help = options.items.get("add_help", True)
    if not isinstance(has_help, bool):
        raise _NotFollowedError
    parser = _Parser(prog="", add_help=has_help)
    groups: dict[Value, Any] = {}
    for step in steps.items:
        if not isinstance(step, tuple) or len(step) != 3 or not isinstance(step[1], DictValue):
            raise _NotFollowedError
        names, given, key = step
        if given.unknown or not all(isinstance(name, str) for name in names):
            raise _NotFollowedError
        if names:
            _owner(m, parser, groups, key).add_argument(*names, **_argument(m, names, given.items, place))
        else:
            parser.set_defaults(**{key: _Held(value) for key, value in given.items.items()})
    return parser


def _owner(m: Imports, parser: _Parser, groups: dict[Value, Any], key: Value) -> Any:
    """Return what an argument is added to: the parser, or a group of which one alone may be given."""
    if key is None:
        return parser
    number, is_required = map(m.decide, key) if isinstance(key, tuple) else (None, None)
    if not isinstance(number, int) or not isinstance(is_required, bool):
        raise _NotFollowedError
    if number not in groups:
        groups[number] = parser.add_mutually_exclusive_group(required=is_required)
    return groups[number]


def _argument(m: Imports, names: tuple[str, ...], given: Mapping[str, Value], place: Place) -> dict[str, Any]:
    """Return what an argument of the program's parser is declared with."""
    found: dict[str, Any] = {}
    for key, held in given.items():
        value = m.decide(held)
        if key == "type":
            if isinstance(value, str):
                raise ValueError(f"{value!r} is not callable")
            kinds = [kind for kind in _TYPES if value is m.models[f"builtins.{kind.__name__}"]]
            if not kinds:
                raise _NotFollowedError
            found[key] = kinds[0]
        elif key in ("default", "const"):
            found[key] = value if is_constant(value) else _Held(held)
        elif key not in _ONLY_SHOWN:
            found[key] = m.to_python(value, place)
            if found[key] is MISSING:
                raise _NotFollowedError
    action, default = found.get("action"), found.get("default")
    if isinstance(action, str) and action not in _KNOWN_ACTIONS:
        raise ValueError(f'unknown action "{action}"')
    if found.keys() & _NEWER:
        raise _NotFollowedError
    if action == "append" and isinstance(default, _Held):  # what is given comes behind it
        default = found["default"] = m.to_python(m.decide(default.value), place)
    if action not in _ACTIONS or default is MISSING or (action == "count" and isinstance(default, _Held)):
        raise _NotFollowedError
    is_option = names[0].startswith("-")
    if isinstance(default, _Held) and "type" in found:  # it may be a text, which is converted
        raise _NotFollowedError
    if not is_option and not isinstance(found.get("nargs"), int) and found.get("nargs") not in _COUNTS:
        raise _NotFollowedError
    return found
