"""How ``inspect`` shows signatures and parameters."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_aliases import shown_parameters
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.values import DictValue, Ext, Value
from automappa_scaffold.source.places import Place

__all__ = ["show_parameter", "show_signature"]

_STARS = {"VAR_POSITIONAL": "*", "VAR_KEYWORD": "**"}
_EMPTY = Ext("inspect.Parameter.empty")


def show_signature(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a signature as text: ``(a, b: int = 1) -> str``."""
    held = args[0].ns.get("parameters")
    if not isinstance(held, DictValue) or held.unknown:
        return m.unknown("how a signature is shown", place, is_foreign=True)
    shown: list[str] = []
    kinds = [parameter.ns["kind"].ns["name"] for parameter in held.items.values()]
    for at, (kind, parameter) in enumerate(zip(kinds, held.items.values(), strict=True)):
        text = show_parameter(m, (parameter,), {}, place)
        if not isinstance(text, str):
            return text
        is_first = "KEYWORD_ONLY" not in kinds[:at] and "VAR_POSITIONAL" not in kinds[:at]
        if kind == "KEYWORD_ONLY" and is_first:
            shown.append("*")
        shown.append(text)
        if kind == "POSITIONAL_ONLY" and kinds[at + 1 : at + 2] != [kind]:
            shown.append("/")
    returned = args[0].ns.get("return_annotation")
    end = "" if returned == _EMPTY else _annotation(m, returned, place)
    if end is None:
        return m.unknown("how a signature is shown", place, is_foreign=True)
    return f"({', '.join(shown)})" + (f" -> {end}" if end else "")


def show_parameter(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a parameter as text: ``b: int = 1``."""
    own = args[0].ns
    text = _STARS.get(own["kind"].ns["name"], "") + own["name"]
    annotation, default = own["annotation"], own["default"]
    is_annotated = annotation != _EMPTY
    if is_annotated:
        shown = _annotation(m, annotation, place)
        if shown is None:
            return m.unknown("how a parameter is shown", place, is_foreign=True)
        text += f": {shown}"
    if default != _EMPTY:
        shown = m.decide(m.call(m.models["builtins.repr"], (default,), {}, place))
        if not isinstance(shown, str):
            return m.unknown("how a parameter is shown", place, is_foreign=True)
        text += f" = {shown}" if is_annotated else f"={shown}"
    return text


def _annotation(m: Imports, value: Value, place: Place) -> str | None:
    """Return an annotation as ``inspect`` shows it, or None."""
    value = m.decide(value)
    is_alias = isinstance(value, Instance) and value.cls.name in ("GenericAlias", "_GenericAlias")
    if isinstance(value, Class) or value is ...:
        texts = ["Ellipsis"] if value is ... else shown_parameters(m, (value,), place)
        return texts[0] if texts else None
    if isinstance(value, Ext) or is_alias:
        texts = shown_parameters(m, (value,), place)
        return texts[0].replace("typing.", "") if texts else None
    shown = m.decide(m.call(m.models["builtins.repr"], (value,), {}, place))
    return shown if isinstance(shown, str) else None
