"""Members of flags, combined by operators."""

from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.marks import COMBINED
from automappa_scaffold.interpreter.models.native import Args, Kwargs
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["add_flag_operators", "flags_of", "refuse_bits"]

_OPERATORS: dict[str, Callable[[int, int], int]] = {
    "and": int.__and__,
    "or": int.__or__,
    "xor": int.__xor__,
}

_SIGNS = {int.__and__: "&", int.__or__: "|", int.__xor__: "^"}


def add_flag_operators(flag: Class) -> None:
    """Give a class what its members are combined and taken apart with."""
    for name, operation in _OPERATORS.items():
        for method in (f"__{name}__", f"__r{name}__"):
            run = partial(_combine, operation, method == f"__r{name}__")
            flag.ns[method] = Native(method, run, binds=True)
    for method, one in (("__invert__", _invert), ("__bool__", _is_set), ("__contains__", _holds)):
        flag.ns[method] = Native(method, one, binds=True)
    flag.ns["__iter__"] = Native("__iter__", _parts, binds=True)


def _number(value: Value) -> Value:
    return value.ns.get("value", MISSING) if isinstance(value, Instance) else value


def _combine(
    operation: Callable[[int, int], int],
    is_reflected: bool,
    m: Imports,
    args: Args,
    kwargs: Kwargs,
    place: Place,
) -> Value:
    one, other = args[0], m.decide(args[1])
    is_own = isinstance(other, Instance) and other.cls is one.cls
    left, right = _number(one), _number(other)
    if not is_own and not (one.cls.has_content and type(right) in (int, bool)):
        if is_constant(other) or isinstance(other, tuple):  # none of these knows of flags
            kinds = [kind_name(side) for side in ((other, one) if is_reflected else (one, other))]
            text = f"unsupported operand type(s) for {_SIGNS[operation]}: '{kinds[0]}' and '{kinds[1]}'"
            raise m.refusal("TypeError", text, place)
        return m.undecided(other, place)
    if not isinstance(left, int) or not isinstance(right, int):
        return m.unknown("a combination of flags", place)
    return member_of(m, one.cls, operation(left, right), place)


def _all_bits(cls: Class) -> int | None:
    members = cls.ns.get("__members__")
    numbers = [_number(member) for member in members.items.values()] if isinstance(members, DictValue) else []
    if not all(isinstance(number, int) and number >= 0 for number in numbers):
        return None
    bits = 0
    for number in numbers:
        bits |= number
    return bits


def _keeps_bits(cls: Class) -> bool:
    """Return whether members may have bits that no flag has, as those of ``IntFlag`` do."""
    return cls.has_content and "_boundary_" not in cls.ns


def member_of(m: Imports, cls: Class, number: int, place: Place) -> Value:
    """Return the member that a number stands for, or what stands for several of them."""
    members = cls.ns["__members__"]
    for member in members.items.values():
        if _number(member) == number:
            return member
    every = _all_bits(cls)
    if every is None or number < 0 or (number & ~every and not _keeps_bits(cls)):
        return m.unknown("a combination of flags", place)
    known = cls.ns.get(COMBINED) or m.new_dict()
    if number in known.items:  # it is the same one again
        return known.items[number]
    name = _name_of(m, cls, number, place)
    made = Instance(cls, m.namespace(), number if cls.has_content else None)
    made.ns.update(_value_=number, value=number, _name_=name, name=name)
    m.store(cls.ns, COMBINED, known)
    m.store(known.items, number, made)
    return made


def _name_of(m: Imports, cls: Class, number: int, place: Place) -> Value:
    """Return the name of a combination of flags: since Python 3.11 those of its flags, before it had none."""
    if not number:
        return None
    m.assume_version()
    if m.python_numbers < (3, 11):
        return None
    told = [(name, _number(one)) for name, one in cls.ns["__members__"].items.items()]
    single = [(bits, name) for name, bits in told if bits > 0 and bits & (bits - 1) == 0]
    unique = dict(reversed(single))  # the first name of each
    in_order = [bits for bits, name in single if unique[bits] == name]
    if any(unique.keys().isdisjoint([bits]) and bits & ~sum(unique) for _, bits in told):
        return m.unknown("the name of a combination of flags", place)  # one of bits that have no flag
    is_sorted = in_order == sorted(in_order)
    parts = [unique[bits] for bits in (sorted(in_order) if is_sorted else in_order) if bits & number]
    if not parts:
        return None
    rest = number & ~sum(unique)
    return "|".join(parts) + (f"|{rest}" if rest else "")


def _invert(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    every, number = _all_bits(args[0].cls), _number(args[0])
    if every is None or not isinstance(number, int) or number < 0 or number & ~every:
        return m.unknown("a combination of flags", place)
    return member_of(m, args[0].cls, every & ~number, place)


def flags_of(m: Imports, cls: Class, wanted: Value, place: Place) -> Value:
    """Return what a class of flags makes of a number; MISSING where its members do not tell it."""
    bits = _all_bits(cls)
    if bits is None or not isinstance(wanted, int) or wanted < 0:
        return MISSING
    if wanted & ~bits and not _keeps_bits(cls):
        return MISSING
    return member_of(m, cls, int(wanted), place)


def refuse_bits(m: Imports, cls: Class, wanted: Value, place: Place) -> None:
    """Raise what Python raises for a number with bits that no flag of a class has."""
    bits = _all_bits(cls)
    if bits is None or not is_constant(wanted) or "_boundary_" in cls.ns:
        return
    if not isinstance(wanted, int) or (m.python_numbers < (3, 11) and wanted & ~bits and wanted >= 0):
        shown = cls.ns.get("__qualname__", cls.name)
        raise m.refusal("ValueError", f"{wanted!r} is not a valid {shown}", place)
    if wanted & ~bits and wanted >= 0:
        width = max(wanted.bit_length(), bits.bit_length())
        given, allowed = (f"0b0 {number:0{width}b}" for number in (wanted, bits))
        text = f"<flag {cls.name!r}> invalid value {wanted!r}\n    given {given}\n  allowed {allowed}"
        raise m.refusal("ValueError", text, place)


def _is_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    number = _number(args[0])
    return bool(number) if isinstance(number, int) else m.undecided(number, place)


def _holds(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    number, part = _number(args[0]), _number(args[1]) if isinstance(args[1], Instance) else MISSING
    if isinstance(number, int) and isinstance(part, int) and args[1].cls is args[0].cls:
        return part & number == part
    return m.unknown("whether a flag is part of others", place)


def _parts(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    number, members = _number(args[0]), args[0].cls.ns["__members__"]
    if not isinstance(number, int):
        return m.undecided(number, place)
    single = {_number(member): member for member in members.items.values()}
    found = [
        member
        for bits, member in single.items()
        if isinstance(bits, int) and bits > 0 and bits & (bits - 1) == 0 and bits & number
    ]
    return m.new_iterator(found)
