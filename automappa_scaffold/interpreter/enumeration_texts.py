"""How members of enumerations show: ``str``, ``repr`` and ``format`` of them, by the version of Python."""

from collections.abc import Callable, Iterator, Sequence

from automappa_scaffold.interpreter.certain_types import is_none_of
from automappa_scaffold.interpreter.enumeration_refusals import is_enumeration
from automappa_scaffold.interpreter.evaluation import Evaluation
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Native
from automappa_scaffold.interpreter.parts import UndecidedError
from automappa_scaffold.interpreter.stand_ins import is_shown_by_parts
from automappa_scaffold.interpreter.values import MISSING, DictValue, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["data_type_of", "format_member", "is_member", "repr_of_member", "show_text", "text_of_member"]

_CHANGED = (3, 11)  # since then format() shows what str() shows
_Show = Callable[[object], str]


def is_member(value: Value) -> bool:
    """Return whether a value is a member of an enumeration."""
    return isinstance(value, Instance) and "__members__" in value.cls.ns


def data_type_of(cls: Class, version: Sequence[int]) -> Class | None:
    """Return the class that an enumeration's members are of besides, or None: none but ``object``."""
    for base in cls.bases:
        nearest = None
        for one in base.mro if isinstance(base, Class) else ():
            if is_enumeration(one):
                found = data_type_of(one, version)
                if found is not None:
                    return found
            elif "__new__" in one.ns or ("__dataclass_fields__" in one.ns and tuple(version) >= _CHANGED):
                return nearest or one
            else:
                nearest = nearest or one
    return None


def text_of_member(m: Evaluation, value: Instance, place: Place) -> Value:
    """Return ``str(value)`` of a member."""
    cls = value.cls
    own = _own_method(m, cls, "__str__")
    if own is not MISSING:
        return _called(m, own, value, place)
    if _shows_value(cls) and _is_new(m):
        kind = data_type_of(cls, m.python_numbers)
        method = MISSING if kind is None else kind.lookup("__str__")
        if isinstance(method, Function):
            return _called(m, method, value, place)
        held = m.to_python(value.payload, place)
        return str(held) if is_constant(held) else m.undecided(value, place)
    return _named(m, value, place)


def repr_of_member(m: Evaluation, value: Instance, show: _Show, place: Place) -> Value:
    """Return ``repr(value)`` of a member; ``show``: ``repr`` or ``ascii``."""
    own = _own_method(m, value.cls, "__repr__")
    if own is not MISSING:
        text = _called(m, own, value, place)
        return show_text(text, show)
    held = value.ns.get("_value_", value.payload)
    shown = _shown_value(m, value.cls, held, place)
    name = value.ns.get("_name_")
    if not isinstance(shown, str) or not (name is None or isinstance(name, str)):
        return m.undecided(value if isinstance(shown, str) else shown, place)
    if name is None and not _is_new(m):
        return m.undecided(value, place)  # it names the flags, in an order of its own
    of_name = "" if name is None else f".{name}"
    return show_text(f"<{value.cls.name}{of_name}: {shown}>", show)


def show_text(text: Value, show: _Show) -> Value:
    """Return a text as ``repr`` or ``ascii`` give it."""
    if show is repr or not isinstance(text, str):
        return text
    return text.encode("ascii", "backslashreplace").decode("ascii")


def format_member(m: Evaluation, value: Instance, spec: str, place: Place) -> Value:
    """Return ``format(value, spec)`` of a member."""
    own = _own_method(m, value.cls, "__format__")
    if own is not MISSING:
        return _called(m, own, value, place, spec)
    is_mixed = data_type_of(value.cls, m.python_numbers) is not None
    shows_value, is_plain = _shows_value(value.cls), _own_method(m, value.cls, "__str__") is MISSING
    # Without a specification ``int`` and ``str`` ask for the text.
    if (shows_value and bool(spec)) or (is_mixed and is_plain and (shows_value or not _is_new(m))):
        held = m.to_python(value.payload, place)
        if not is_constant(held):
            return m.undecided(value, place)
        return m.compute(lambda: format(held, spec), place)
    text = text_of_member(m, value, place)
    return m.compute(lambda: format(text, spec), place) if isinstance(text, str) else text


def _shows_value(cls: Class) -> bool:
    """Return whether members show as their values: those of ``ReprEnum``, as ``IntEnum`` is one."""
    return any(
        isinstance(base, Class) and (base.module, base.name) == ("enum", "ReprEnum")
        for one in cls.mro
        for base in one.bases
    )


def _own_method(m: Evaluation, cls: Class, name: str) -> Value:
    """Return what the project says of how members show; what their other type says does not count."""
    for one in _asked(cls, data_type_of(cls, m.python_numbers)):
        found = one.ns.get(name, MISSING)
        if found is not MISSING:
            return found
    return MISSING


def _asked(cls: Class, kind: Class | None) -> Iterator[Class]:
    for one in cls.mro:
        if one.module not in ("enum", "builtins") and (kind is None or one not in kind.mro):
            yield one


def _is_new(m: Evaluation) -> bool:
    """Return whether the worker's Python shows members as since 3.11, and tell that it matters."""
    m.assume_version()
    return m.python_numbers >= _CHANGED


def _called(m: Evaluation, method: Value, value: Instance, place: Place, *args: Value) -> Value:
    """Return what a method of the project's says, which has to be a text."""
    if isinstance(method, (Function, Native)):
        made = m.call(method, (value, *args), {}, place)
    else:
        made = m.undecided(method, place)
    if is_none_of(made, str):
        name = method.ns.get("__name__", "__str__") if isinstance(method, Function) else "__str__"
        raise m.refusal("TypeError", f"{name} returned non-string (type {kind_name(made)})", place)
    return made


def _named(m: Evaluation, value: Instance, place: Place) -> Value:
    name = value.ns.get("_name_")
    if isinstance(name, str):
        return f"{value.cls.name}.{name}"
    number = value.ns.get("_value_")
    if name is None and isinstance(number, int) and _is_new(m):
        return f"{value.cls.name}({number!r})"
    return m.undecided(value, place)


def _shown_value(m: Evaluation, cls: Class, held: Value, place: Place) -> Value:
    """Return ``repr`` of a member's value, as its other type has it."""
    kind = data_type_of(cls, m.python_numbers)
    method = MISSING if kind is None else kind.lookup("__repr__")
    if isinstance(method, (Function, Native)) and isinstance(held, Instance):
        made = _called(m, method, held, place)
        # Of a data class its fields alone are shown, since Python 3.12.
        fields = isinstance(kind.ns.get("__dataclass_fields__") if kind else None, DictValue)
        if fields and isinstance(made, str) and isinstance(method, Native):
            m.assume_version()
        if fields and isinstance(made, str) and isinstance(method, Native) and m.python_numbers >= (3, 12):
            return made.partition("(")[2][:-1]
        return made
    try:
        return repr(m.dressed(held, place)) if is_shown_by_parts(held) else _plain(m, held, place)
    except UndecidedError:
        return m.undecided(held, place)


def _plain(m: Evaluation, held: Value, place: Place) -> Value:
    return m.call(m.models["builtins.repr"], (held,), {}, place)
