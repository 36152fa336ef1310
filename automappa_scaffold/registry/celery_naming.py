"""How tasks come to their names, and what Celery takes for a task."""

import keyword
import unicodedata
from abc import abstractmethod

from automappa_scaffold.interpreter.asked_attributes import ask_attribute
from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import (
    Bound,
    Class,
    Function,
    Instance,
    Module,
    Native,
    Partial,
    Wrapper,
    describe,
)
from automappa_scaffold.interpreter.python_kinds import kind_of
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.refusals import is_plain_class, is_unhashable
from automappa_scaffold.interpreter.values import (
    MISSING,
    DictValue,
    Ext,
    ListValue,
    SetValue,
    Union,
    Unknown,
    Value,
    is_constant,
)
from automappa_scaffold.registry.celery_dispatch import Dispatch
from automappa_scaffold.registry.celery_proxies import is_proxy
from automappa_scaffold.registry.celery_state import Definition
from automappa_scaffold.source.places import Place

__all__ = ["Naming", "text_of_name"]


class Naming(Dispatch):
    """The names of tasks, as functions and apps give them."""

    def __init__(self) -> None:
        super().__init__()
        self.apps: list[Instance] = []
        self.definitions: list[Definition] = []

    @abstractmethod
    def refuse(self, raised: PyRaise, code: str) -> PyRaise:
        """Remember the rule that names an error, and return the error."""

    def name_of(self, m: Interpreter, app: Instance, definition: Definition) -> str | None:
        """Return the name a declared task gets, or None where that is not decided."""
        options, place = definition.options, definition.place
        if definition.fun.__class__ is Function and not ("name" in options or "**" in options):
            plain = _plain_name(m, app, definition.fun)
            if plain is not None:
                return plain
        given = m.decide(options.get("name"))
        if isinstance(given, Union):
            self.undecide(given.scope.place, f"the task's name depends on it: {given.scope.reason}")
            return None
        explicit = text_of_name(given)
        fun = m.decide(definition.fun)
        try:
            self.require_function(m, fun, place)
        except PyRaise as raised:
            if not explicit or not self._is_perhaps_taken(m, explicit, definition):
                raise
            self.undecide(place, f"whether {raised.message}: not so if {explicit!r} is taken by then")
            return None
        is_object = isinstance(fun, Instance) and not is_proxy(fun)
        if isinstance(fun, Instance) and is_object and _lacks_annotations(m, fun):
            text = describe_missing(fun, "__annotations__")
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        if isinstance(fun, Instance) and is_object and "__annotations__" not in fun.ns:
            self.undecide(place, f"whether the {describe(fun)} has __annotations__, as a task must")
            return None
        if explicit:
            return explicit
        if is_unhashable(given) and m.truth(given) is True:
            raise m.raise_("TypeError", f"unhashable type: '{kind_name(given)}'", place)
        if (is_constant(given) or isinstance(given, tuple)) and given:
            self.undecide(place, f"the task's name is {given!r}: a worker that lists its tasks ends at it")
            return None
        is_computed = "name" in options and m.truth(given) is not False
        if is_computed or isinstance(given, (Unknown, Ext)) or "**" in options:
            blame = given if isinstance(given, Unknown) else None
            self.undecide((blame and blame.place) or place, "the task's name is computed from it")
            return None
        return self.automatic_name(m, app, fun, place)

    def _is_perhaps_taken(self, m: Interpreter, name: str, definition: Definition) -> bool:
        """Return whether another task may have a name before: shared ones are made in no fixed order.

        Celery makes nothing of a function whose name is taken, and so does not find out what it is.
        """
        for other in self.definitions:
            if other is definition:
                continue
            given = m.decide(other.options.get("name"))
            fun = other.fun
            own = fun.ns.get("__name__") if isinstance(fun, Function) else None
            where = fun.ns.get("__module__") if isinstance(fun, Function) else None
            is_plain = isinstance(where, str) and where != "__main__" and not self._names_otherwise()
            is_same = f"{where}.{own}" == name if is_plain else own == name.rpartition(".")[2]
            if text_of_name(given) == name or (given is None and is_same):
                return True
        return False

    def _names_otherwise(self) -> bool:
        """Return whether an app may name its tasks in a way of its own."""
        return any(
            app.cls.line or "gen_task_name" in app.ns or app.payload.is_naming_otherwise for app in self.apps
        )

    def require_function(self, m: Interpreter, fun: Value, place: Place) -> None:
        """Raise what Celery raises for something that cannot be a task."""
        self._require_head(m, fun, place)
        if isinstance(fun, Partial):
            lacking = next((name for name in ("__name__", "__annotations__") if name not in fun.ns), "")
            text = f"'functools.partial' object has no attribute '{lacking}'" if lacking else _NO_FUNCTION
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        is_object = isinstance(fun, Instance) and not is_proxy(fun)
        is_plain_class = isinstance(fun, Class) and not fun.is_open and fun.lookup("__call__") is MISSING
        is_cached = isinstance(fun, Function) and "__is_cached__" in fun.ns
        if is_plain_class or is_cached or (isinstance(fun, Wrapper) and fun.kind == "staticmethod"):
            raise self.refuse(m.raise_("AttributeError", _NO_FUNCTION, place), "AMS306")
        is_plain = is_constant(fun) or isinstance(fun, (tuple, ListValue, DictValue, SetValue))
        is_plain = is_plain or (isinstance(fun, Wrapper) and fun.kind.endswith("property"))
        is_asked = is_object or isinstance(fun, Unknown)
        if is_plain or (is_asked and ask_attribute(m, fun, "__name__", place) is MISSING):
            kind = fun.kind if isinstance(fun, Wrapper) else kind_name(fun)
            text = f"'{kind}' object has no attribute '__name__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        if isinstance(fun, Native) and "__name__" not in getattr(fun, "ns", {}):
            asked = ("__name__", "__module__", "__annotations__")
            lacking = next((name for name in asked if m.find_attribute(fun, name, place) is MISSING), "")
            if lacking:
                text = f"'{kind_name(fun)}' object has no attribute '{lacking}'"
                raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        is_of_library = isinstance(fun, (Native, Ext, Function, Module)) and not is_object
        host = kind_of(m, fun) if is_of_library else None
        if host == "slot":
            raise self.refuse(m.raise_("AttributeError", _NO_FUNCTION, place), "AMS306")
        if host == "module":
            owner = (fun.name if isinstance(fun, Module) else getattr(fun, "path", "")) or ""
            text = f"module '{owner}' has no attribute '__module__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")
        if host == "builtin":
            text = "'builtin_function_or_method' object has no attribute '__annotations__'"
            raise self.refuse(m.raise_("AttributeError", text, place), "AMS306")

    def _require_head(self, m: Interpreter, fun: Value, place: Place) -> None:
        """Raise where Celery cannot write and run a ``def`` of a function's name and parameters."""
        name = _name_in_head(m, fun, place)
        if name == "<lambda>":
            text = "invalid syntax (a lambda cannot be a task)"
            raise self.refuse(m.raise_("SyntaxError", text, place), "AMS306")
        if name is not None and not _can_be_defined(name):
            text = f"invalid syntax (the function has the name {name!r}, which no def can have)"
            raise self.refuse(m.raise_("SyntaxError", text, place), "AMS306")
        signature = m.decide(fun.ns.get("__signature__")) if isinstance(fun, Function) else None
        is_class_method = isinstance(fun, Wrapper) and fun.kind == "classmethod"
        if is_class_method or (signature is not None and is_constant(signature)):
            raise self.refuse(m.raise_("TypeError", "unsupported callable", place), "AMS306")

    def automatic_name(self, m: Interpreter, app: Instance, fun: Value, place: Place) -> str | None:
        """Return the name that ``gen_task_name`` makes from a function, or None."""
        if isinstance(fun, Ext):
            module, _, name = fun.path.rpartition(".")
            if m.outside.defines_function(module, name):
                made = m.call(m.get_attribute(app, "gen_task_name", place), (name, module), {}, place)
                return text_of_name(m.decide(made))
        is_standard = isinstance(fun, (Ext, Native)) and kind_of(m, fun) == "function"
        if isinstance(fun, (Unknown, Ext, Union, Native)) and not (is_standard or _has_name(fun)):
            blame = fun.place if isinstance(fun, Unknown) and fun.place else place
            why = f"the name of what it returns is not known ({_describe_source(fun)})"
            self.undecide(blame, why)
            return None
        name = m.get_attribute(fun, "__name__", place)
        module = m.get_attribute(fun, "__module__", place)
        generate = app.cls.ns.get("gen_task_name")
        if app.cls.line or "gen_task_name" in app.ns or not isinstance(generate, Native):
            made = m.call(m.get_attribute(app, "gen_task_name", place), (name, module), {}, place)
        else:
            made = generate.run(m, (app, name, module), {}, place)  # what the call comes to, for most apps
        made = m.decide(made)
        if isinstance(made, str) and not app.payload.is_naming_otherwise:
            return made
        if isinstance(made, str):
            why = "the app comes from code outside the project, which may name its tasks otherwise"
            self.undecide(place, f"whether {made} is registered depends on it: {why}")
            return None
        blame_place = made.place if isinstance(made, Unknown) and made.place else place
        self.undecide(blame_place, "the task's name is computed from it")
        return None


