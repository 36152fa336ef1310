"""Modules, functions, classes and their objects, as abstract values."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from automappa_scaffold.interpreter.class_cells import ClassCell
from automappa_scaffold.interpreter.import_sites import Site
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    Namespace,
    Scope,
    Union,
    Unknown,
    Value,
    is_constant,
    show,
)
from automappa_scaffold.source.functions import FunctionSpec, FunctionTable
from automappa_scaffold.source.places import Place

__all__ = [
    "Bound",
    "Class",
    "Function",
    "Instance",
    "Module",
    "Native",
    "Partial",
    "Super",
    "Wrapper",
    "bound_behind",
    "content_of",
    "describe",
]


class Module:
    """A module of the project."""

    __slots__ = (
        "folders",
        "functions",
        "has_text_annotations",
        "is_made",
        "is_open",
        "name",
        "ns",
        "path",
        "places",
        "shown_path",
        "sites",
        "stars",
        "state",
    )

    def __init__(self, name: str, path: str, ns: Namespace, folders: tuple[str, ...] | None) -> None:
        self.name = name
        self.path = path
        self.ns = ns
        self.folders = folders  # where submodules are looked for; None: not a package
        self.is_open = False  # a star import of foreign code: it may hold any name
        self.stars: tuple[str, ...] = ()  # of what foreign modules
        self.is_made = False  # it is open for another reason: what else it holds may be the project's
        self.state = "running"
        self.sites: list[Site] = []
        self.places: dict[int, Place] = {}  # by packed position, of what stands in its functions
        self.shown_path: PurePosixPath | None = None  # relative to the project, once it was asked for
        self.functions: FunctionTable | None = None  # of its file
        self.has_text_annotations = False  # they are not evaluated


class Function:
    """A function of the project; name and module may be changed by the project."""

    __slots__ = ("cell", "closure", "defaults", "module", "ns", "spec")

    def __init__(self, spec: FunctionSpec, module: Module, closure: Any, ns: Namespace) -> None:
        self.spec = spec
        self.module = module  # whose globals it sees
        self.closure = closure
        self.ns = ns  # __name__, __module__, ... and what the project sets
        self.defaults: dict[str, Value] = {}
        self.cell: ClassCell | None = None  # of the class in whose body it is written, however deep

    @property
    def owner(self) -> "Class | None":
        """The class in whose body it is written, as far as that is known."""
        return self.cell.cls if self.cell is not None else None

    def twin(self, ns: Namespace) -> "Function":
        """Return a function of the same code that has other attributes."""
        made = Function(self.spec, self.module, self.closure, ns)
        made.defaults, made.cell = self.defaults, self.cell
        return made


class Class:
    """A class of the project, or a modelled one.

    ``is_open``: a base is foreign, so it may hold any name; ``is_partial``: it is or has a model that does
    not hold all of its names, so that one which is not found is not missing; ``followed``: classes of ours
    that hold what a foreign base gives, by its path.
    """

    __slots__ = (
        "bases",
        "followed",
        "has_content",
        "is_open",
        "is_partial",
        "line",
        "module",
        "mro",
        "name",
        "ns",
        "subclasses",
    )

    def __init__(
        self,
        name: str,
        bases: tuple[Value, ...],
        ns: Namespace,
        *,
        module: str = "",
        line: int = 0,
        followed: Mapping[str, "Class"] | None = None,
    ) -> None:
        self.name = name
        self.bases = bases
        self.followed = followed or {}
        self.ns = ns
        self.module = module
        self.line = line
        self.is_open: bool = any(
            b.is_open if isinstance(b, Class) else getattr(b, "path", None) not in self.followed
            for b in bases
        )
        self.is_partial: bool = any(isinstance(b, Class) and b.is_partial for b in bases)
        self.mro = _linearize(self)
        self.subclasses = Namespace(min(ns.depth, 0))  # by number; shared where the class is
        # Whether its objects hold a value of a built-in type, as those of a subclass of ``dict`` do.
        self.has_content: bool = any(isinstance(b, Class) and b.has_content for b in bases)

    def lookup(self, name: str) -> Value:
        """Return what the class or its nearest base binds to the name, or MISSING."""
        for cls in self.mro:
            found = cls.ns.get(name, MISSING)
            if found is not MISSING:
                return bound_behind(self.mro, name) if found.__class__ is Union else found
        return MISSING

    def reorder(self) -> None:
        """Compute anew what it inherits, when its bases have changed."""
        self.mro = _linearize(self)

    def is_subclass(self, other: "Class") -> bool:
        """Return whether ``other`` is among the bases, near or far."""
        return other in self.mro


def bound_behind(classes: Sequence[Class], name: str) -> Value:
    """Return what the first of some classes binds to a name; where it perhaps does not, the next one may."""
    options: list[Value] = []
    scope: Scope | None = None
    for cls in classes:
        found = cls.ns.get(name, MISSING)
        if found is MISSING:
            continue
        held = found.options if isinstance(found, Union) else (found,)
        scope = found.scope if isinstance(found, Union) and scope is None else scope
        options += [option for option in held if option is not MISSING]
        if MISSING not in held:
            return found if scope is None or len(options) == len(held) else Union(tuple(options), scope)
    return Union((*options, MISSING), scope) if scope is not None else MISSING


def _linearize(cls: Class) -> tuple[Class, ...]:
    """Return the method resolution order of what is known; foreign bases are left out (C3)."""
    stand_ins = [cls.followed.get(base.path, base) if isinstance(base, Ext) else base for base in cls.bases]
    bases = [base for base in stand_ins if isinstance(base, Class)] if cls.followed else cls.bases
    sequences = [list(base.mro) for base in bases if isinstance(base, Class)]
    sequences.append([base for base in bases if isinstance(base, Class)])
    order = [cls]
    while any(sequences):
        for sequence in sequences:
            if sequence and not any(sequence[0] in other[1:] for other in sequences):
                head = sequence[0]
                break
        else:
            head = next(sequence[0] for sequence in sequences if sequence)
        order.append(head)
        sequences = [[c for c in sequence if c is not head] for sequence in sequences]
    return tuple(order)


class Instance:
    """An object of a modelled or project class; ``payload`` is what a model keeps with it."""

    __slots__ = ("cls", "ns", "payload")

    def __init__(self, cls: Class, ns: Namespace, payload: Any = None) -> None:
        self.cls = cls
        self.ns = ns
        self.payload = payload


class Native:
    """A function that a model provides: ``run(machine, args, kwargs, position)``."""

    __slots__ = ("binds", "name", "path", "run", "unbound")

    def __init__(self, name: str, run: Callable[..., Value], *, binds: bool = False) -> None:
        self.name = name
        self.path = ""  # of the function of the standard library that it stands for
        self.run = run
        self.binds = binds  # found on a class, it becomes a method of the instance
        self.unbound: Native | None = None  # what it is where it is taken from the class


class Bound:
    """A method bound to its object."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver


