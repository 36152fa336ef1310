"""``NewType``, ``TypedDict`` and ``TypeVar``: types that are nothing but names at run time."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_types import DICT
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.type_expressions import refuse_text_annotations
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.source.places import Place

__all__ = ["NAMED_TYPES"]

NAMED_TYPES = Models()
_NEW_TYPE = native_class("NewType", module="typing")


def _call_new_type(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    named = ("x", "**") if m.python_numbers < (3, 11) else ("**",)
    if len(args) + len(kwargs) != 2 or kwargs.keys() - {*named}:
        raise m.refusal("TypeError", "NewType takes one argument", place)
    return args[1] if len(args) == 2 else kwargs.get("x", m.unknown("a keyword", place))


_NEW_TYPE.ns["__call__"] = Native("__call__", _call_new_type, binds=True)


@NAMED_TYPES.function("typing.NewType", "typing_extensions.NewType")
def _new_type(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = {**dict(zip(("name", "tp"), args, strict=False)), **kwargs}
    name, kind = m.decide(given.get("name")), given.get("tp")
    shown = name.rpartition(".")[2] if isinstance(name, str) else name
    names = m.namespace(__name__=shown, __qualname__=name, __supertype__=kind)
    return Instance(_NEW_TYPE, names)


def _new_dict(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args and args[0] is _TYPED_DICT:
        return m.unknown("a typed dict that is made by a call", place, is_foreign=True)
    return m.call(DICT, args[1:], kwargs, place)


def _check_variable(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Refuse what a type variable cannot be."""
    text = ""
    if len(args) == 2:
        text = "A single constraint is not allowed"
    elif len(args) > 2 and m.decide(kwargs.get("bound")) is not None:
        text = "Constraints cannot be combined with bound=..."
    if text:
        raise m.refusal("TypeError", text, place)
    if all(m.truth(kwargs.get(name)) is True for name in ("covariant", "contravariant")):
        raise m.refusal("ValueError", "Bivariant types are not supported.", place)
    return None


NAMED_TYPES["typing.TypeVar:check"] = Native("TypeVar", _check_variable)


def _typed_dict_class(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    refuse_text_annotations(m, cls, place)
    m.store(cls.ns, "__total__", kwargs.get("total", True))
    return None


_TYPED_DICT = native_class("TypedDict", _new_dict, module="typing")
_TYPED_DICT.ns["__on_class__"] = Native("__on_class__", _typed_dict_class)
for _module in ("typing", "typing_extensions"):
    NAMED_TYPES[f"{_module}.TypedDict"] = _TYPED_DICT