# A function that has one of these may be no plain one any more.
_MARKS = ("__is_cached__", "__signature__", "__native_call__")


def _plain_name(m: Interpreter, app: Instance, fun: Function) -> str | None:
    """Return the name of a task that is a plain function of the project and has no name of its own, as most.

    None: it takes a closer look.
    """
    name, module = fun.ns.get("__name__"), fun.ns.get("__module__")
    if name.__class__ is not str or module.__class__ is not str or not fun.module.path:
        return None
    loaded = m.modules.get(module)
    if loaded is None or loaded.ns.get("__name__") != module or module == "__main__":
        return None
    if app.cls.line or app.payload.is_naming_otherwise or "gen_task_name" in app.ns:
        return None
    is_plain = name.isascii() and name.isidentifier() and not keyword.iskeyword(name) and name != "__debug__"
    if not is_plain or any(mark in fun.ns for mark in _MARKS):
        return None
    return f"{module}.{name}" if app.cls.ns.get("gen_task_name").__class__ is Native else None


def _name_in_head(m: Interpreter, fun: Value, place: Place) -> str | None:
    """Return the name behind the ``def`` that Celery writes and runs, to learn what a task takes.

    None: what is given has another kind, or its name is not known.
    """
    if isinstance(fun, Function):
        name = fun.ns.get("__name__")
    elif isinstance(fun, Bound):
        name = m.find_attribute(fun, "__name__", place)
    else:
        is_object = isinstance(fun, Instance) and not is_proxy(fun)
        name = m.find_attribute(fun.cls, "__name__", place) if is_object else None
    name = m.decide(name)
    return name if isinstance(name, str) else None


