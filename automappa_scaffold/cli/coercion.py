"""Turning the words of a command line into values without pydantic.

From 0.27 on typer coerces every value through pydantic, whose import and schemas take longer than a whole
``check``. Our options are flags, strings, paths, numbers, choices and lists of them; the few lines for these
stand here. A typer without the hook (an older or a newer one) uses its own coercion: as right, and slower.
"""

from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

__all__ = ["LightCommand", "LightGroup"]

_HOOK = "get_runtime_param"


class LightCommand(TyperCommand):
    """A command whose parameters are coerced by this module."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the help option among them."""
        return [_lightened(parameter) for parameter in super().get_params(ctx)]


class LightGroup(TyperGroup):
    """A group of commands whose own parameters are coerced by this module."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, the help option among them."""
        return [_lightened(parameter) for parameter in super().get_params(ctx)]


def _lightened(parameter: Any) -> Any:
    descriptor = getattr(parameter, "type_descriptor", None)
    if hasattr(parameter, _HOOK) and descriptor is not None:
        coercer = _find_coercer(descriptor.annotation)
        if coercer is not None:
            setattr(parameter, _HOOK, _Coercion(coercer).itself)
    return parameter


class _Coercion:
    """What typer asks for at run time in place of its pydantic adapter."""

    def __init__(self, coercer: Callable[[Any], Any]) -> None:
        self._coercer = coercer

    def itself(self) -> "_Coercion":
        return self

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        try:
            coerced = self._coercer(value)
            _check_range(coerced, param)
        except ValueError as error:
            raise typer.BadParameter(str(error), ctx=ctx, param=param) from error
        return coerced


def _find_coercer(annotation: Any) -> Callable[[Any], Any] | None:
    if get_origin(annotation) is list:
        each = _find_coercer(get_args(annotation)[0])
        return None if each is None else lambda values: _coerce_each(values, each)
    if annotation in (bool, str, Path):  # a flag is a bool already
        return annotation  # type: ignore[no-any-return]  # both are callables from a string
    if annotation is int:
        return _to_whole_number
    if annotation is float:
        return _to_number
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return lambda value: _to_choice(value, annotation)
    return None


def _coerce_each(values: Iterable[Any], each: Callable[[Any], Any]) -> list[Any]:
    return [each(value) for value in values]


def _to_number(value: Any) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is not a number.") from error


def _to_whole_number(value: Any) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is not a whole number.") from error


def _to_choice(value: Any, choices: type[Enum]) -> Enum:
    try:
        return choices(value)
    except ValueError as error:
        listed = ", ".join(repr(choice.value) for choice in choices)
        raise ValueError(f"{value!r} is not one of {listed}.") from error


def _check_range(value: Any, param: Any) -> None:
    if isinstance(value, (int, float)):
        least, most = param.type_descriptor.parameter_info.min, param.type_descriptor.parameter_info.max
        # Written so that "not a number" is refused too.
        if (least is not None and not value >= least) or (most is not None and not value <= most):
            raise ValueError(f"{value} is not in the range from {least} to {most or 'any'}.")
