"""``isinstance`` and ``issubclass``: what they are asked for, and what they refuse."""

from automappa_scaffold.interpreter.certain_types import certain_types, is_none_of
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.marks import OPEN, UNION_OF
from automappa_scaffold.interpreter.models.builtin_aliases import ALIAS
from automappa_scaffold.interpreter.models.container_kinds import container_kind, counts_as
from automappa_scaffold.interpreter.models.instance_checks import is_instance, is_instance_plainly
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.models.protocols import has_protocol, is_protocol
from automappa_scaffold.interpreter.models.virtual_classes import counts_below, is_virtual
from automappa_scaffold.interpreter.objects import (
    Class,
    Instance,
    Native,
)
from automappa_scaffold.interpreter.python_kinds import (
    host_object,
    standard_class,
    stands_for_no_class,
)
from automappa_scaffold.interpreter.refusals import (
    is_no_class,
    is_solid,
)
from automappa_scaffold.interpreter.special_values import OpenTuple
from automappa_scaffold.interpreter.standard_names import describes_standard
from automappa_scaffold.interpreter.values import MISSING, Ext, Union, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["CLASS_CHECKS"]

CLASS_CHECKS = Models()


def _may_be_asked(kind: Instance) -> bool:
    """Return whether an object may stand for a class, which says itself what is of it."""
    names = ("__instancecheck__", "__bases__", "__getattr__", "__getattribute__", "__class__")
    has_any = any(kind.cls.lookup(name) is not MISSING for name in names)
    return has_any or "__bases__" in kind.ns or OPEN in kind.ns or kind.cls.is_open


def _is_refused(kind: Value) -> bool:
    """Return whether ``isinstance`` takes no such object for a class."""
    if kind.__class__ is OpenTuple:
        return False
    if isinstance(kind, Class):  # a function of the library may stand for a class among bases
        return not kind.line and is_none_of(kind, type)
    if isinstance(kind, Instance):
        return not _may_be_asked(kind)
    if is_solid(kind) or is_no_class(kind) or stands_for_no_class(kind):
        return True
    return is_none_of(kind, type, tuple) and not any(
        "__instancecheck__" in dir(python) for python in certain_types(kind)
    )


def _without_unions(m: Imports, kinds: Value, place: Place) -> Value:
    """Return the classes of which one is asked for, each for itself where a union of them is given."""
    if isinstance(kinds, tuple):
        found = [_without_unions(m, kind, place) for kind in kinds]
        return tuple(one for kind in found for one in (kind if isinstance(kind, tuple) else (kind,)))
    if not isinstance(kinds, Unknown) or UNION_OF not in kinds.ns:
        return kinds
    none = m.call(m.models["builtins.type"], (None,), {}, place)
    return tuple(none if kind is None else kind for kind in kinds.ns[UNION_OF])