def _can_be_defined(name: str) -> bool:
    """Return whether a function is found by its name when ``def`` has made it."""
    is_normal = unicodedata.is_normalized("NFKC", name)
    return name.isidentifier() and is_normal and not keyword.iskeyword(name) and name != "__debug__"


def _lacks_annotations(m: Interpreter, fun: Instance) -> bool:
    """Return whether an object certainly has none: no class that it is of has any."""
    if "__annotations__" in fun.ns or not is_plain_class(fun.cls) or m.python_numbers >= (3, 14):
        return False
    hooks = ("__getattr__", "__getattribute__", "__annotations__")
    is_hooked = any(fun.cls.lookup(name) is not MISSING for name in hooks)
    return not is_hooked and not any("__fields__" in base.ns for base in fun.cls.mro)


_NO_FUNCTION = "'method-wrapper' object has no attribute '__module__'"


def text_of_name(value: Value) -> str | None:
    """Return a name given as a text or as a member of a text enumeration."""
    if isinstance(value, str):
        return value
    if isinstance(value, Instance) and isinstance(value.payload, str):
        is_text = any(base.name == "str" or "__text__" in base.ns for base in value.cls.mro)
        return value.payload if is_text else None  # a path holds its text too
    return None


def _has_name(fun: Value) -> bool:
    return isinstance(fun, Unknown) and "__name__" in fun.ns


def _describe_source(value: Value) -> str:
    """Return where an undecided value comes from."""
    if isinstance(value, Unknown):
        return value.reason
    return value.path if isinstance(value, Ext) else "a decorator's result"
