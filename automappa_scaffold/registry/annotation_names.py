"""What the names in an annotation stand for, where it is written."""

import ast

from automappa_scaffold.interpreter.enumeration_refusals import is_enumeration
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, Wrapper
from automappa_scaffold.interpreter.values import Ext, Value
from automappa_scaffold.project.names import absolute_module
from automappa_scaffold.source.type_aliases import TYPE_ALIASES
from automappa_scaffold.source.written_tasks import WRITTEN_TASKS, WrittenFile

__all__ = ["AnnotationNames"]

_DEEPEST = 6
_TYPED_DICT = "typing.TypedDict"  # a class, unlike others of that module


def _takes_others(cls: Class) -> bool:
    """Return whether an enumeration makes members of values that it does not list."""
    names = ("_missing_", "__new__", "__call__")
    is_changed = any(isinstance(cls.lookup(name), (Function, Wrapper)) for name in names)
    return cls.is_open or is_changed or any("Flag" in base.name for base in cls.mro)


class AnnotationNames:
    """The names of one module, as annotations use them."""

    def __init__(self, m: Interpreter, module: Module, depth: int = 0) -> None:
        self._m = m
        self._module = module
        self._depth = depth

    def path_of(self, name: str) -> str | None:
        """Return the dotted path of what a name stands for outside the project; None: anything else."""
        if name not in self._module.ns:
            return None if self._module.is_open else f"builtins.{name}"
        value = self._module.ns[name]
        if value is self._m.models.get(_TYPED_DICT):
            return _TYPED_DICT
        return value.path or None if isinstance(value, (Ext, Native)) else None

    def members_of(self, dotted: str) -> tuple[object, ...] | None:
        """Return the values of an enumeration's members; None: it is none, or may take others."""
        value: Value = self._module
        for name in dotted.split("."):
            if not isinstance(value, Module):
                return None
            value = value.ns.get(name)
        if not isinstance(value, Class) or not is_enumeration(value) or _takes_others(value):
            return None
        members = [held for held in value.ns.values() if isinstance(held, Instance) and held.cls is value]
        values = tuple(member.ns.get("_value_") for member in members)
        return values if all(isinstance(one, (str, int, float)) for one in values) else None

    def alias_of(self, dotted: str) -> "tuple[ast.expr, AnnotationNames] | None":
        """Return the type that the project gives a name to, and the names where that is written."""
        module, path = self._module, self._module.path
        head, _, rest = dotted.partition(".")
        if not path or self._depth > _DEEPEST:
            return None
        if not rest:
            text = (self._m.tree.facts(path, TYPE_ALIASES) or {}).get(head)
            if text is not None:
                names = AnnotationNames(self._m, module, self._depth + 1)
                return ast.parse(text, mode="eval").body, names
        written = self._m.tree.facts(path, WRITTEN_TASKS) or WrittenFile()
        source, _, name = dict(written.imports).get(head, "").partition(":")
        level = len(source) - len(source.lstrip("."))
        origin = absolute_module(module.name, module.folders is not None, level, source[level:])
        inner = ".".join(part for part in (name, rest) if part)
        value = self._m.modules.get(f"{origin}.{name}") if name and rest else None
        if value is not None:  # a module, taken from its package
            origin, inner = f"{origin}.{name}", rest
        other = self._m.modules.get(origin or "")
        if not source or other is None or other is module:
            return None
        return AnnotationNames(self._m, other, self._depth + 1).alias_of(inner)
