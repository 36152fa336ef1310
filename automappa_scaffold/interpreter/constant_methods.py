"""Methods of constants: Python itself runs them, unless the result may be too large."""

from _string import formatter_field_name_split  # type: ignore[import-not-found]  # typeshed has it not
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from automappa_scaffold.interpreter.containers import Containers
from automappa_scaffold.interpreter.library_tables import CLOCK_METHODS
from automappa_scaffold.interpreter.library_values import CODECS
from automappa_scaffold.interpreter.number_sizes import is_wide
from automappa_scaffold.interpreter.objects import Class, Instance, Native, content_of
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.standard_names import given_by_standard
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["constant_method"]

_LONGEST = 5_000_000
# Methods of numbers whose results grow with the number that is given.
_GROWING = frozenset(
    ("__pow__", "__rpow__", "__lshift__", "__rlshift__", "__round__", "to_bytes", "scaleb", "shift")
)
_LARGE = 5_000
# Methods of texts that make none that is longer, given texts alone.
_OF_TEXTS = frozenset(
    (
        *("startswith", "endswith", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "lower"),
        *("split", "rsplit", "partition", "rpartition", "splitlines", "find", "rfind", "count", "index"),
        *("isdigit", "isalpha", "isalnum", "isidentifier", "isupper", "islower", "isspace", "isnumeric"),
    )
)


def _names_in(text: str) -> Iterator[str]:
    """Yield the names of the values that ``format`` puts into a text, as far as that can be read."""
    try:
        for _, field, spec, _ in Formatter().parse(text):
            if field is not None:
                yield str(formatter_field_name_split(field)[0])
                yield from _names_in(spec or "")
    except ValueError:
        return  # as Python says itself


def _is_large(value: Any, name: str, arguments: list[Any]) -> bool:
    """Return whether a method of a constant may make a value that is too large to follow."""
    if name in ("format", "format_map", "__mod__", "__format__"):
        is_text = name != "__format__"
        given = arguments if is_text else None
        return is_wide(value if is_text else str(arguments[0] if arguments else ""), given)
    if name in _GROWING and not isinstance(value, (str, bytes)):
        return any(abs(getattr(a, "numerator", 0)) > _LARGE for a in arguments)
    sizes = [len(a) for a in arguments if isinstance(a, (str, bytes))]
    own = len(value) if isinstance(value, (str, bytes)) else 1
    if name == "join" and arguments and isinstance(arguments[0], (list, tuple)):
        parts = [len(part) for part in arguments[0] if isinstance(part, (str, bytes))]
        return sum(parts) + own * len(parts) > _LONGEST
    if name in ("replace", "translate", "expandtabs"):
        numbers = [a for a in arguments if isinstance(a, int)]
        return own * (1 + max([*sizes, *numbers], default=0)) > _LONGEST
    return any(isinstance(a, int) and abs(a) > _LONGEST for a in arguments) and isinstance(
        value, (str, bytes)
    )


def _fields(text: str) -> Iterator[str | int]:
    """Yield the keys and places that a format names, in its order."""
    for _, field, spec, _ in Formatter().parse(text):
        if field is not None:
            yield formatter_field_name_split(field)[0]
            yield from _fields(spec or "")


def _format_map(m: Containers, text: str, mapping: Value, place: Place) -> Value:
    """Return a format filled from a mapping, which is asked for what the format names alone."""
    names = m.compute(lambda: [*_fields(text)], place)
    if any(isinstance(name, int) or not name for name in names):
        raise m.refusal("ValueError", "Format string contains positional fields", place)
    found = {name: m.get_item(mapping, name, place) for name in names if isinstance(name, str)}
    if is_wide(text, (*found.values(),)):
        return m.of_kind(m.unknown("a very long constant", place), "builtins.str")
    try:
        held = {name: m.dressed(value, place) for name, value in found.items()}
        return m.compute(lambda: text.format_map(held), place)
    except UndecidedError as undecided:
        return m.of_kind(m.undecided(undecided.value, place), "builtins.str")


def _joined(m: Containers, given: Value, place: Place) -> Value:
    """Return what a text joins as a plain list: objects are joined as the texts that they hold."""
    is_list = isinstance(given, (tuple, ListValue)) and not isinstance(given, SetValue)
    if is_list or isinstance(given, (Instance, DictValue, Class)):
        items, unknown = m.iterate_in_order(given, place)
        if unknown is None and (not is_list or any(isinstance(item, Instance) for item in items)):
            return m.new_list([content_of(item) for item in items])
    return given


def _given_by_name(method: Callable[..., Any], names: Collection[str]) -> Callable[..., Any]:
    """Return a function that takes what the method takes by name behind what it takes by place."""

    def run(*given: Any) -> Any:
        first = len(given) - len(names)
        return method(*given[:first], **dict(zip(names, given[first:], strict=True)))

    return run if names else method


def constant_method(value: Any, name: str) -> Native:
    """Return a constant's method; its result is unknown where an argument is."""

    def run(m: Containers, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place) -> Value:
        if value.__class__ is str and name in _OF_TEXTS and not kwargs:  # as most
            for argument in args:
                if argument.__class__ is not str:
                    break
            else:
                return m.computed(lambda: getattr(value, name)(*args), place)
        if name == "join" and len(args) == 1:
            args = (_joined(m, m.decide(args[0]), place),)
        if name == "format_map" and isinstance(value, str) and len(args) == 1:
            mapping = m.decide(args[0])
            if isinstance(mapping, (Instance, DictValue)):
                return _format_map(m, value, mapping, place)
        plain = [
            argument if is_constant(argument) else m.to_python(m.decide(argument), place) for argument in args
        ]
        named = {key: m.to_python(m.decide(argument), place) for key, argument in kwargs.items()}
        if name == "format" and isinstance(value, str) and not is_wide(value, (*args, *kwargs.values())):
            try:
                plain = [m.dressed(argument, place) for argument in args]
                used = {"**", *_names_in(value)}  # others, which ``**locals()`` gives, are not looked at
                named = {key: m.dressed(kwargs[key], place) for key in kwargs if key in used}
                return m.compute(lambda: value.format(*plain, **named), place)
            except UndecidedError as undecided:
                return m.of_kind(m.undecided(undecided.value, place), "builtins.str")
        if MISSING in plain or MISSING in named.values():
            if "**" not in kwargs:
                m.require_fit(f"builtins.{type(value).__name__}", name, args, kwargs, place)
                m.refuse_as_python(
                    _given_by_name(getattr(value, name), kwargs), (*args, *kwargs.values()), place
                )
            blame = next((a for a in (*args, *kwargs.values()) if isinstance(a, (Unknown, Ext))), None)
            kind = given_by_standard(f"builtins.{type(value).__name__}", f"{name}()")
            return m.of_kind(m.undecided(blame, place), kind) if kind != "None" else None
        if name in ("encode", "decode") and CODECS in m.patched:
            return m.unknown("an encoding that the program has added", place)
        if _is_large(value, name, [*plain, *named.values()]):
            return m.unknown("a very long constant", place)
        if name in CLOCK_METHODS and not isinstance(value, (str, bytes)):
            method = _given_by_name(getattr(value, name), kwargs)
            m.refuse_as_python(method, (*args, *kwargs.values()), place)
            return m.unknown(f"{name}(), which depends on the clock or the place", place, is_foreign=True)
        return m.computed(lambda: getattr(value, name)(*plain, **named), place)

    return Native(name, run)
