"""Base classes of ``typing`` and ``abc``."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.builtin_types import TUPLE
from automappa_scaffold.interpreter.models.generic_aliases import subscribe_class
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.models.type_objects import TYPE
from automappa_scaffold.interpreter.models.virtual_classes import VIRTUAL
from automappa_scaffold.interpreter.objects import Class, Native, Wrapper
from automappa_scaffold.interpreter.raising import TRACEBACK
from automappa_scaffold.interpreter.type_expressions import refuse_text_annotations, refuse_type_parameters
from automappa_scaffold.interpreter.values import ListValue, Namespace, Value
from automappa_scaffold.source.places import Place

__all__ = ["CLASS_KINDS"]

CLASS_KINDS = Models({"typing.TYPE_CHECKING": False, "typing_extensions.TYPE_CHECKING": False})
CLASS_KINDS["types.TracebackType"] = TRACEBACK

for _path in ("typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "abc.ABC"):
    CLASS_KINDS[_path] = native_class(
        _path.rpartition(".")[2], module=_path.rpartition(".")[0], is_whole=True
    )


def _take_types(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if len(args) > 1 and args[0] in (CLASS_KINDS["typing.Generic"], CLASS_KINDS["typing.Protocol"]):
        refuse_type_parameters(m, args[0].name, args[1], place)
    return subscribe_class(m, args, kwargs, place)


for _path in ("typing.Generic", "typing.Protocol", "typing_extensions.Protocol"):
    CLASS_KINDS[_path].ns["__class_getitem__"] = Wrapper(
        "classmethod", Native("__class_getitem__", _take_types)
    )


def _named_tuple_class(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Give a class with annotations what ``collections.namedtuple`` gives."""
    cls = args[0]
    if not isinstance(cls, Class) or ("__fields__" not in cls.ns and _NAMED_TUPLE not in cls.bases):
        return None
    refuse_text_annotations(m, cls, place)
    names = tuple(cls.ns.get("__fields__", ()))
    late = next(
        (at for at, name in enumerate(names) if at and name not in cls.ns and names[at - 1] in cls.ns), 0
    )
    if late:
        text = f"Non-default namedtuple field {names[late]} cannot follow default field {names[late - 1]}"
        raise m.refusal("TypeError", text, place)
    defaults = [cls.ns[name] for name in names if name in cls.ns]
    maker = m.external("collections.namedtuple")
    made = m.call(maker, (cls.name, names), {"defaults": m.new_list(defaults)}, place)
    kept = next((key for key in cls.ns if key in _KEPT), None) if _NAMED_TUPLE in cls.bases else None
    if kept is not None:
        raise m.refusal("AttributeError", f"Cannot overwrite NamedTuple attribute {kept}", place)
    for key, value in made.ns.items():
        if key in names or key not in cls.ns:
            m.store(cls.ns, key, value)
    return None


# What no class of named tuples may say itself.
_KEPT = (
    *("__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types"),
    *("_make", "_replace", "_asdict", "_source"),
)


def _named_tuple_by_call(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the class that ``NamedTuple("Name", [("a", int)])`` makes."""
    given = m.decide(args[2]) if len(args) == 3 else kwargs.get("fields")
    pairs, unknown = m.iterate(given, place) if given is not None else ((), None)
    fields = [tuple(pair.items) if isinstance(pair, ListValue) else pair for pair in pairs]
    if len(args) < 2 or unknown or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in fields):
        return m.unknown("a named tuple made by a call", place)
    named = {name: kind for name, kind in kwargs.items() if name not in ("fields", "**")}
    if given is not None and named:
        text = "Either list of fields or keywords can be provided to NamedTuple, not both"
        raise m.refusal("TypeError", text, place)
    names = (*(pair[0] for pair in fields), *named)
    made = m.call(m.external("collections.namedtuple"), (args[1], names), {}, place)
    if isinstance(made, Class):
        kinds = {**dict(fields), **named}
        told = m.new_dict(kinds)
        is_plain = all(isinstance(kind, Class) for kind in kinds.values())
        m.store(made.ns, "__annotations__", told if is_plain else m.unknown("annotations of a tuple", place))
    return made


_NAMED_TUPLE = native_class(
    "NamedTuple", _named_tuple_by_call, module="typing", bases=(TUPLE,), is_whole=True
)
_NAMED_TUPLE.ns["__slots__"] = ()  # Python makes the classes below it without it
_NAMED_TUPLE.ns["__on_class__"] = Native("__on_class__", _named_tuple_class)
for _path in ("typing.NamedTuple", "typing_extensions.NamedTuple"):
    CLASS_KINDS[_path] = _NAMED_TUPLE


def _register(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``ABC.register``: the class counts others as below it from now on."""
    if len(args) > 1 and isinstance(args[0], Class):
        known = args[0].ns.get(VIRTUAL, ())
        m.store(args[0].ns, VIRTUAL, (*known, args[1]) if isinstance(known, tuple) else known)
        return args[1]
    return m.unknown("what is registered with an abstract class", place)


_REGISTER = Native("register", _register, binds=True)
CLASS_KINDS["abc.ABC"].ns["register"] = Wrapper("classmethod", _REGISTER)
CLASS_KINDS["abc.ABCMeta"] = Class("ABCMeta", (TYPE,), Namespace(0, [("register", _REGISTER)]), module="abc")
