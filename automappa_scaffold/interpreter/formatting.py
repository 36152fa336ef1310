"""Texts with values in them."""

from collections.abc import Callable, Mapping
from typing import Any

from automappa_scaffold.interpreter.error_texts import is_error, text_of_error
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, content_of
from automappa_scaffold.interpreter.operators import is_wide
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.refusals import is_plain_class, kind_name
from automappa_scaffold.interpreter.special_values import ViewValue
from automappa_scaffold.interpreter.stand_ins import dress, is_shown_by_parts, shown_class
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    ListValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["FORMATTING", "dressed", "repr_of", "show_by_parts", "text_of"]

_TEXT_METHODS = ("__str__", "__repr__")


_MAX_TEXTS = 16


def _fstr(m: Evaluation, node: Node, frame: Frame) -> Value:
    texts = [""]
    scope = None
    note = ""
    blame: Value = None
    for part in node[2]:
        value = m.eval(part, frame)
        if isinstance(value, Assumed):
            note, value = value.note, value.value
        options = value.options if isinstance(value, Union) else (value,)
        if all(isinstance(option, str) for option in options) and len(texts) * len(options) <= _MAX_TEXTS:
            texts = [text + option for text in texts for option in options]
            scope = value.scope if isinstance(value, Union) else scope
        else:
            blame = blame or m.of_kind(m.undecided(value, m.place(part, frame.module)), "builtins.str")
    if blame is not None:
        return blame
    made = texts[0] if scope is None else m.join(texts, scope)
    return Assumed(made, note) if note else made


def _fmt(m: Evaluation, node: Node, frame: Frame) -> Value:
    value = m.eval(node[2], frame)
    place = m.place(node, frame.module)
    spec = "" if node[4] is None else m.eval(node[4], frame)
    if isinstance(value, Assumed):
        bare = value.value
        inner = m.assuming(lambda: _format(m, bare, node[3], spec, place), value)
        return Assumed(inner, value.note) if isinstance(inner, str) else inner
    if isinstance(value, Union):
        options = [_format(m, o, node[3], spec, place) for o in value.options if o is not MISSING]
        return m.join(options, value.scope)
    return _format(m, value, node[3], spec, place)


_CONVERSIONS: dict[int, Callable[[object], str]] = {ord("r"): repr, ord("s"): str, ord("a"): ascii}


def _format(m: Evaluation, value: Value, conversion: int, spec: Value, place: Place) -> Value:
    value = m.decide(value) if value.__class__ is Ext else value
    if isinstance(spec, str) and is_wide(spec):
        return m.unknown("a very long constant", place)
    if is_constant(value) and isinstance(spec, str):
        plain = _CONVERSIONS[conversion](value) if conversion in _CONVERSIONS else value
        return m.compute(lambda: format(plain, spec), place)
    held = content_of(value)
    if is_shown_by_parts(value) and isinstance(spec, str):
        if spec and conversion not in _CONVERSIONS:
            text = f"unsupported format string passed to {kind_name(value)}.__format__"
            raise m.refusal("TypeError", text, place)
        shown = show_by_parts(m, value, _CONVERSIONS.get(conversion, str), place)
        return m.compute(lambda: format(shown, spec), place) if isinstance(shown, str) else shown
    if isinstance(held, (tuple, ListValue, DictValue)) and held is value:
        plain = m.to_python(value, place)
        if plain is not MISSING and isinstance(spec, str):
            if isinstance(held, ViewValue):
                return m.undecided(value, place) if spec else f"{held.kind}({plain!r})"
            shown = _CONVERSIONS[conversion](plain) if conversion in _CONVERSIONS else plain
            return m.compute(lambda: format(shown, spec), place)
    if isinstance(value, Instance):
        if m.python_numbers < (3, 11) and "__members__" in value.cls.ns and isinstance(value.payload, str):
            return value.payload  # until then, format() took the value where str() took the name
        return _format_object(m, value, conversion, spec, place)
    if isinstance(value, Class) and isinstance(spec, str) and (not spec or conversion in _CONVERSIONS):
        told = None if _shows_itself(value) else shown_class(value)
        return m.undecided(value, place) if told is None else m.compute(lambda: format(told, spec), place)
    if isinstance(value, Class) and _shows_itself(value):
        return m.undecided(value, place)
    if spec and conversion not in _CONVERSIONS and not isinstance(value, (Unknown, Ext, Union)):
        refused = f"unsupported format string passed to {kind_name(value)}.__format__"
        raise m.refusal("TypeError", refused, place)
    return m.undecided(value, place)


def _shows_itself(cls: Class) -> bool:
    """Return whether a metaclass says what a text has in the place of the class."""
    meta = cls.lookup("__class__")
    return isinstance(meta, Class) and any(
        meta.lookup(name) is not MISSING for name in ("__format__", *_TEXT_METHODS)
    )


