"""Texts with values in them."""

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.enumeration_texts import (
    format_member,
    is_member,
    repr_of_member,
    show_text,
    text_of_member,
)
from automappa_scaffold.interpreter.error_texts import is_error, text_of_error
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.number_sizes import is_wide
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, content_of
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.stand_ins import (
    dress,
    is_shown_by_parts,
    perhaps_alias,
    shown_class,
)
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

__all__ = ["FORMATTING", "dressed", "format_value", "repr_of", "show_by_parts", "text_of", "text_of_class"]

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
        return m.each(value, lambda option: _format(m, option, node[3], spec, place))
    if isinstance(spec, Union):
        return m.each(spec, lambda option: _format(m, value, node[3], option, place))
    return _format(m, value, node[3], spec, place)


_CONVERSIONS: dict[int, Callable[[object], str]] = {ord("r"): repr, ord("s"): str, ord("a"): ascii}


def _format(m: Evaluation, value: Value, conversion: int, spec: Value, place: Place) -> Value:
    value = m.decide(value) if value.__class__ is Ext else value
    if isinstance(spec, str) and is_wide(spec):
        return m.unknown("a very long constant", place)
    if is_constant(value) and isinstance(spec, str):
        plain = _CONVERSIONS[conversion](value) if conversion in _CONVERSIONS else value
        return m.compute(lambda: format(plain, spec), place)
    is_converted = conversion in _CONVERSIONS
    if isinstance(value, Class) and isinstance(spec, str) and (is_converted or not (spec or _formats(value))):
        text = text_of_class(m, value, "r" if conversion in (ord("r"), ord("a")) else "s", place)
        return m.compute(lambda: format(text, spec), place) if isinstance(text, str) else text
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
            shown = _CONVERSIONS[conversion](plain) if conversion in _CONVERSIONS else plain
            return m.compute(lambda: format(shown, spec), place)
    if spec and isinstance(spec, str) and not is_converted:
        m.refuse_as_python(lambda given: format(given, spec), (value,), place)
    if isinstance(value, Instance):
        return _format_object(m, value, conversion, spec, place)
    if isinstance(value, Class) and (_formats(value) or perhaps_alias(m, value)):
        return m.undecided(value, place)
    if spec and conversion not in _CONVERSIONS and _takes_no_format(value):
        meta = value.lookup("__class__") if isinstance(value, Class) else MISSING
        kind = "type" if isinstance(value, Class) else kind_name(value)
        kind = meta.name if isinstance(meta, Class) else kind
        raise m.refusal("TypeError", f"unsupported format string passed to {kind}.__format__", place)
    return m.undecided(value, place)


def _takes_no_format(value: Value) -> bool:
    """Return whether a value, which is no container, has the ``__format__`` of ``object``."""
    if isinstance(value, Ext):
        return any(not _formats_itself(python) for python in certain_types(value))
    return not isinstance(value, (Unknown, Union))


def _formats_itself(python: type) -> bool:
    return any("__format__" in base.__dict__ for base in python.__mro__[:-1])


def format_value(m: Evaluation, value: Value, spec: str, place: Place) -> Value:
    """Return what ``format`` makes of a value."""
    return _format(m, value, -1, spec, place)


def _formats(cls: Class) -> bool:
    """Return whether a metaclass says what a text has in the place of the class."""
    meta = cls.lookup("__class__")
    return isinstance(meta, Class) and meta.lookup("__format__") is not MISSING


def _format_object(m: Evaluation, value: Instance, conversion: int, spec: Value, place: Place) -> Value:
    if conversion not in _CONVERSIONS:
        if is_member(value):
            return format_member(m, value, spec, place) if isinstance(spec, str) else m.undecided(spec, place)
        if value.cls.lookup("__format__") is not MISSING:
            return _formatted(m, value, spec, place)
        if spec and is_plain_class(value.cls):
            refused = f"unsupported format string passed to {value.cls.name}.__format__"
            raise m.refusal("TypeError", refused, place)
        if spec:
            plain = m.to_python(value, place) if value.cls.has_content else MISSING
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


