"""``optparse``: what a parser makes of words, which Python's own parser finds out.

``library/options.py`` holds the parser as the program sees it.
"""

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.values import MISSING, DictValue, ListValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["OPTION_PARSERS"]

OPTION_PARSERS = Models()

_TYPES = (str, int, float, complex)
_OF_PARSER = frozenset(
    ("usage", "version", "description", "prog", "epilog", "add_help_option", "conflict_handler")
)
_OF_OPTION = ("action", "dest", "default", "nargs", "const", "choices", "help", "metavar", "type")
_NOT_FOLLOWED = ("callback", "version")


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


@cache
def _parser_kind() -> Any:
    """Return a class of parsers that print nothing and do not end this tool."""
    library: Any = importlib.import_module("optparse")  # of which few projects have a use at import

    class Parser(library.OptionParser):  # type: ignore[misc]
        def error(self, msg: str) -> NoReturn:
            raise _EndedError(2)

        def exit(self, status: int = 0, msg: str | None = None) -> NoReturn:
            raise _EndedError(status)

        def print_help(self, file: Any = None) -> None:
            """Print nothing."""

        print_version = print_usage = print_help

    return Parser


@OPTION_PARSERS.function("optparse._parsed")
def _parsed(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the code with which the parser ends the program, if it does, the values, and the words left."""
    steps, options, words = map(m.decide, args)
    try:
        parser = _made(m, steps, options, place)
        given = m.to_python(words, place)
        if given is MISSING or not all(isinstance(word, str) for word in given):
            raise _NotFollowedError
        found, rest = parser.parse_args(given)
    except _EndedError as ended:
        return (ended.code, None, None)
    except Exception:  # what of it is refused was told where it was declared
        m.note("whether a parser of options ends the worker", place)
        return (None, None, None)
    values = {
        name: held.value if isinstance(held, _Held) else m.from_python(held)
        for name, held in vars(found).items()
    }
    return (None, m.new_dict(values), m.new_list(rest))


@OPTION_PARSERS.function("optparse._declared")
def _declared(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Raise what Python raises for an option that is none, or contradicts another."""
    steps, options = map(m.decide, args)
    try:
        _made(m, steps, options, place)
    except (_NotFollowedError, _EndedError):
        return None
    except Exception as error:
        raise m.raised_by(error, place) from None
    return None


def _made(m: Imports, steps: Value, options: Value, place: Place) -> Any:
    if not isinstance(steps, ListValue) or steps.unknown or not isinstance(options, DictValue):
        raise _NotFollowedError
    if options.unknown or not options.items.keys() <= _OF_PARSER:
        raise _NotFollowedError
    given = {key: m.decide(value) for key, value in options.items.items()}
    if not all(map(is_constant, given.values())):
        raise _NotFollowedError
    parser = _parser_kind()(**given)
    for step in steps.items:
        if not isinstance(step, tuple) or len(step) != 2 or not isinstance(step[1], DictValue):
            raise _NotFollowedError
        names, told = step
        if told.unknown or not all(isinstance(name, str) for name in names):
            raise _NotFollowedError
        if names:
            parser.add_option(*names, **_option(m, told.items, place))
        else:
            parser.set_defaults(**{key: _default(m, value, place) for key, value in told.items.items()})
    return parser


def _default(m: Imports, held: Value, place: Place) -> Any:
    value = m.decide(held)
    return value if is_constant(value) else _Held(held)


def _option(m: Imports, given: Mapping[str, Value], place: Place) -> dict[str, Any]:
    """Return what an option of the program's parser is declared with."""
    found: dict[str, Any] = {}
    for key, held in given.items():
        value = m.decide(held)
        if key not in _OF_OPTION:
            raise _NotFollowedError
        if key == "type" and not isinstance(value, str) and value is not None:
            kinds = [kind for kind in _TYPES if value is m.models.get(f"builtins.{kind.__name__}")]
            if not kinds:
                raise _NotFollowedError
            found[key] = kinds[0]
        elif key in ("default", "const"):
            found[key] = _default(m, held, place)
        else:
            found[key] = m.to_python(value, place)
            if found[key] is MISSING:
                raise _NotFollowedError
    if found.get("action") in _NOT_FOLLOWED:
        raise _NotFollowedError
    if found.get("action") in ("append", "append_const", "count") and isinstance(found.get("default"), _Held):
        raise _NotFollowedError
    return found