class Partial:
    """What ``functools.partial`` returns."""

    __slots__ = ("args", "function", "kwargs", "ns")

    def __init__(self, function: Value, args: tuple[Value, ...], kwargs: Namespace, ns: Namespace) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.ns = ns


class Super:
    """What ``super()`` returns: attributes of ``receiver`` as found behind ``cls``."""

    __slots__ = ("cls", "receiver")

    def __init__(self, cls: Class, receiver: Value) -> None:
        self.cls = cls
        self.receiver = receiver


class Wrapper:
    """A ``staticmethod``, ``classmethod`` or ``property``."""

    __slots__ = ("deleter", "doc", "function", "given", "kind", "setter")

    def __init__(
        self, kind: str, function: Value, setter: Value = None, deleter: Value = None, doc: Value = None
    ) -> None:
        self.doc = doc  # of a property, where it is not its function's
        self.given: Namespace | None = None  # attributes that a class method or static method was given
        self.kind = kind
        self.function = function
        self.setter = setter
        self.deleter = deleter


def content_of(value: Value) -> Value:
    """Return what an object of a subclass of a built-in type holds, else the value itself."""
    return value.payload if isinstance(value, Instance) and value.cls.has_content else value


def describe(value: Value) -> str:
    """Return what a value is, for messages."""
    if isinstance(value, (Unknown, Ext)):
        return value.reason if isinstance(value, Unknown) else value.path
    if isinstance(value, Module):
        return f"module {value.name}"
    if isinstance(value, Function):
        return f"function {value.ns.get('__name__')}"
    if isinstance(value, Class):
        return f"class {value.name}"
    if isinstance(value, Instance):
        return f"{value.cls.name} object"
    return show(value) if is_constant(value) else type(value).__name__.removesuffix("Value").lower()
