"""JSON as ``json.dumps`` and ``json.dump`` write it."""

import json
from typing import Any

from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import ALSO, KIND
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.interpreter.python_kinds import host_object
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    ListValue,
    Maybe,
    SetValue,
    Unknown,
    Value,
    is_long,
)
from automappa_scaffold.source.places import Place

__all__ = ["JSON_WRITING"]

JSON_WRITING = Models()

_DEEPEST = 20
_WIDEST = 1_000  # of what each line is indented by
_OWN = frozenset(("cls", "default", "**"))
_OPTIONS = frozenset(
    ("skipkeys", "ensure_ascii", "check_circular", "allow_nan", "indent", "separators", "sort_keys", *_OWN)
)


@JSON_WRITING.function("json.dumps")
def _dumps(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given, named = _parted(args, kwargs, ("obj",))
    options = _options(m, named, place)
    plain = _writable(m, given[0], options, place)
    if plain is MISSING or not _is_followed(m, options):
        return m.unknown("json.dumps() of what is not known", place)
    if _is_wide(options):
        return m.of_kind(m.unknown("a very long text", place), "builtins.str")
    return m.compute(lambda: json.dumps(plain, **options), place)


@JSON_WRITING.function("json.dump")
def _dump(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if "**" in kwargs:
        return m.undecided(kwargs["**"], place)
    (given, target), named = _parted(args, kwargs, ("obj", "fp"))
    options = _options(m, named, place)
    plain = _writable(m, given, options, place)
    write = m.get_attribute(m.decide(target), "write", place)
    texts: Any = None
    if plain is not MISSING and _is_followed(m, options) and not _is_wide(options):
        texts = m.compute(lambda: [*_encoder(options).iterencode(plain)], place)
    for text in texts if isinstance(texts, list) else [m.unknown("JSON of what is not known", place)]:
        m.call(write, (text,), {}, place)
    return None


def _encoder(options: dict[str, Any]) -> json.JSONEncoder:
    return json.JSONEncoder(**options)


def _parted(args: Args, kwargs: Kwargs, names: tuple[str, ...]) -> tuple[list[Value], Kwargs]:
    """Return the arguments of these names, and the options."""
    named = dict(kwargs)
    given = [*args, *(named.pop(name) for name in names[len(args) :] if name in named)]
    return given, named


def _options(m: Imports, kwargs: Kwargs, place: Place) -> dict[str, Any]:
    """Return the options as Python's own; raise what is raised for one that no encoder takes."""
    wrong = next((name for name in kwargs if name not in _OPTIONS), "")
    if wrong and kwargs.keys().isdisjoint({"cls", "**"}):
        text = f"JSONEncoder.__init__() got an unexpected keyword argument '{wrong}'"
        raise m.refusal("TypeError", text, place)
    return {key: m.to_python(m.decide(value), place) for key, value in kwargs.items()}


def _is_followed(m: Imports, options: dict[str, Any]) -> bool:
    """Return whether Python's own encoder writes, by options that are known."""
    is_own = options.keys().isdisjoint(_OWN) and "json.JSONEncoder.default" not in m.patched
    return is_own and MISSING not in options.values()


def _is_wide(options: dict[str, Any]) -> bool:
    return any(
        is_long(value, _WIDEST) or (isinstance(value, int) and value > _WIDEST) for value in options.values()
    )


def _writable(m: Imports, given: Value, options: dict[str, Any], place: Place) -> Any:
    """Return what is written as Python's own, or MISSING; raise an error for what JSON knows nothing of."""
    value = m.decide(given)
    plain = m.to_python(value, place)
    if plain is MISSING and _is_followed(m, options) and not _is_wide(options):
        usual = {key: value for key, value in options.items() if key != "indent"}
        m.refuse_as_python(lambda value: json.dumps(value, **usual), (given,), place)
    if (plain is MISSING or isinstance(value, Generator)) and options.keys().isdisjoint(_OWN):
        _refuse_for_json(m, given, place)
    return plain


_JSON_KINDS = frozenset(("bool", "dict", "float", "int", "list", "str", "tuple"))


def _refuse_for_json(m: Imports, value: Value, place: Place, depth: int = 0) -> None:
    """Raise what ``json.dumps`` raises for an object of a class that JSON knows nothing of."""
    value = m.decide(value)
    if "json.JSONEncoder.default" in m.patched or depth > _DEEPEST:
        return
    if isinstance(value, (ListValue, tuple, DictValue)) and not isinstance(value, SetValue):
        parts = value.pairs().values() if isinstance(value, DictValue) else m.iterate(value, place)[0]
        for part in parts:
            if not isinstance(part, Maybe):
                _refuse_for_json(m, part, place, depth + 1)
        return
    is_other = isinstance(value, (Generator, ViewValue))
    if isinstance(value, Instance):
        known = [base for base in value.cls.mro if base.module != "pathlib"]
        is_other = value.cls.name == "deque" or not any(
            base.name in _JSON_KINDS or base.is_open or _JSON_KINDS.intersection(base.ns.get(ALSO) or ())
            for base in known
        )
    elif isinstance(value, Unknown) and KIND in value.ns:
        kind = host_object(value.ns[KIND])
        is_other = isinstance(kind, type) and not issubclass(kind, (str, int, float, list, tuple, dict))
        is_other = is_other and kind is not type(None)
    if is_other:
        text = f"Object of type {kind_name(value)} is not JSON serializable"
        raise m.refusal("TypeError", text, place)
