"""Parts of functions that the program may read and replace: defaults, and what the code says of itself."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import MISSING, DictValue, Namespace, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import KEYWORD_ONLY, POSITIONAL, POSITIONAL_ONLY

__all__ = ["CELL", "CODE", "FUNCTION_PARTS", "defaults_of", "function_part", "replaces_defaults"]

FUNCTION_PARTS = ("__code__", "__defaults__", "__kwdefaults__", "__closure__", "__globals__")

_OF_CODE = ("co_cellvars", "co_freevars", "co_nlocals", "co_varnames")
CODE = Class("code", (), Namespace(0), module="types")
CODE.is_partial = True


def replaces_defaults(m: Core, name: str, new: Value) -> bool:
    """Return whether a function has certain new defaults from here on."""
    if m.logs:  # under a condition that is not decided
        return False
    if name == "__defaults__":
        return new is None or type(new) is tuple
    is_known = isinstance(new, DictValue) and new.unknown is None
    return name == "__kwdefaults__" and (new is None or is_known)


def defaults_of(function: Function) -> Mapping[str, Value]:
    """Return the default values of a function's parameters, as they are now."""
    if "__defaults__" not in function.ns and "__kwdefaults__" not in function.ns:
        return function.defaults
    by_place = [name for name, kind, _ in function.spec.parameters if kind in (POSITIONAL_ONLY, POSITIONAL)]
    by_name = [name for name, kind, _ in function.spec.parameters if kind == KEYWORD_ONLY]
    found = dict(function.defaults)
    if "__defaults__" in function.ns:
        values = function.ns["__defaults__"] or ()
        for name in by_place:
            found.pop(name, None)
        found.update(zip(by_place[len(by_place) - len(values) :], values, strict=False))
    if "__kwdefaults__" in function.ns:
        held = function.ns["__kwdefaults__"]
        for name in by_name:
            found.pop(name, None)
        found.update({n: v for n, v in held.items.items() if n in by_name} if held is not None else {})
    return found


def function_part(m: Core, function: Function, name: str) -> Value:
    """Return a part of a function, or MISSING where it is not known."""
    spec = function.spec
    kinds = {
        kind: [parameter for parameter, own, _ in spec.parameters if own == kind]
        for kind in (POSITIONAL_ONLY, POSITIONAL, KEYWORD_ONLY)
    }
    by_place = [*kinds[POSITIONAL_ONLY], *kinds[POSITIONAL]]
    if name == "__defaults__":
        return tuple(function.defaults[n] for n in by_place if n in function.defaults) or None
    if name == "__kwdefaults__":
        held = {n: function.defaults[n] for n in kinds[KEYWORD_ONLY] if n in function.defaults}
        if not held:
            return None
        made = m.new_dict(held)
        m.store(function.ns, name, made)  # it may be written to
        return made
    if name == "__closure__":
        return _closure_of(m, function)
    if name != "__code__":
        return MISSING
    told = m.namespace(
        co_firstlineno=spec.line,
        co_name=spec.name,
        co_argcount=len(by_place),
        co_posonlyargcount=len(kinds[POSITIONAL_ONLY]),
        co_kwonlyargcount=len(kinds[KEYWORD_ONLY]),
        co_filename=function.module.path,
    )
    code = spec.code
    if code is None:
        del told["co_firstlineno"]
    else:
        told["co_firstlineno"] = code.co_firstlineno
        for part in _OF_CODE:
            told[part] = getattr(code, part)
    return Instance(CODE, told, function)


def _closure_of(m: Core, function: Function) -> Value:
    """Return the cells of a function: names of the functions around it that it uses."""
    code = function.spec.code
    if code is None:
        return MISSING
    cells = [Instance(CELL, m.namespace(), (function.closure, name)) for name in code.co_freevars]
    return tuple(cells) or None


def _cell_contents(m: Core, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place) -> Value:
    frame, name = args[0].payload
    while frame is not None:
        if name in frame.names and not frame.is_class:
            return frame.names[name]
        if name in frame.local_names:
            raise m.raise_("ValueError", "Cell is empty", place)
        frame = frame.parent
    return m.unknown("what a cell of a function holds", place)


def _set_cell(m: Core, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place) -> Value:
    m.disturb("what a cell of a function holds is changed", place)
    return None


CELL = Class("cell", (), Namespace(0), module="types")
CELL.is_partial = True
CELL.ns["cell_contents"] = Wrapper("property", Native("cell_contents", _cell_contents))
CELL.ns["__setattr__"] = Native("__setattr__", _set_cell, binds=True)
CELL.ns["__delattr__"] = Native("__delattr__", _set_cell, binds=True)
