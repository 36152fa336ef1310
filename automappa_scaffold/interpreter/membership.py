"""Whether a value is in another: ``in``."""

from automappa_scaffold.interpreter.comparison_kinds import equals_itself_alone
from automappa_scaffold.interpreter.element_kinds import is_compared, is_hashable
from automappa_scaffold.interpreter.generators import Generator, Iterator, why_more
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native, content_of
from automappa_scaffold.interpreter.operators import Operators
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import (
    IS_CONSTANT,
    MISSING,
    DictValue,
    Ext,
    ListValue,
    Maybe,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Membership", "is_compared_plainly", "is_plain"]


def is_plain(value: Value) -> bool:
    """Return whether a value is a constant or a tuple of constants, which is compared as Python's own."""
    return is_constant(value) or (isinstance(value, tuple) and all(map(is_constant, value)))


def is_compared_plainly(value: Value) -> bool:
    """Return whether an object of a subclass of a built-in type is compared by what it holds."""
    return isinstance(value, Instance) and value.cls.has_content and value.cls.lookup("__eq__") is MISSING


class Membership(Operators):
    """Looking for values in containers, classes and what is iterated."""

    def _holds_object(self, left: Value, right: "tuple[Value, ...] | ListValue") -> bool | None:
        items = right if isinstance(right, tuple) else right.items
        plain = not isinstance(left, Instance) or (
            left.cls.lookup("__eq__") is MISSING and equals_itself_alone(left)
        )
        if isinstance(right, SetValue):
            answers = {self.are_equal(item, left) for item in items}
            return True if True in answers else None if None in answers or right.unknown else False
        if left in items:  # those before it are compared with it
            before = items[: items.index(left)]
            return True if plain and not any(map(is_compared, before)) else None
        if not plain or (isinstance(right, ListValue) and right.unknown):
            return None
        others: dict[Class, Instance] = {item.cls: item for item in items if item.__class__ is Instance}
        for kind in {item.__class__ for item in items}:
            if not IS_CONSTANT[kind] and kind not in (Instance, Class, Function, Module):
                return None
        are_plain = all(
            cls.lookup("__eq__") is MISSING and equals_itself_alone(one) for cls, one in others.items()
        )
        return False if are_plain else None

    def in_class(self, left: Value, cls: Class, place: Place) -> bool | None:
        """Return whether a class holds a value: an enumeration its members, others what their class says."""
        meta = cls.lookup("__class__")
        method = meta.lookup("__contains__") if isinstance(meta, Class) else MISSING
        if isinstance(method, (Function, Native)):
            return self.truth(self.call(method, (cls, left), {}, place))
        members, left = cls.ns.get("__members__"), self.decide(left)
        if method is not MISSING or not isinstance(members, DictValue):
            return None
        is_object = isinstance(left, Instance)
        is_other = "__members__" not in left.cls.ns and not left.cls.is_open if is_object else is_plain(left)
        if is_other:
            self.assume_version()
            if self.python_numbers < (3, 12):
                text = f"unsupported operand type(s) for 'in': '{kind_name(left)}' and 'EnumType'"
                raise self.refusal("TypeError", text, place)
        if is_object:
            is_member = any(member is left for member in members.items.values())
            return True if is_member else None if members.unknown or left.cls is cls else False
        if not is_other or members.unknown:
            return None
        same = {self.are_equal(member.ns["value"], left) for member in members.items.values()}
        return True if True in same else None if None in same else False

    def sought(self, left: Value, right: Value, place: Place) -> bool | None:
        """Return whether one of the elements, which are looked at one by one, is or equals a value."""
        is_iterator = isinstance(right, (Generator, Iterator))
        is_list = type(right) is tuple or type(right) in (ListValue, SetValue)
        is_own = isinstance(right, Instance) and is_plain_class(right.cls)
        if not (is_iterator or is_list or is_own) or isinstance(left, (Unknown, Ext)):
            return None
        steps, is_open = self.walk(right, place), False
        while True:
            try:
                item = next(steps)
            except StopIteration as ended:
                return None if is_open or why_more(ended) is not None else False
            bare = item.value if isinstance(item, Maybe) else item
            same = bare is left or self.truth(self.compare("Eq", bare, left, place))
            if same is True and bare is item:
                return True
            is_open = is_open or same is not False

    def membership(self, left: Value, right: Value) -> bool | None:
        """Return whether a value is among those of a container, or a text in another."""
        right = content_of(self.decide(right))
        left = content_of(self.decide(left))
        if isinstance(right, DictValue) or (isinstance(right, SetValue) and not isinstance(left, SetValue)):
            self.require_hashable(left, None)
        if isinstance(left, (Instance, Class, Function)) and isinstance(right, (tuple, ListValue)):
            return self._holds_object(left, right)
        if isinstance(left, str) and isinstance(right, str):
            return left in right
        if type(right).__module__ == "ipaddress" and is_constant(left):  # an address in a network
            answer = self.compute(lambda: left in right, Place(self.tree.relative("")))
            return answer if isinstance(answer, bool) else None
        if isinstance(right, DictValue):
            known = self.key_in(right, left) if is_hashable(left) and not isinstance(left, Ext) else MISSING
            held = right.pairs().get(known, MISSING)
            if held is not MISSING:
                return None if isinstance(held, Union) and MISSING in held.options else True
            return None if right.unknown or known is MISSING else False
        items = right if isinstance(right, tuple) else right.items if isinstance(right, ListValue) else None
        if items is None or not is_plain(left):
            return None
        items = tuple(content_of(item) if is_compared_plainly(item) else item for item in items)
        closed = all(map(is_plain, items))
        # What a program compares itself is asked in its turn, and may say that it is equal, or raise.
        asked = next((i for i, item in enumerate(items) if isinstance(item, Instance)), len(items))
        searched = items if isinstance(right, SetValue) else items[:asked]
        if any(item is left or (is_plain(item) and item == left) for item in searched):
            return True
        return False if closed and not (isinstance(right, ListValue) and right.unknown) else None
