"""How each kind of expression is evaluated: filled in by ``expressions``, which knows them all.

``Expressions.eval`` looks it up here. What evaluates an expression for every call or condition that is met
does so itself, which spares a call each time.
"""

from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.frames import Frame
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.program import Node

__all__ = ["EVALUATE"]

EVALUATE: dict[str, Callable[[Any, Node, Frame], Value]] = {}