def _format_object(m: Evaluation, value: Instance, conversion: int, spec: Value, place: Place) -> Value:
    if conversion not in _CONVERSIONS:
        if value.cls.lookup("__format__") is not MISSING:
            return _formatted(m, value, spec, place)
        if spec and is_plain_class(value.cls):
            refused = f"unsupported format string passed to {value.cls.name}.__format__"
            raise m.refusal("TypeError", refused, place)
        if spec:
            is_held = value.cls.has_content and "__members__" not in value.cls.ns
            plain = m.to_python(value, place) if is_held else MISSING
            is_known = plain is not MISSING and isinstance(spec, str)
            return m.compute(lambda: format(plain, spec), place) if is_known else m.undecided(value, place)
    text: Value = None
    if conversion not in (ord("r"), ord("a")):
        text = text_of(m, value, place)
    else:
        text = repr_of(m, value, _CONVERSIONS[conversion], place)
    if not isinstance(text, str) or not isinstance(spec, str):
        return m.undecided(value, place)
    return m.compute(lambda: format(text, spec), place) if spec else text


def show_by_parts(m: Evaluation, value: Value, show: Callable[[object], str], place: Place) -> Value:
    """Return the text of a container, or what is not known of it; ``show``: ``str`` or ``repr``."""
    try:
        plain = m.dressed(value, place)
        return m.compute(lambda: show(plain), place)
    except UndecidedError as undecided:
        return m.undecided(undecided.value, place)


def dressed(m: Evaluation, value: Value, place: Place) -> Any:
    """Return a value as Python's own, objects and classes of the program dressed up."""

    def show(shown: Instance, conversion: str, spec: str) -> Value:
        if conversion == "r":
            return repr_of(m, shown, repr, place)
        if conversion == "s":
            return text_of(m, shown, place)
        return _format(m, shown, -1, spec, place)

    return dress(m, value, place, show)


def _formatted(m: Evaluation, value: Instance, spec: Value, place: Place) -> Value:
    """Return what ``__format__`` of an object makes of it."""
    made = m.call(m.special_method(value, "__format__", place), (spec,), {}, place)
    if is_constant(made) and not isinstance(made, str):
        text = f"__format__ must return a str, not {type(made).__name__}"
        raise m.refusal("TypeError", text, place)
    return made if isinstance(made, str) else m.undecided(made, place)


def repr_of(m: Evaluation, value: Instance, show: Callable[[object], str], place: Place) -> Value:
    """Return ``repr(value)`` of an object, or what is not known of it; ``show``: ``repr`` or ``ascii``."""
    if isinstance(value.cls.lookup("__repr__"), (Function, Native)):
        text = m.call(m.special_method(value, "__repr__", place), (), {}, place)
        if isinstance(text, str):
            return text if show is repr else text.encode("ascii", "backslashreplace").decode("ascii")
    elif "__members__" in value.cls.ns and value.cls.lookup("__flags__") is not True:
        held = m.to_python(value.ns.get("_value_", value.payload), place)
        if held is not MISSING and isinstance(value.ns.get("_name_"), str):
            return f"<{value.cls.name}.{value.ns['_name_']}: {held!r}>"
    elif is_error(value):
        shown = text_of_error(m, value, show, place)
        if shown is not None:
            return shown
    elif value.cls.has_content and (held := m.to_python(value.payload, place)) is not MISSING:
        return show(held)
    return m.undecided(value, place)


def text_of(m: Evaluation, value: Instance, place: Place) -> Value:
    """Return ``str(value)`` of an object."""
    # What shows a member or a text does not ask for its ``__repr__``.
    is_shown_else = "__members__" in value.cls.ns or isinstance(value.payload, str)
    methods = _TEXT_METHODS[:1] if is_shown_else else _TEXT_METHODS
    redefined = any(isinstance(value.cls.lookup(name), Function) for name in methods)
    is_mixed = "__members__" in value.cls.ns and value.cls.has_content and not redefined
    if is_mixed and value.cls.lookup("__text__") is not True:
        is_text = isinstance(value.payload, str)
        if not is_text and is_constant(value.payload):
            return str(value.payload)  # IntEnum shows its number from Python 3.11 on
    is_plain = "__members__" not in value.cls.ns or value.cls.lookup("__text__") is True
    if value.cls.has_content and is_plain and not redefined:
        plain = m.to_python(value.payload, place)
        return m.undecided(value, place) if plain is MISSING else str(plain)
    for method in methods:
        found = value.cls.lookup(method)
        if isinstance(found, (Function, Native)):
            made = m.call(m.special_method(value, method, place), (), {}, place)
            if is_constant(made) and not isinstance(made, str):
                text = f"{method} returned non-string (type {type(made).__name__})"
                raise m.refusal("TypeError", text, place)
            return made
    if "__members__" in value.cls.ns and value.cls.lookup("__text__") is not True:
        # A member shows as Class.MEMBER; before Python 3.11 a text enumeration showed as its value.
        is_text = isinstance(value.payload, str)
        shown = f"{value.cls.name}.{value.ns['_name_']}"
        return Assumed(shown, "the worker runs Python 3.11 or newer") if is_text else shown
    if is_error(value):
        told = text_of_error(m, value, str, place)
        return m.undecided(value, place) if told is None else told
    if isinstance(value.payload, str):
        return value.payload
    return m.undecided(value, place)


FORMATTING: Mapping[str, Callable[[Evaluation, Node, Frame], Value]] = {
    "fstr": _fstr,
    "fmt": _fmt,
}
