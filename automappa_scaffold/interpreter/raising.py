"""Exceptions of the interpreted program, and Python's own exception classes as abstract values."""

import ast
import builtins
from dataclasses import dataclass
from typing import Any

from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.values import Namespace, Value, show
from automappa_scaffold.source.places import Place

__all__ = [
    "EXCEPTIONS",
    "HARD_ERRORS",
    "TRACEBACK",
    "ImportStep",
    "PyRaise",
    "RunawayError",
    "add_note",
    "exception",
    "is_exception_class",
    "is_import_error",
    "root_cause",
    "set_context",
    "show_raised",
]


# What code outside the project cannot prevent: these follow from the source alone.
HARD_ERRORS = frozenset(
    {
        "ImportError",
        "ModuleNotFoundError",
        "SyntaxError",
        "IndentationError",
        "TabError",
        "NameError",
        "UnboundLocalError",
    }
)


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One step of the way to an error: a module, and the place in it that went on to the next step."""

    module: str
    place: Place


class PyRaise(Exception):
    """An exception that the interpreted program raises.

    Attributes:
        value: the exception object (an Instance), or an unknown one.
        place: where it is raised.
        chain: the imports that led there, outermost first.
        is_soft: code outside the project, which is not followed, may prevent it.
        is_told: it follows from what is told as an assumption, whatever code ran before.
        ends_process: it stands for the end of the process, which nothing catches and no block outlives.
        missing: for a module that is not found, its name.
    """

    def __init__(self, value: Value, place: Place | None, *, missing: str = "") -> None:
        super().__init__()
        self.value = value
        self.place = place
        self.chain: list[ImportStep] = []
        self.missing = missing
        self.cause: PyRaise | None = None
        self.is_soft = False
        self.is_told = False
        self.ends_process = False

    @property
    def type_name(self) -> str:
        """The exception's class name."""
        return self.value.cls.name if isinstance(self.value, Instance) else "Exception"

    @property
    def message(self) -> str:
        """``TypeError: ...``, as Python's last traceback line."""
        args = self.value.ns.get("args", ()) if isinstance(self.value, Instance) else ()
        shown = getattr(self.value, "payload", None)
        if not isinstance(shown, str):
            shown = ", ".join(
                a if isinstance(a, str) else show(a) for a in args if isinstance(a, (str, int, float))
            )
        return f"{self.type_name}: {shown}" if shown else self.type_name


class RunawayError(Exception):
    """The program runs for longer than any import should; the answer is unknown."""


def _build() -> dict[str, Class]:
    classes: dict[str, Class] = {}

    def add(cls: type[BaseException]) -> Class:
        if cls.__name__ not in classes:
            bases = tuple(add(base) for base in cls.__bases__ if issubclass(base, BaseException))
            classes[cls.__name__] = Class(cls.__name__, bases, Namespace(0), module="builtins")
        return classes[cls.__name__]

    for name in dir(builtins):
        candidate = getattr(builtins, name)
        if isinstance(candidate, type) and issubclass(candidate, BaseException):
            known = add(candidate)
            classes[name] = known  # aliases: IOError is OSError
    return classes


EXCEPTIONS: dict[str, Class] = _build()


# So many arguments make an OSError one of the system, with a number.
_SYSTEM_ERROR = range(2, 6)
_WITH_KEYWORDS = {
    "ImportError": ("name", "path", "name_from"),
    "AttributeError": ("name", "obj"),
    "NameError": ("name",),
}
# What a SyntaxError says of the place, where it is told one.
_OF_SYNTAX_ERRORS = ("filename", "lineno", "offset", "text", "end_lineno", "end_offset")
# Under which name these keep their argument besides.
_ARGUMENT_NAMES = (("SystemExit", "code"), ("StopIteration", "value"))


def _set_args(m: Any, args: tuple[Value, ...], kwargs: dict[str, Value], place: Place) -> None:
    """Stand for ``BaseException.__init__``."""
    cls = args[0].cls
    takes_some = cls.is_open or any(base.name in _WITH_KEYWORDS for base in cls.mro)
    if kwargs and "**" not in kwargs and not takes_some:
        raise m.refusal("TypeError", f"{cls.name}() takes no keyword arguments", place)
    own, given = args[0].ns, tuple(args[1:])
    for kind, names in _WITH_KEYWORDS.items():
        if EXCEPTIONS[kind] in cls.mro and "**" not in kwargs:
            _keep_keywords(m, args[0], kind, names, kwargs, place)
    if len(given) in _SYSTEM_ERROR and EXCEPTIONS["OSError"] in cls.mro:
        m.store(own, "filename", None)
        for name, value in zip(("errno", "strerror", "filename"), given, strict=False):
            m.store(own, name, value)
        given = given[:2]
    m.store(own, "args", given)
    for kind, name in _ARGUMENT_NAMES:
        if EXCEPTIONS[kind] in cls.mro:
            several = given if kind == "SystemExit" else given[0] if given else None
            m.store(own, name, (given[0] if given else None) if len(given) < 2 else several)
    if EXCEPTIONS["ImportError"] in cls.mro:
        m.store(own, "msg", given[0] if len(given) == 1 else None)
    if EXCEPTIONS["SyntaxError"] in cls.mro and len(given) < 2:
        m.store(own, "msg", given[0] if given else None)
        for name in _OF_SYNTAX_ERRORS:
            m.store(own, name, None)
    if len(args) == 2 and isinstance(args[1], str):
        args[0].payload = repr(args[1]) if EXCEPTIONS["KeyError"] in cls.mro else args[1]


