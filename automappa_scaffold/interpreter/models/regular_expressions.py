"""Regular expressions: Python's own answer, where it cannot take long."""

import re
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import MADE_ANEW
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.regular_expression_costs import is_fast
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Native, Partial
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import MISSING, Namespace, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["REGULAR_EXPRESSIONS"]

REGULAR_EXPRESSIONS = Models()
_ERROR = Class("error", (EXCEPTIONS["Exception"],), Namespace(0), module="re")
REGULAR_EXPRESSIONS["re.error"] = REGULAR_EXPRESSIONS["re.PatternError"] = _ERROR

_MAX_STEPS = 1_000_000
_FUNCTIONS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn")
_PATTERN = native_class("Pattern", module="re")
_PATTERN.ns[MADE_ANEW] = True  # unless Python still has the one that it made before
_MATCH = native_class("Match", module="re")


def _is_fast(pattern: Any, text: Any) -> bool:
    """Return whether a pattern certainly ends soon on a text: what repeats must not repeat within itself."""
    shown = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    if re.search(r"\)(?:[*+]|\{)", shown) or re.search(r"\\[1-9]|\(\?P=", shown):
        return False
    repeats = len(re.findall(r"(?<!\\)(?:[*+]|\{\d*,)", shown))
    return bool((len(text) + 1) ** (repeats + 1) <= _MAX_STEPS)


def _run_function(
    name: str, compiled: re.Pattern[Any], m: Imports, args: Args, kwargs: Kwargs, place: Place
) -> Value:
    given = [m.decide(argument) for argument in args]
    replace = given[0] if name in ("sub", "subn") and given else None
    called = isinstance(replace, (Function, Native, Bound, Partial))
    plain = [m.to_python(argument, place) for argument in (given[1:] if called else given)]
    options = {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}
    text = next(
        (
            p
            for p in (plain if called or name not in ("sub", "subn") else plain[1:])
            if isinstance(p, (str, bytes))
        ),
        None,
    )
    is_slow = isinstance(text, (str, bytes)) and not (
        _is_fast(compiled.pattern, text) or is_fast(compiled, text)
    )
    if MISSING in plain and not called and not options:
        m.refuse_as_python(getattr(compiled, name), args, place)
    if MISSING in (*plain, *options.values()) or is_slow:
        return m.unknown("what a regular expression finds", place)
    if called:
        plain.insert(0, lambda match: m.call(replace, (_wrap_match(match),), {}, place))
    try:
        found = getattr(compiled, name)(*plain, **options)
        found = list(found) if name == "finditer" else found
    except (re.error, TypeError, ValueError, IndexError) as problem:
        raise _problem(m, problem, place) from None
    if name == "finditer":
        return m.new_iterator([_wrap_match(match) for match in found])
    return _wrap_match(found) if isinstance(found, re.Match) else m.from_python(found)


def _wrap_match(match: re.Match[Any]) -> Instance:
    names = ("endpos", "lastgroup", "lastindex", "pos", "string")
    return Instance(_MATCH, Namespace(0, [(name, getattr(match, name)) for name in names]), match)


def _problem(m: Imports, problem: Exception, place: Place) -> PyRaise:
    if isinstance(problem, re.error):
        shown = {name: getattr(problem, name) for name in ("msg", "pattern", "pos", "lineno", "colno")}
        return PyRaise(Instance(_ERROR, m.namespace(args=(str(problem),), **shown), str(problem)), place)
    return m.raise_(type(problem).__name__, str(problem), place)


def _compile(m: Imports, pattern: Value, flags: Value, place: Place) -> "re.Pattern[Any] | None":
    pattern, flags = m.decide(pattern), m.decide(flags)
    if isinstance(pattern, Instance) and isinstance(pattern.payload, re.Pattern):
        if is_constant(flags) and flags:
            raise m.raise_("ValueError", "cannot process flags argument with a compiled pattern", place)
        return pattern.payload
    if is_constant(pattern) and not isinstance(pattern, (str, bytes)):
        raise m.refusal("TypeError", "first argument must be string or compiled pattern", place)
    if not isinstance(pattern, (str, bytes)):
        m.refuse_as_python(re.compile, (pattern,), place)
        return None
    if not isinstance(flags, int) or len(pattern) > 2_000:
        m.refuse_as_python(lambda given: re.compile("a", given), (flags,), place)
        return None
    try:
        return re.compile(pattern, flags)
    except (re.error, OverflowError, RecursionError) as problem:
        if isinstance(problem, re.error):
            raise _problem(m, problem, place) from None
        return None


@REGULAR_EXPRESSIONS.function("re.compile")
def _compiled(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    flags = args[1] if len(args) > 1 else kwargs.get("flags", 0)
    compiled = _compile(m, args[0] if args else kwargs.get("pattern"), flags, place)
    if compiled is None:
        return m.unknown("a regular expression that is not constant", place)
    return _wrap_pattern(m, compiled)


def _wrap_pattern(m: Imports, compiled: re.Pattern[Any]) -> Instance:
    known = m.aliases.get((re.Pattern, compiled))
    if isinstance(known, Instance):
        return known
    shown = m.namespace(pattern=compiled.pattern, groups=compiled.groups, flags=compiled.flags)
    shown["groupindex"] = m.new_dict(dict(compiled.groupindex))
    made = Instance(_PATTERN, shown, compiled)
    m.aliases[(re.Pattern, compiled)] = made
    return made


@REGULAR_EXPRESSIONS.function("re.escape")
def _escape(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(args[0] if args else kwargs.get("pattern"))
    if isinstance(text, str):
        return re.escape(text)
    m.refuse_as_python(re.escape, (text,), place)
    return re.escape(text) if isinstance(text, bytes) else m.undecided(text, place)


def _module_function(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        options = dict(kwargs)
        positions = {"split": 3, "sub": 4, "subn": 4}.get(name, 2)
        flags = args[positions] if len(args) == positions + 1 else options.pop("flags", 0)
        args = args[:positions] if len(args) == positions + 1 else args
        compiled = _compile(m, args[0] if args else options.pop("pattern", None), flags, place)
        if compiled is None or len(args) > positions:
            return m.unknown("a regular expression that is not constant", place)
        return _run_function(name, compiled, m, args[1:], options, place)

    return run


def _match_method(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(argument), place) for argument in args[1:]]
        named = {key: m.to_python(m.decide(argument), place) for key, argument in kwargs.items()}
        if MISSING in plain or MISSING in named.values() or "**" in named:
            return m.unknown("a group of a regular expression", place)
        return m.from_python(m.compute(lambda: getattr(args[0].payload, name)(*plain, **named), place))

    return run


def _pattern_method(name: str) -> Callable[[Imports, Args, Kwargs, Place], Value]:
    return lambda m, args, kwargs, place: _run_function(name, args[0].payload, m, args[1:], kwargs, place)


for _name in _FUNCTIONS:
    REGULAR_EXPRESSIONS[f"re.{_name}"] = Native(_name, _module_function(_name))
    _PATTERN.ns[_name] = Native(_name, _pattern_method(_name), binds=True)
for _name in ("expand", "group", "groups", "groupdict", "start", "end", "span", "__getitem__"):
    _MATCH.ns[_name] = Native(_name, _match_method(_name), binds=True)
