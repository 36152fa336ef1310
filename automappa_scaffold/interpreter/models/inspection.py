"""``inspect``: what kind of thing a value is, and what an object has."""

import inspect
from collections.abc import Sequence
from typing import Any

from automappa_scaffold.interpreter.function_parts import CELL, CODE, defaults_of
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.bound_arguments import add_binding
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, Run, native_class
from automappa_scaffold.interpreter.models.signature_texts import show_parameter, show_signature
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance, Module, Native, Partial
from automappa_scaffold.interpreter.operators import bound_options
from automappa_scaffold.interpreter.python_kinds import ROUTINES, kind_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    Maybe,
    Namespace,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import (
    KEYWORD_ONLY,
    POSITIONAL,
    POSITIONAL_ONLY,
    VAR_KEYWORD,
    VAR_POSITIONAL,
)

__all__ = ["INSPECTION"]

INSPECTION = Models()

INSPECTION["types.CodeType"] = CODE
INSPECTION["types.CellType"] = CELL


@INSPECTION.function("inspect.getdoc")
def _getdoc(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    owner = m.decide(args[0] if args else kwargs.get("object"))
    doc = m.decide(m.find_attribute(owner, "__doc__", place))
    if isinstance(doc, str):
        return m.compute(lambda: inspect.cleandoc(doc), place)
    is_alone = isinstance(owner, (Function, Module))  # and has none from elsewhere
    return None if doc is None and is_alone else m.unknown("the documentation of an object", place)


@INSPECTION.function("types.FunctionType:call")
def _make_function(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a function of code that another one has, with other globals, name and defaults."""
    names = ("code", "globals", "name", "argdefs", "closure")
    given = {name: m.decide(value) for name, value in (*zip(names, args, strict=False), *kwargs.items())}
    code, space, name = given.get("code"), given.get("globals"), given.get("name")
    known = code.payload if isinstance(code, Instance) and code.cls is CODE else None
    if not isinstance(known, Function) or not isinstance(space, DictValue) or given.keys() - set(names):
        return m.unknown("a function that is made of code", place)
    spec, cells = known.spec, given.get("closure")
    needed = spec.code.co_freevars if spec.code is not None else ()
    if needed and (cells is None or is_constant(cells)):
        raise m.refusal("TypeError", "arg 5 (closure) must be tuple", place)
    if isinstance(cells, tuple) and spec.code is not None and len(cells) != len(needed):
        text = f"{spec.name} requires closure of length {len(needed)}, not {len(cells)}"
        raise m.refusal("ValueError", text, place)
    if spec.code is None or (spec.code.co_freevars and not _is_closure(cells, known)):
        return m.unknown("a function with a closure of its own", place)
    module = known.module
    if space.items is not module.ns:
        module = Module(module.name, module.path, space.items, module.folders)
        module.functions, module.is_made = known.module.functions, space.unknown is not None
        module.is_open = space.unknown is not None
        module.shown_path, module.places = known.module.shown_path, known.module.places
    made = Function(spec, module, known.closure if spec.code.co_freevars else None, m.namespace())
    shown = name if isinstance(name, str) else spec.name
    made.ns.update(__name__=shown, __qualname__=shown, __doc__=spec.docstring)
    made.ns["__module__"] = space.items.get("__name__", "builtins")
    defaults = given.get("argdefs")
    made.ns["__defaults__"] = defaults if isinstance(defaults, tuple) else None
    made.ns["__kwdefaults__"] = None
    return made


def _is_closure(cells: Value, function: Function) -> bool:
    """Return whether cells are all of one function."""
    if not isinstance(cells, tuple):
        return False
    held = [cell.payload for cell in cells if isinstance(cell, Instance) and cell.cls is CELL]
    return len(held) == len(cells) and all(frame is function.closure for frame, _ in held)


_KINDS = {
    "isbuiltin": frozenset(("builtin",)),
    "isclass": frozenset(("class",)),
    "isfunction": frozenset(("function",)),
    "ismethod": frozenset(("method",)),
    "ismodule": frozenset(("module",)),
    "isroutine": ROUTINES,
}


def _asks_for(kinds: frozenset[str]) -> Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        value = args[0] if args else kwargs["object"]
        kind = kind_of(m, value)
        return m.undecided(m.decide(value), place) if kind is None else kind in kinds

    return run


for _name, _wanted in _KINDS.items():
    INSPECTION[f"inspect.{_name}"] = Native(_name, _asks_for(_wanted))


@INSPECTION.function("inspect.isgenerator")
def _isgenerator(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0] if args else kwargs["object"])
    if isinstance(value, Generator):
        return value.is_generator
    return m.undecided(value, place) if kind_of(m, value) is None else False


@INSPECTION.function("inspect.getmembers")
def _getmembers(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    owner = m.decide(args[0] if args else kwargs["object"])
    test = args[1] if len(args) > 1 else kwargs.get("predicate")
    names, unknown = m.iterate(m.call(m.models["builtins.dir"], (owner,), {}, place), place)
    found: list[Value] = []
    for name in names:
        if not isinstance(name, str):
            return m.unknown("the members of an object", place)
        try:
            value = m.get_attribute(owner, name, place)
        except PyRaise as raised:
            if raised.type_name != "AttributeError":
                raise
            continue
        found += _tested(m, name, value, test, place)
    return m.new_list(found, unknown if isinstance(unknown, Unknown) else None)


def _tested(m: Imports, name: str, value: Value, test: Value, place: Place) -> list[Value]:
    if test is None:
        return [(name, value)]
    answer = m.call(test, (value,), {}, place)
    truth = m.truth(answer)
    if truth is None:
        return [Maybe((name, value), m.scope_at(answer, place))]
    return [(name, value)] if truth else []


_SIGNATURE = native_class("Signature", module="inspect")
add_binding(_SIGNATURE)
_PARAMETER = native_class("Parameter", module="inspect")
_SIGNATURE.ns["__str__"] = Native("__str__", show_signature, binds=True)
_PARAMETER.ns["__str__"] = Native("__str__", show_parameter, binds=True)
_BY_PLACE = (POSITIONAL_ONLY, POSITIONAL)
_KIND_NAMES = {
    POSITIONAL_ONLY: "POSITIONAL_ONLY",
    POSITIONAL: "POSITIONAL_OR_KEYWORD",
    VAR_POSITIONAL: "VAR_POSITIONAL",
    KEYWORD_ONLY: "KEYWORD_ONLY",
    VAR_KEYWORD: "VAR_KEYWORD",
}
_EMPTY = Ext("inspect.Parameter.empty")
INSPECTION["inspect._empty"] = INSPECTION["inspect.Signature.empty"] = _EMPTY
_PARAMETER.ns["empty"] = _SIGNATURE.ns["empty"] = _EMPTY
_KIND = native_class("_ParameterKind", module="inspect")
_KIND.ns["__eq__"] = Native("__eq__", lambda m, args, kwargs, place: args[0] is m.decide(args[1]), binds=True)
_KIND_VALUES = {
    kind: Instance(_KIND, Namespace(0, [("name", name), ("value", kind)]))
    for kind, name in _KIND_NAMES.items()
}
for _number, _name in _KIND_NAMES.items():
    _PARAMETER.ns[_name] = INSPECTION[f"inspect.Parameter.{_name}"] = _KIND_VALUES[_number]


@INSPECTION.function("inspect.signature:call")
def _signature(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = m.decide(args[0] if args else kwargs.get("obj"))
    if isinstance(value, Union):
        options = [_signature(m, (option, *args[1:]), kwargs, place) for option in bound_options(value)]
        return m.join(options, value.scope)
    if _takes_nothing(m, value):
        return Instance(_SIGNATURE, m.namespace(parameters=m.new_dict(), return_annotation=_EMPTY))
    follows, given = m.truth(kwargs.get("follow_wrapped", True)), 0
    while isinstance(value, Partial) and not value.kwargs and "__wrapped__" not in value.ns:
        given, value = given + len(value.args), m.decide(value.function)
    function, is_bound = _with_parameters(m, value, place, follows=follows is True)
    is_plain = follows is not None and len(args) < 2 and not set(kwargs) - {"follow_wrapped", "obj"}
    if function is None or not is_plain or (given and not _takes(function, given + is_bound)):
        return m.unknown("a signature that is not followed", place, is_foreign=True)
    parameters, defaults = _left(function.spec.parameters, given + is_bound), defaults_of(function)
    annotations = _annotations(m, function, place)
    shown: dict[str, Value] = {}
    for name, kind, _ in parameters:
        told = m.namespace(name=name, default=defaults.get(name, _EMPTY))
        told["annotation"] = annotations.get(name, _EMPTY)
        told["kind"] = _KIND_VALUES[kind]
        shown[name] = Instance(_PARAMETER, told)
    returned = annotations.get("return", _EMPTY)
    return Instance(_SIGNATURE, m.namespace(parameters=m.new_dict(shown), return_annotation=returned))


def _annotations(m: Imports, function: Function, place: Place) -> dict[str, Value]:
    try:
        return m.annotations_of(function, is_text=function.module.has_text_annotations)
    except PyRaise:
        why = m.unknown("an annotation", place, is_foreign=True)
        return {name: why for name, _, _ in function.spec.named_annotations}


def _takes_nothing(m: Imports, value: Value) -> bool:
    """Return whether a value is a class whose objects are made without arguments, as those of ``object``."""
    names = ("__init__", "__new__")
    is_plain = isinstance(value, Class) and is_plain_class(value)
    return is_plain and all(value.lookup(name) is MISSING for name in names) and not _has_meta(m, value)


def _has_meta(m: Imports, value: Class) -> bool:
    return m.metaclass_method(value, "__call__") is not None


def _takes(function: Function, given: int) -> bool:
    """Return whether a function has parameters for so many arguments by place."""
    kinds = [kind for _, kind, _ in function.spec.parameters]
    return VAR_POSITIONAL in kinds or sum(kind in _BY_PLACE for kind in kinds) >= given


def _left(parameters: Sequence[tuple[str, int, Any]], given: int) -> Sequence[tuple[str, int, Any]]:
    """Return the parameters that are left where so many arguments are given by place."""
    by_place = [one for one in parameters if one[1] in _BY_PLACE]
    return [one for one in parameters if one not in by_place[:given]]


def _says_what_it_wraps(function: Function) -> bool:
    return "__wrapped__" in function.ns and "__signature__" not in function.ns


def _with_parameters(
    m: Imports, value: Value, place: Place, *, follows: bool
) -> tuple[Function | None, bool]:
    """Return the function whose parameters count, and whether the first of them is bound; or None."""
    is_bound = isinstance(value, Bound)
    if isinstance(value, Bound):
        value = m.decide(value.function)
    if isinstance(value, Class) and is_plain_class(value) and value.lookup("__new__") is MISSING:
        is_bound = True
        value = None if _has_meta(m, value) else value.lookup("__init__")
    seen: list[Function] = []
    while follows and isinstance(value, Function) and _says_what_it_wraps(value):
        if value in seen:
            shown = m.call(m.models["builtins.repr"], (seen[0],), {}, place)
            told = shown if isinstance(shown, str) else f"<function {seen[0].spec.name}>"
            raise m.raise_("ValueError", f"wrapper loop when unwrapping {told}", place)
        seen.append(value)
        value = m.decide(value.ns["__wrapped__"])
    is_followed = isinstance(value, Function) and value.module.path and "__signature__" not in value.ns
    return (value if is_followed else None), is_bound


@INSPECTION.function("inspect.get_annotations")
def _get_annotations(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a function's or a class's annotations, which are texts where the module postpones them."""
    function = args[0]
    if isinstance(function, Class) and function.line and not kwargs and len(args) == 1:
        held = m.get_attribute(function, "__annotations__", place)
        return m.new_dict({**held.items}, held.unknown) if isinstance(held, DictValue) else held
    if not isinstance(function, Function) or kwargs or len(args) > 1 or "__annotations__" in function.ns:
        return m.unknown("the annotations of this", place, is_foreign=True)
    is_text = function.module.has_text_annotations
    return m.new_dict(m.annotations_of(function, is_text=is_text))
