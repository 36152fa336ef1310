"""A task's parameters, and whether arguments fit them by number and name, as Celery and Python check it."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

__all__ = ["Arguments", "Fit", "Kind", "Parameter", "fit", "read_annotations"]


class Kind(IntEnum):
    """How a parameter takes arguments, numbered as ``inspect`` does."""

    POSITIONAL_ONLY = 0
    POSITIONAL = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``default_is_none``: it may be None whatever its annotation says."""

    name: str
    kind: Kind
    has_default: bool = False
    default_is_none: bool = False


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call gives: values are of no matter here, only how many and under which names.

    Attributes:
        positional: one entry per argument that is certainly there, in order.
        more_positional: from this index on there may be more, of unknown number; None: there are no more.
        keywords: the names that are certainly given.
        more_keywords: whether there may be others.
    """

    positional: Sequence[object] = ()
    keywords: Mapping[str, object] = field(default_factory=dict)
    more_positional: int | None = None
    more_keywords: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a call fits: what is certainly wrong, in words, and which argument each parameter gets.

    Attributes:
        by_worker: the caller is not told: what it sends fails in the worker.
    """

    problem: str = ""
    given: Mapping[str, object] = field(default_factory=dict)
    by_worker: bool = False


@lru_cache(maxsize=1024)  # the tasks of an app are much alike
def read_annotations(text: str) -> Mapping[str, ast.expr]:
    """Return the annotations in a text such as ``(color: str, size: int = 3)``, by parameter."""
    function = ast.parse(f"def _{text}: ...").body[0]
    assert isinstance(function, ast.FunctionDef)
    args = function.args
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return {arg.arg: arg.annotation for arg in named if arg is not None and arg.annotation is not None}


def fit(
    parameters: Sequence[Parameter],
    arguments: Arguments,
    *,
    is_complete: bool = True,
    is_compared: bool = True,
) -> Fit:
    """Return whether arguments fit parameters; only what is certainly wrong is a problem.

    Args:
        is_complete: nothing will be added. What is added to a signature later comes before its own arguments.
        is_compared: Celery compares the arguments before the function gets them. To it a parameter that is
            taken by position alone is one like others.
    """
    slots = [p for p in parameters if p.kind in (Kind.POSITIONAL_ONLY, Kind.POSITIONAL)]
    surplus = _find_surplus(parameters, slots, arguments, is_compared)
    if surplus is not None:
        return surplus
    nameable = {p.name for p in parameters if p.kind in (Kind.POSITIONAL, Kind.KEYWORD_ONLY)}
    given = {name: value for name, value in arguments.keywords.items() if name in nameable}
    if not is_complete:
        return Fit("", given)
    certain = arguments.more_positional
    positional = arguments.positional if certain is None else arguments.positional[:certain]
    given |= {p.name: value for p, value in zip(slots, positional, strict=False)}
    missing = [] if arguments.more_keywords else _find_missing(parameters, slots, arguments)
    return Fit(f"no {', '.join(missing)}" if missing else "", given)


def _find_surplus(
    parameters: Sequence[Parameter], slots: Sequence[Parameter], arguments: Arguments, is_compared: bool
) -> Fit | None:
    """Return what is wrong about an argument that no parameter can take."""
    takes_any = any(p.kind is Kind.VAR_KEYWORD for p in parameters)
    count = len(arguments.positional)
    if count > len(slots) and all(p.kind is not Kind.VAR_POSITIONAL for p in parameters):
        return Fit(f"{_count(count, 'argument')} by position to {_count(len(slots), 'parameter')}")
    known = {p.name: p for p in parameters if p.kind not in (Kind.VAR_POSITIONAL, Kind.VAR_KEYWORD)}
    filled = {p.name for p in slots[:count] if is_compared or p.kind is Kind.POSITIONAL}
    for name in arguments.keywords:
        parameter = known.get(name)
        if parameter is None and not takes_any:
            return Fit(f"{name}, a name that no parameter has")
        if name in filled:
            return Fit(f"{name} twice, by position and by name")
        if parameter is None or parameter.kind is not Kind.POSITIONAL_ONLY:
            continue
        # Where any name is taken it goes there, and the parameter itself gets nothing.
        if not takes_any or (is_compared and not parameter.has_default):
            return Fit(f"{name} by name, which is taken by position alone", by_worker=True)
    return None


def _find_missing(
    parameters: Sequence[Parameter], slots: Sequence[Parameter], arguments: Arguments
) -> list[str]:
    """Return the parameters that certainly get nothing and need something."""
    by_name = [p.kind is Kind.POSITIONAL and p.name in arguments.keywords for p in slots]
    end = len(arguments.positional)
    if arguments.more_positional is not None:
        # However many arguments come by position, they end before one that is given by name.
        end = by_name.index(True) if True in by_name else len(slots)
    lacking = [p for p, is_named in zip(slots[end:], by_name[end:], strict=True) if not is_named]
    keywords = [p for p in parameters if p.kind is Kind.KEYWORD_ONLY and p.name not in arguments.keywords]
    return [p.name for p in (*lacking, *keywords) if not p.has_default]


def _count(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
