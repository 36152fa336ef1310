"""What Python refuses where types are written: wrong arguments of them, and unions of what is no type."""

import builtins
import sys
from collections.abc import Sequence
from functools import cache

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.generators import Generator
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import KIND, UNION_OF
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
)
from automappa_scaffold.interpreter.raising import EXCEPTIONS
from automappa_scaffold.interpreter.refusals import is_builtin, is_plain_class
from automappa_scaffold.interpreter.special_values import OpenTuple, RangeValue
from automappa_scaffold.interpreter.standard_names import (
    CALLABLE_FORM,
    GENERIC_FORM,
    TYPE_FORM,
    describes_standard,
    never_has,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = [
    "GENERIC_NAMES",
    "are_types",
    "as_type_form",
    "as_union",
    "is_expression",
    "refuse_text_annotations",
    "refuse_type_arguments",
    "refuse_type_parameters",
    "refuse_union",
    "type_form",
    "written_union",
]

_MODULES = ("typing", "typing_extensions")
# How many types each takes; those that take any number of them are not here.
_ONE = """
    AbstractSet AsyncIterable AsyncIterator Awaitable Collection Container Counter Deque FrozenSet
    Iterable Iterator KeysView List MutableSequence MutableSet Reversible Sequence Set Type ValuesView
"""
_TWO = "ChainMap DefaultDict Dict ItemsView Mapping MutableMapping OrderedDict"
_COUNTS = {name: count for count, names in ((1, _ONE), (2, _TWO)) for name in names.split()}
# Of these types in brackets make what stands for a class of Python.
GENERIC_NAMES = (*_COUNTS, "Tuple")
_SINGLE = ("ClassVar", "Final", "NotRequired", "Optional", "Required", "TypeGuard")
_PLAIN = ("Any", "LiteralString", "Never", "NoReturn", "Self", "Text", "TypeAlias")
_WITH_TEXTS = ("Optional", "Union", "ClassVar", "Final", *_COUNTS)
_FORMS = tuple(f"typing.{name}" for name in ("ClassVar", "Final", "Literal", "Optional", "Union"))
_NO_REFERENCE = "Forward reference must be an expression"
_CALLABLE = "Callable must be used as Callable[[arg, ...], result]."
# Built-in classes that take no types.
_WITHOUT_TYPES = ("bool", "bytes", "complex", "float", "int", "object", "str")


def _takes_none(name: str) -> bool:
    """Return whether a built-in class takes no types."""
    return name in _WITHOUT_TYPES or (name in EXCEPTIONS and "Group" not in name)


def refuse_type_arguments(m: Core, target: Ext | Class, key: Value, place: Place) -> None:
    """Raise what a type raises that is given such types in brackets."""
    if isinstance(target, Class):
        if target.module == "builtins" and _takes_none(target.name):
            raise m.raise_("TypeError", f"type '{target.name}' is not subscriptable", place)
        return
    if isinstance(key, RangeValue):
        return  # which is one object
    module, _, name = target.path.rpartition(".")
    if name == "Callable" and (module in _MODULES or module == "collections.abc"):
        is_pair = isinstance(key, tuple) and len(key) == 2
        if not is_pair and not isinstance(key, (OpenTuple, Unknown)):
            raise m.raise_("TypeError", _CALLABLE, place)
        if is_pair and module == "collections.abc" and _is_one_type(key[0]):
            text = "Expected a list of types, an ellipsis, ParamSpec, or Concatenate."
            raise m.raise_("TypeError", text, place)
    elif module in _MODULES:
        _refuse_count(m, name, key, place)
        if name in _WITH_TEXTS:
            for part in key if isinstance(key, tuple) else (key,):
                if isinstance(part, str) and not is_expression(part):
                    raise m.raise_("SyntaxError", f"{_NO_REFERENCE} -- got {part!r}", place)


def refuse_text_annotations(m: Core, cls: Class, place: Place) -> None:
    """Raise what a class raises that reads its annotations while it is made, where one is no expression."""
    module = m.modules.get(cls.module)
    if module is None or module.has_text_annotations:
        return  # the text of a text always is an expression
    for shown in cls.ns.get("__fields__", {}).values():
        if not is_expression(shown or "0"):
            raise m.raise_("SyntaxError", f"{_NO_REFERENCE} -- got {shown!r}", place)


def type_form(value: Value) -> str:
    """Return of which kind is what types in brackets behind a name of ``typing`` make; empty: not told."""
    if not isinstance(value, Ext):
        return ""
    if value.path in _FORMS:
        return TYPE_FORM
    module, _, name = value.path.rpartition(".")
    if module != "typing":
        return ""
    return CALLABLE_FORM if name == "Callable" else GENERIC_FORM if name in GENERIC_NAMES else ""


def as_type_form(made: Value, form: str = TYPE_FORM) -> Value:
    """Return what is made of types, as an object of which it is known what it is."""
    if isinstance(made, Unknown) and form:
        made.ns[KIND] = form
    return made


def _is_one_type(value: Value) -> bool:
    if isinstance(value, Ext):
        return value.path.rpartition(".")[0] in _MODULES
    return isinstance(value, Class) or (is_constant(value) and value is not Ellipsis)


def _refuse_count(m: Core, name: str, key: Value, place: Place) -> None:
    count = len(key) if isinstance(key, tuple) else 1
    wanted = _COUNTS.get(name, 0)
    text = ""
    if name in _PLAIN:
        text = f"{name} is not subscriptable"
    elif name in _SINGLE and isinstance(key, tuple):
        text = f"typing.{name} accepts only a single type."
    elif name == "Union" and not count:
        text = "Cannot take a Union of no types."
    elif name == "Annotated" and count < 2 and not isinstance(key, (OpenTuple, Unknown)):
        text = "Annotated[...] should be used with at least two arguments (a type and an annotation)."
    elif wanted and count != wanted and not isinstance(key, (OpenTuple, Unknown)):
        text = f"Too {'many' if count > wanted else 'few'} arguments for typing.{name}"
        text += f"; actual {count}, expected {wanted}"
    if text:
        raise m.raise_("TypeError", text, place)


@cache
def is_expression(text: str) -> bool:
    """Return whether Python takes a text as an expression of its own."""
    try:
        compile(text.removeprefix("*"), "<string>", "eval")
    except (SyntaxError, ValueError):
        return False
    return True


def refuse_type_parameters(m: Core, name: str, key: Value, place: Place) -> None:
    """Raise what ``Generic`` and ``Protocol`` raise for anything but different type variables."""
    parts = key if isinstance(key, tuple) else (key,)
    text = ""
    if not parts:
        text = f"Parameter list to {name}[...] cannot be empty"
    elif any(map(_is_no_variable, parts)):
        text = f"Parameters to {name}[...] must all be type variables or parameter specification variables."
    elif any(part is other for at, part in enumerate(parts) for other in parts[:at]):
        text = f"Parameters to {name}[...] must all be unique"
    if text:
        raise m.raise_("TypeError", text, place)


def _is_no_variable(value: Value) -> bool:
    """Return whether a value is certainly no type variable, nor one of parameters."""
    if isinstance(value, Class):
        return not value.is_open
    return is_constant(value) or isinstance(value, (ListValue, DictValue, Function, Module))


def refuse_union(m: Core, left: Value, right: Value, place: Place) -> None:
    """Raise what ``|`` raises for a class beside what is no type, and for a function beside one or None."""
    for one, other in ((left, right), (right, left)):
        is_function = isinstance(one, Function) or _is_builtin_function(one)
        is_type = other is None or _is_class(other)
        if (is_function and is_type) or (_is_class(one) and _is_no_type(other)):
            text = f"unsupported operand type(s) for |: '{_kind(left)}' and '{_kind(right)}'"
            raise m.raise_("TypeError", text, place)


def are_types(left: Value, right: Value) -> bool:
    """Return whether ``|`` makes a union of two values."""
    return all(side is None or _is_class(side) or _is_form(side) for side in (left, right))


def written_union(made: Value, target: Value, key: Value) -> Value:
    """Return what types in brackets make behind a name of ``typing``, as the union that it may be."""
    name = target.path.removeprefix("typing.") if isinstance(target, Ext) else ""
    if name not in ("Optional", "Union"):
        return as_type_form(made, type_form(target))
    parts = key if isinstance(key, tuple) else (key,)
    return as_union(made, (*parts, None) if name == "Optional" else parts)


def as_union(made: Value, sides: Sequence[Value]) -> Value:
    """Return what is made of types as a union of them: where all are classes, it may be asked for them."""
    parts = [part for side in sides for part in _parts_of_union(side)]
    if isinstance(made, Unknown) and all(part is None or _is_itself(part) for part in parts):
        made.ns[UNION_OF] = tuple(dict.fromkeys(parts))
    return as_type_form(made)


def _parts_of_union(side: Value) -> tuple[Value, ...]:
    return side.ns.get(UNION_OF, (side,)) if isinstance(side, Unknown) else (side,)


def _is_itself(part: Value) -> bool:
    """Return whether a class is told from what types in brackets behind it would make."""
    if isinstance(part, Class):
        return bool(part.line) or part.module == "builtins"
    return isinstance(part, Ext) and _is_class(part)


def _is_form(value: Value) -> bool:
    return isinstance(value, Unknown) and value.ns.get(KIND) in (TYPE_FORM, GENERIC_FORM, CALLABLE_FORM)


def _is_builtin_function(value: Value) -> bool:
    return is_builtin(value) and not isinstance(getattr(builtins, value.name, None), type)


def _kind(value: Value) -> str:
    if isinstance(value, (Class, Ext)):
        return "type"
    return "builtin_function_or_method" if isinstance(value, Native) else kind_name(value)


def _is_alias(value: Value) -> bool:
    return isinstance(value, Instance) and (value.cls.module, value.cls.name) == ("types", "GenericAlias")


def _is_class(value: Value) -> bool:
    """Return whether a value is a class whose ``|`` makes a union, with types in brackets too."""
    if _is_alias(value):
        return True
    if isinstance(value, Ext):
        module = value.path.rpartition(".")[0]
        return module not in _MODULES and describes_standard(value.path, "class")
    if not isinstance(value, Class) or value.lookup("__class__") is not MISSING or value.module in _MODULES:
        return False
    if not value.line and value.module.partition(".")[0] in sys.stdlib_module_names:
        return True
    return is_plain_class(value) and value.lookup("__class_getitem__") is MISSING


def _is_no_type(value: Value) -> bool:
    if value is None or isinstance(value, Class) or _is_alias(value):
        return False
    if is_constant(value) or isinstance(value, (tuple, ListValue, DictValue, Module, Generator, Bound)):
        return True
    if isinstance(value, Instance):
        return is_plain_class(value.cls) and all(
            value.cls.lookup(name) is MISSING for name in ("__or__", "__ror__")
        )
    return isinstance(value, Unknown) and KIND in value.ns and never_has(value.ns[KIND], "__ror__")