@CLASS_CHECKS.function("builtins.isinstance")
def _isinstance(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    told = is_instance_plainly(args[0], args[1])
    if told is not None:
        return told
    args = (args[0], _without_unions(m, args[1], place))
    kinds = args[1] if isinstance(args[1], tuple) else (args[1],)
    for number, kind in enumerate(kinds):
        if not _is_refused(m.decide(kind)):
            continue
        if number and is_instance(m, args[0], kinds[:number], place) is not False:
            break  # those behind one that it is of are not looked at
        text = "isinstance() arg 2 must be a type, a tuple of types, or a union"
        raise m.refusal("TypeError", text, place)
    if isinstance(args[1], Native) and args[1].path == "builtins.slice":
        given = m.decide(args[0])
        return m.undecided(given, place) if isinstance(given, (Unknown, Ext, Union)) else type(given) is slice
    answer = is_instance(m, args[0], args[1], place)
    return m.of_kind(m.undecided(args[0], place), "builtins.bool") if answer is None else answer


# An object that has one of these may stand for a class.
_HAVE_BASES = frozenset(("__bases__", "__getattr__"))
# What ``__class__`` is of a class, as ``dir`` names it too.
_TYPE_ITSELF = ("builtins.type.__class__", "builtins.object.__class__")


@CLASS_CHECKS.function("builtins.issubclass")
def _issubclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    args = (args[0], _without_unions(m, args[1], place))
    kinds = args[1] if isinstance(args[1], tuple) else (args[1],)
    if isinstance(args[0], Ext) and args[0].path in _TYPE_ITSELF and args[0].path not in m.patched:
        args = (m.external("builtins.type"), *args[1:])
    hooked = [k for k in kinds if isinstance(k, Class) and m.metaclass_method(k, "__subclasscheck__")]
    if isinstance(args[0], Instance) and args[0].cls is ALIAS and all(isinstance(k, Class) for k in kinds):
        # It is no class, but says of which classes the one that it is made of inherits.
        above = (*args[0].payload.mro[1:], m.external("builtins.object"))
        is_told = not hooked and not any(map(is_virtual, kinds))
        return any(kind in above for kind in kinds) if is_told else m.unknown("a type with types", place)
    are_own = all(isinstance(kind, Class) and kind.line and not is_virtual(kind) for kind in kinds)
    if args[0].__class__ is Ext and args[0].path == "inspect.Parameter.empty" and are_own and not hooked:
        return False  # a class of Python's own, below none of the program's
    if _is_no_class(m, args[0]) and not hooked:
        raise m.refusal("TypeError", "issubclass() arg 1 must be a class", place)
    for kind in kinds:
        hook = kind.cls.lookup("__subclasscheck__") if isinstance(kind, Instance) else MISSING
        if isinstance(hook, Native):  # of a class with types in brackets
            return m.call(hook, (kind, args[0]), {}, place)
        if _is_refused(m.decide(kind)):
            text = "issubclass() arg 2 must be a class, a tuple of classes, or a union"
            raise m.refusal("TypeError", text, place)
        if not isinstance(args[0], Class) or not isinstance(kind, Class) or is_virtual(kind) or hooked:
            break  # those behind one that it is perhaps below are not looked at
        if args[0].is_subclass(kind):
            return True
    if isinstance(args[0], Class) and m.external("builtins.object") in kinds:
        return True
    containers = [container_kind(kind) for kind in kinds]
    if None not in containers and not hooked:
        told = [counts_as(m, m.decide(args[0]), kind) for kind in containers if kind is not None]
        if True in told or None not in told:
            return True in told
    if isinstance(args[0], Class) and all(isinstance(kind, Class) for kind in kinds):
        if hooked:
            check = m.metaclass_method(hooked[0], "__subclasscheck__")
            return m.call(check, (hooked[0], args[0]), {}, place) if len(kinds) == 1 else m.unknown("", place)
        if any(args[0].is_subclass(kind) for kind in kinds):
            return True
        if len(kinds) == 1 and is_protocol(kinds[0]):
            answer = has_protocol(m, args[0], kinds[0], place)
            return m.undecided(args[0], place) if answer is None else answer
        if any(map(is_virtual, kinds)):
            answers = [counts_below(m, args[0], kind, place) for kind in kinds]
            verdict = True if True in answers else None if None in answers else False
            return m.undecided(args[0], place) if verdict is None else verdict
        # What comes from outside the project inherits nothing of the project's.
        if not args[0].is_open or (_has_known_bases(args[0]) and all(_is_ours(m, kind) for kind in kinds)):
            return False
    standard = [found for value in (args[0], *kinds) if (found := standard_class(value)) is not None]
    if not hooked and len(standard) > len(kinds):
        return issubclass(standard[0], tuple(standard[1:]))
    is_closed = not hooked and isinstance(args[0], Ext) and describes_standard(args[0].path, "class")
    if is_closed and all(isinstance(k, Class) and _is_ours(m, k) and not is_virtual(k) for k in kinds):
        return False
    return m.undecided(args[0], place)


def _is_no_class(m: Imports, value: Value) -> bool:
    if (
        isinstance(value, (Ext, Native))
        and value.path.startswith("builtins.")
        and value.path not in m.patched
    ):
        found = host_object(value.path)
        return found is not MISSING and not isinstance(found, type)
    if isinstance(value, Ext):
        if value.path in m.patched:
            return False
        is_module = "." not in value.path and value.path in m.external_modules
        if is_module or is_none_of(value, type):
            return True
        return any(describes_standard(value.path, kind) for kind in ("module", "function"))
    if isinstance(value, Instance):  # whatever has bases may stand for a class
        kind = host_object(f"{value.cls.module}.{value.cls.name}") if not value.cls.line else MISSING
        if isinstance(kind, type) and _HAVE_BASES.isdisjoint(dir(kind)):
            return True
        return m.find_attribute(value, "__bases__", None) is MISSING
    if isinstance(value, Class):
        return not value.line and is_none_of(value, type)
    return is_solid(value) or is_none_of(value, type)


def _has_known_bases(cls: Class) -> bool:
    return all(isinstance(base, (Class, Ext)) for known in cls.mro for base in known.bases)


def _is_ours(m: Imports, cls: Class) -> bool:
    module = m.modules.get(cls.module)
    return module is not None and bool(module.path)