def _keep_keywords(
    m: Any, value: Instance, kind: str, names: tuple[str, ...], kwargs: dict[str, Value], place: Place
) -> None:
    """Keep what an exception takes by keyword; who looks an attribute up fills in that one's name later."""
    for name in names:
        if name in kwargs:
            m.store(value.ns, name, kwargs[name])
        elif kind == "NameError" or (name in ("path", "name") and kind == "ImportError"):
            m.store(value.ns, name, None)
    other = next((name for name in kwargs if name not in names), None)
    if other is not None:
        is_old = m.python_numbers < (3, 13)
        told = f"'{other}' is an invalid keyword argument for {kind}()"
        raise m.refusal(
            "TypeError", told if is_old else f"{kind}() got an unexpected keyword argument '{other}'", place
        )


# What is in a traceback is not followed.
TRACEBACK = Class("traceback", (), Namespace(0), module="builtins")
TRACEBACK.is_partial = True


def add_note(m: Any, value: Value, note: Value) -> None:
    """Note more about an exception, as ``BaseException.add_note`` does."""
    if not isinstance(value, Instance):
        return
    if "__notes__" not in value.ns:
        m.store(value.ns, "__notes__", m.new_list(()))
    if hasattr(value.ns["__notes__"], "slots"):
        m.extend(value.ns["__notes__"], [note], None)


def show_raised(m: Any, raised: PyRaise, handled: PyRaise | None) -> None:
    """Give an exception that a handler sees what raising it gives: a traceback, and what it came upon."""
    value = raised.value
    if not isinstance(value, Instance):
        return
    if "__traceback__" not in value.ns:
        m.store(value.ns, "__traceback__", Instance(TRACEBACK, m.namespace()))
    if "__context__" not in value.ns:
        set_context(m, value, handled)


def set_context(m: Any, value: Value, handled: PyRaise | None) -> None:
    """Note which exception was being handled when another was raised."""
    outer = handled.value if handled is not None else None
    if outer is None or outer is value or not isinstance(value, Instance):
        return
    m.store(value.ns, "__context__", outer)
    seen: set[int] = set()
    while isinstance(outer, Instance) and id(outer) not in seen:
        seen.add(id(outer))
        following = outer.ns.get("__context__")
        if following is value:  # Python lets no chain end in itself
            m.store(outer.ns, "__context__", None)
        outer = following


EXCEPTIONS["BaseException"].ns.update(
    {
        "__init__": Native("__init__", _set_args, binds=True),
        "with_traceback": Native("with_traceback", lambda m, args, kwargs, place: args[0], binds=True),
        "add_note": Native(
            "add_note", lambda m, args, kwargs, place: add_note(m, args[0], args[1]), binds=True
        ),
        "__cause__": None,
        "__context__": None,
        "__traceback__": None,
        "__suppress_context__": False,
    }
)


# What Python itself raises without saying anything.
_WITHOUT_TEXT = frozenset(("StopIteration", "StopAsyncIteration", "GeneratorExit", "AssertionError"))


def exception(kind: str, message: str, place: Place | None, *, missing: str = "") -> PyRaise:
    """Return an exception of a built-in class, to be raised."""
    args: tuple[Value, ...] = (_key_shown(message) if kind == "KeyError" else message,)
    if not message and kind in _WITHOUT_TEXT:
        args = ()
    value = Instance(EXCEPTIONS[kind], Namespace(0, [("args", args)]), message)
    if missing or kind in ("ImportError", "ModuleNotFoundError"):
        value.ns.update(name=missing or None, msg=message)
    if missing or kind == "ModuleNotFoundError":
        value.ns["path"] = None
    if kind == "NameError":
        value.ns["name"] = message.split("'")[1] if message.count("'") > 1 else None
    elif kind == "UnboundLocalError":
        value.ns["name"] = None
    if kind == "StopIteration":
        value.ns["value"] = None
    return PyRaise(value, place, missing=missing)


def _key_shown(text: str) -> Value:
    """Return the key that a KeyError shows."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text


def root_cause(raised: PyRaise) -> PyRaise:
    """Return the exception that all others of a chain came from."""
    first, seen = raised, {id(raised)}
    while first.cause is not None and id(first.cause) not in seen:
        first = first.cause
        seen.add(id(first))
    return first


def is_exception_class(value: Value) -> bool:
    """Return whether the value is a class of exceptions."""
    return isinstance(value, Class) and EXCEPTIONS["BaseException"] in value.mro


def is_import_error(kind: Value) -> bool:
    """Return whether what a handler catches are failed imports alone."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return all(isinstance(k, Class) and k.is_subclass(EXCEPTIONS["ImportError"]) for k in kinds)
