"""How ``decouple`` converts the texts of settings: ``cast=``, ``Csv``, ``Choices``.

Source: python-decouple 3.8, as read and run.
"""

import string

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.dotenv_files import convert
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Class, Native
from automappa_scaffold.interpreter.values import MISSING, Assumed, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["DECOUPLE_CASTS", "cast_setting"]

DECOUPLE_CASTS = Models()
_TRUE, _FALSE = ("y", "yes", "t", "true", "on", "1"), ("n", "no", "f", "false", "off", "0", "")
# Signs that the lexer behind ``Csv`` gives a meaning.
_OF_LEXER = frozenset("#'\"\\\n\r")


def cast_setting(m: Imports, found: Value, cast: Value, place: Place) -> Value:
    """Return a setting as ``cast`` makes it."""
    if cast is MISSING:
        return found
    how = cast.name if isinstance(cast, (Class, Native)) else "other"
    bare = found.value if isinstance(found, Assumed) else found
    if how == "bool" and is_constant(bare):
        return _truth(m, found, str(bare).lower(), place)
    if how in ("str", "int", "float") and isinstance(bare, str):
        return convert(m, found, how, "a setting", place)
    return m.call(cast, (found,), {}, place)


def _truth(m: Imports, found: Value, text: str, place: Place) -> Value:
    if text not in _TRUE and text not in _FALSE:
        m.decide(found)
        raise m.raise_("ValueError", f"Invalid truth value: {text}", place)
    return m.assume(text in _TRUE, found) if isinstance(found, Assumed) else text in _TRUE


def _remember(names: tuple[str, ...]) -> Native:
    """Return an ``__init__`` that keeps the arguments it is given."""

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        for name, value in {**dict(zip(names, args[1:], strict=False)), **kwargs}.items():
            m.store(args[0].ns, name, value)
        return None

    return Native("__init__", run, binds=True)


def _csv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    held, text = args[0].ns, m.decide(args[1])
    delimiters, strip = m.decide(held.get("delimiter", ",")), m.decide(held.get("strip", string.whitespace))
    is_known = isinstance(text, str) and not set(text) & _OF_LEXER
    if text is not None and not (is_known and isinstance(delimiters, str) and isinstance(strip, str)):
        return m.unknown("a list that is read from the environment", place)
    parts = [] if text is None else [part.strip(strip) for part in _split(text, delimiters) if part]
    cast = held.get("cast", MISSING)
    made = m.new_list(parts if cast is MISSING else [m.call(cast, (part,), {}, place) for part in parts])
    process = held.get("post_process", MISSING)
    return made if process is MISSING else m.call(process, (made,), {}, place)


def _split(text: str, delimiters: str) -> list[str]:
    parts = [text]
    for sign in delimiters:
        parts = [piece for part in parts for piece in part.split(sign)]
    return parts


def _choose(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    held = args[0].ns
    flat, unknown = m.iterate(held.get("flat", ()), place)
    plain = [m.decide(value) for value in flat]
    bare = m.decide(args[1])
    if unknown or {"cast", "choices"} & {*held} or not all(map(is_constant, (bare, *plain))):
        return m.unknown("a setting that is one of several", place)
    if str(bare) in plain:
        return str(bare)
    text = f"Value not in list: {bare!r}; valid values are {plain!r}"
    raise m.raise_("ValueError", text, place)


_CSV = native_class("Csv", module="decouple", is_open=True)
_CSV.ns["__init__"] = _remember(("cast", "delimiter", "strip", "post_process"))
_CSV.ns["__call__"] = Native("__call__", _csv, binds=True)
_CHOICES = native_class("Choices", module="decouple", is_open=True)
_CHOICES.ns["__init__"] = _remember(("flat", "cast", "choices"))
_CHOICES.ns["__call__"] = Native("__call__", _choose, binds=True)
DECOUPLE_CASTS["decouple.Csv"], DECOUPLE_CASTS["decouple.Choices"] = _CSV, _CHOICES