def text_of_class(m: Evaluation, cls: Class, conversion: str, place: Place) -> Value:
    """Return ``str`` or ``repr`` of a class, which its metaclass may say."""
    for method in ("__repr__",) if conversion == "r" else ("__str__", "__repr__"):
        hook = m.metaclass_method(cls, method)
        if hook is not None:
            made = m.call(hook, (cls,), {}, place)
            _refuse_no_text(m, made, method, place)
            return made
    return shown_class(m, cls, "__repr__" if conversion == "r" else "__str__") or m.undecided(cls, place)


def _formatted(m: Evaluation, value: Instance, spec: Value, place: Place) -> Value:
    """Return what ``__format__`` of an object makes of it."""
    made = m.call(m.special_method(value, "__format__", place), (spec,), {}, place)
    if is_none_of(made, str):
        text = f"__format__ must return a str, not {kind_name(made)}"
        raise m.refusal("TypeError", text, place)
    return made if isinstance(made, str) else m.undecided(made, place)


def _refuse_no_text(m: Evaluation, made: Value, method: str, place: Place) -> None:
    """Raise what Python raises where a method that shows an object gives no text."""
    if is_none_of(m.decide(made), str):
        text = f"{method} returned non-string (type {kind_name(made)})"
        raise m.refusal("TypeError", text, place)


def _ask_text(m: Evaluation, value: Instance, method: str, place: Place) -> Value:
    """Return what a method gives that shows an object."""
    made = m.call(m.special_method(value, method, place), (), {}, place)
    _refuse_no_text(m, made, method, place)
    return made


def repr_of(m: Evaluation, value: Instance, show: Callable[[object], str], place: Place) -> Value:
    """Return ``repr(value)`` of an object, or what is not known of it; ``show``: ``repr`` or ``ascii``."""
    if is_member(value):
        return repr_of_member(m, value, show, place)
    if isinstance(value.cls.lookup("__repr__"), (Function, Native, NoneType)):
        text = _ask_text(m, value, "__repr__", place)
        if isinstance(text, str):
            return show_text(text, show)
    elif is_error(value):
        shown = text_of_error(m, value, show, place)
        if shown is not None:
            return shown
    elif value.cls.has_content and (held := m.to_python(value.payload, place)) is not MISSING:
        return show(held)
    elif _is_shown_as_content(value):
        return show_by_parts(m, value.payload, show, place)
    return m.undecided(value, place)


def _is_shown_as_content(value: Instance) -> bool:
    """Return whether an object shows as the dict, list or tuple that it is, and as no class between says."""
    above = [base for base in value.cls.mro if not base.line]
    return type(value.payload) in (tuple, ListValue, DictValue) and [
        (base.module, base.name in ("dict", "list", "tuple")) for base in above
    ] == [("builtins", True)]


def text_of(m: Evaluation, value: Instance, place: Place) -> Value:
    """Return ``str(value)`` of an object."""
    if is_member(value):
        return text_of_member(m, value, place)
    # What shows a text does not ask for its ``__repr__``.
    methods = _TEXT_METHODS[:1] if isinstance(value.payload, str) else _TEXT_METHODS
    redefined = any(isinstance(value.cls.lookup(name), (Function, NoneType)) for name in methods)
    if value.cls.has_content and not redefined:
        plain = m.to_python(value.payload, place)
        if plain is MISSING and _is_shown_as_content(value):
            return show_by_parts(m, value.payload, str, place)
        return m.undecided(value, place) if plain is MISSING else str(plain)
    for method in methods:
        found = value.cls.lookup(method)
        if isinstance(found, (Function, Native, NoneType)):
            made = m.call(m.special_method(value, method, place), (), {}, place)
            _refuse_no_text(m, made, "__str__", place)  # whichever of them gave it
            return made
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
