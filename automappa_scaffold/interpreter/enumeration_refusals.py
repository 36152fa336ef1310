"""What Python refuses of an enumeration's body: names that are bound twice or reserved, and wrong bases."""

import re
from collections.abc import Sequence

from automappa_scaffold.interpreter.core import Core
from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value
from automappa_scaffold.source.places import Place
from automappa_scaffold.source.program import Node

__all__ = ["ignored_names", "is_enumeration", "refuse_enumeration", "refuse_order", "refuse_twice"]

# Reserved names that mean something, in any version of Python.
_MEANT = re.compile(
    "_(order|generate_next_value|numeric_repr|missing|ignore|iter_member(_by_value|_by_def)?"
    "|add(_value)?_alias|value|name)_"
)


def is_enumeration(cls: Value) -> bool:
    """Return whether a class is an enumeration."""
    return isinstance(cls, Class) and any(base.module == "enum" for base in cls.mro)


def refuse_enumeration(m: Core, cls: Class, place: Place) -> None:
    """Raise what Python raises for the names and bases of an enumeration."""
    private = f"_{cls.name.lstrip('_')}__"
    for name in cls.ns:
        if isinstance(name, str) and _is_reserved(name) and not name.startswith(private):
            text = f"_sunder_ names, such as '{name}', are reserved for future Enum use"
            raise m.refusal("ValueError", text, place)
    names = [*cls.ns]
    own = names.index("_generate_next_value_") if "_generate_next_value_" in cls.ns else 0
    if any(_is_automatic(cls.ns[name]) for name in names[:own]):
        text = "_generate_next_value_ must be defined before members"
        raise m.refusal("TypeError", text, place)
    if "mro" in cls.ns:
        text = (
            "invalid enum member name(s) 'mro'"
            if m.python_numbers >= (3, 11)
            else "Invalid enum member name: mro"
        )
        raise m.refusal("ValueError", text, place)
    last = cls.bases[-1] if cls.bases else None
    if isinstance(last, Class) and not is_enumeration(last) and (is_plain_class(last) or last.has_content):
        text = "new enumerations should be created as `EnumName([mixin_type, ...] [data_type,] enum_type)`"
        raise m.refusal("TypeError", text, place)


def _is_automatic(value: Value) -> bool:
    return isinstance(value, Instance) and (value.cls.module, value.cls.name) == ("enum", "auto")


def _is_reserved(name: str) -> bool:
    is_sunder = len(name) > 2 and name[0] == name[-1] == "_" and "_" not in (name[1], name[-2])
    return is_sunder and not _MEANT.fullmatch(name)


def ignored_names(m: Core, cls: Class) -> Sequence[str]:
    """Return the names that an enumeration's body sets aside."""
    given = m.decide(cls.ns.get("_ignore_", ()))
    if isinstance(given, str):
        return given.replace(",", " ").split()
    listed = given.items if isinstance(given, ListValue) else given
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, tuple) else ()


def refuse_order(m: Core, cls: Class, members: DictValue, place: Place) -> None:
    """Raise what Python raises where ``_order_`` does not tell the order of the members."""
    order = cls.ns.get("_order_", cls.ns.get("__order__"))
    if isinstance(order, str):
        told = order.replace(",", " ").split()
        names = [str(name) for name, member in members.items.items() if member.ns["_name_"] == name]
        if [name for name in told if name in names or name not in members.items] != names:
            text = f"member order does not match _order_:\n  {told}\n  {names}"
            raise m.refusal("TypeError", text, place)


def refuse_twice(m: Core, body: Sequence[Node], place: Place) -> None:
    """Raise what Python raises where the body of an enumeration binds a member's name twice."""
    bound: dict[str, Node] = {}
    for node in body:
        names = [target[2] for target in node[2] if target[0] == "name"] if node[0] == "assign" else []
        if node[0] in ("def", "class"):
            names = [node[2]]
        elif node[0] == "delete" or "_ignore_" in names:
            return
        for name in names:
            before = bound.setdefault(name, node)
            if before is not node and not name.startswith("_") and (_is_member(before) or _is_member(node)):
                shown = repr(before[3][2]) if _is_member(before) else "something else"
                raise m.refusal("TypeError", f"{name!r} already defined as {shown}", place)


def _is_member(node: Node) -> bool:
    return bool(node[0] == "assign" and node[3][0] == "const")
