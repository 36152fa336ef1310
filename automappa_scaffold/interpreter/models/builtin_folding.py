"""Built-in functions of constants, which Python itself runs."""

import builtins
from typing import Any

from automappa_scaffold.interpreter.enumeration_texts import is_member, show_text
from automappa_scaffold.interpreter.formatting import format_value, repr_of, show_by_parts, text_of_class
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.asked_objects import told_by_object
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.number_sizes import is_wide
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.stand_ins import is_shown_by_parts
from automappa_scaffold.interpreter.standard_names import given_by_standard
from automappa_scaffold.interpreter.values import MISSING, Ext, Maybe, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["BUILTIN_FOLDING"]

BUILTIN_FOLDING = Models()
# Powers of ten from this one on are too large to compute.
_LARGE = 5_000
_NOT_SUMMED = ((str, "strings [use ''"), (bytes, "bytes [use b''"))


def _folded(name: str) -> None:
    python: Any = getattr(builtins, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        told = told_by_object(m, name, args, kwargs, place)
        if told is not MISSING:
            return told
        if name in ("repr", "ascii") and len(args) == 1 and is_shown_by_parts(args[0]):
            return show_by_parts(m, args[0], python, place)
        if name in ("repr", "ascii") and len(args) == 1 and isinstance(args[0], (Instance, Class)):
            return _shown(m, python, args[0], place)
        if name == "format" and len(args) in (1, 2) and isinstance(args[0], (Instance, Class)):
            spec = m.decide(args[1]) if len(args) > 1 else ""
            if isinstance(spec, str) and not is_wide(spec):
                made = format_value(m, args[0], spec, place)
                return m.of_kind(made, "builtins.str") if isinstance(made, Unknown) else made
        plain = [m.to_python(m.decide(argument), place) for argument in args]
        if not kwargs and any(value is MISSING for value in plain):
            m.refuse_as_python(python, args, place)
        if kwargs or any(value is MISSING for value in plain):
            made = m.undecided(next((a for a in args if isinstance(a, (Unknown, Ext))), None), place)
            return m.of_kind(made, given_by_standard(f"builtins.{name}"))
        if name == "format" and len(plain) > 1 and is_wide(str(plain[1])):
            return m.unknown("a very long constant", place)
        if name == "round" and any(isinstance(digits, int) and abs(digits) > _LARGE for digits in plain[1:]):
            return m.unknown("a very large number", place)
        if name == "pow" and len(plain) == 2:
            return m.binary("Pow", plain[0], plain[1], place)
        return m.from_python(m.compute(lambda: python(*plain), place))

    BUILTIN_FOLDING[f"builtins.{name}"] = Native(name, run)


def _shown(m: Imports, show: Any, value: Instance | Class, place: Place) -> Value:
    """Return ``repr`` of an object or class."""
    shown: Value
    if isinstance(value, Class):
        shown = show_text(text_of_class(m, value, "r", place), show)
    else:
        plain = MISSING if is_member(value) else m.to_python(value, place)
        shown = repr_of(m, value, show, place) if plain is MISSING else show(plain)
    return m.of_kind(shown, "builtins.str") if isinstance(shown, Unknown) else shown


for _name in (
    "abs",
    "round",
    "ord",
    "chr",
    "ascii",
    "repr",
    "hex",
    "oct",
    "bin",
    "divmod",
    "pow",
    "format",
):
    _folded(_name)


@BUILTIN_FOLDING.function("builtins.sum")
def _sum(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    total = m.decide(args[1] if len(args) > 1 else kwargs.get("start", 0))
    for kind, advice in _NOT_SUMMED:
        if isinstance(total, kind):
            raise m.refusal("TypeError", f"sum() can't sum {advice}.join(seq) instead]", place)
    elements = m.decide(args[0])
    seen = m.unordered_seen
    items, unknown = m.iterate(elements, place)
    is_unordered, m.unordered_seen = m.unordered_seen != seen and len(items) > 1, seen
    plain = [m.to_python(m.decide(item), place) for item in items]
    if unknown is not None or any(isinstance(item, Maybe) for item in items):
        return m.undecided(unknown or elements, place)
    if is_unordered and not all(isinstance(item, int) for item in (total, *plain)):
        return m.undecided(elements, place)
    start = m.to_python(total, place)
    if MISSING not in plain and start is not MISSING:
        return m.from_python(m.compute(lambda: sum(plain, start), place))
    for item in items:
        m.step()
        total = m.binary("Add", total, item, place)
    return total
