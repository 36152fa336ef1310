"""What Python says when arguments do not fit a function's parameters."""

from collections.abc import Mapping, Sequence
from typing import Any

from automappa_scaffold.interpreter.objects import Bound, Class, Function, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.functions import FunctionSpec
from automappa_scaffold.source.program import KEYWORD_ONLY, POSITIONAL, POSITIONAL_ONLY

__all__ = ["missing_arguments", "shown_in_errors", "too_many", "unexpected_keyword"]


def shown_in_errors(value: Value) -> str:
    """Return how errors about a call's stars name a function or class of the program, and a space."""
    function = value.function if isinstance(value, Bound) else value
    if isinstance(function, Native) and function.path:
        return f"{function.path.removeprefix('builtins.')}() "
    if isinstance(function, Class) and function.module == "builtins":
        return f"{function.name}() "
    if not isinstance(function, (Function, Class)):
        return ""
    module, name = function.ns.get("__module__"), function.ns.get("__qualname__")
    return f"{module}.{name}() " if isinstance(module, str) and isinstance(name, str) else ""


def missing_arguments(kind: str, names: Sequence[str]) -> str:
    """Return what is said of parameters that get no argument; empty when there are none."""
    if not names:
        return ""
    quoted = [f"'{name}'" for name in names]
    listed = " and ".join(quoted) if len(quoted) < 3 else f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    return f"missing {len(names)} required {kind} argument{_plural(len(names))}: {listed}"


def too_many(spec: FunctionSpec, left: int, keywords: Mapping[str, Any]) -> str:
    """Return what is said of ``left`` positional arguments that no parameter takes, beside keywords."""
    takes = [default for _, kind, default in spec.parameters if kind in (POSITIONAL_ONLY, POSITIONAL)]
    least, most = sum(1 for default in takes if default is None), len(takes)
    count = str(most) if least == most else f"from {least} to {most}"
    given = most + left
    by_keyword = sum(1 for name, kind, _ in spec.parameters if kind == KEYWORD_ONLY and name in keywords)
    were = "was" if given == 1 and not by_keyword else "were"
    more = (
        f" positional argument{_plural(given)} (and {by_keyword} keyword-only argument{_plural(by_keyword)})"
    )
    more = more if by_keyword else ""
    plural = _plural(most) if least == most else "s"
    return f"takes {count} positional argument{plural} but {given}{more} {were} given"


def unexpected_keyword(spec: FunctionSpec, keywords: Mapping[str, Any]) -> str:
    """Return what is said of keywords that no parameter takes."""
    by_place = [name for name, kind, _ in spec.parameters if kind == POSITIONAL_ONLY and name in keywords]
    if by_place:
        return f"got some positional-only arguments passed as keyword arguments: '{', '.join(by_place)}'"
    return f"got an unexpected keyword argument '{next(iter(keywords))}'"


def _plural(count: int) -> str:
    return "" if count == 1 else "s"
