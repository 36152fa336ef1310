"""Objects of the standard library that are not followed: of which kind they are, and what that refuses.

What such an object holds is not known. Which attributes it has, which arguments its methods take, and often
of which kind their results are, stands in ``standard_names.txt``.
"""

import typing
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from automappa_scaffold.interpreter.calling_back import runs_what_it_holds
from automappa_scaffold.interpreter.kind_names import kind_name
from automappa_scaffold.interpreter.library_tables import METHODS_ELSEWHERE
from automappa_scaffold.interpreter.marks import KIND, MEMBER
from automappa_scaffold.interpreter.missing_methods import lacks
from automappa_scaffold.interpreter.objects import Bound, Class, Function, Instance
from automappa_scaffold.interpreter.python_attributes import gives
from automappa_scaffold.interpreter.python_kinds import has_no_dict, host_object, never_named
from automappa_scaffold.interpreter.slot_methods import refusal_of_host
from automappa_scaffold.interpreter.standard_logging import (
    CONFIG,
    CONFIGURED,
    CONFIGURES_NOTHING,
    LEVEL_NAME,
    LoggingCalls,
)
from automappa_scaffold.interpreter.standard_names import (
    depends_on_version,
    describes_standard,
    given_by_standard,
    has_standard_name,
    is_static,
    lacks_standard_name,
    refusal_of_builtin,
    standard_misfit,
)
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    Spread,
    Unknown,
    Value,
)
from automappa_scaffold.source.places import Place

__all__ = ["FITTING", "StandardObjects", "has_in_library", "has_known_members", "lacks_special"]

# Functions of the standard library, with so many arguments by place as some version of Python takes: whoever
# calls them need not ask ``require_fit`` again.
FITTING: set[tuple[str, int]] = set()

_PARSE = ("argparse.ArgumentParser", "parse_args")
_LOGGER_CLASS = "logging.setLoggerClass"
# Their models hold all that there is.
_WHOLE = frozenset(
    f"collections.{name}" for name in ("OrderedDict", "UserDict", "UserList", "UserString")
) | {"types.SimpleNamespace"}
# What is said of None where a folder is made.
_NO_FOLDER = {
    "os.makedirs": "expected str, bytes or os.PathLike object, not NoneType",
    "os.mkdir": "mkdir: path should be string, bytes or os.PathLike, not NoneType",
}
_OF_CLASSES = frozenset(("register", *dir(type)))
_OF_CLASSES_ALONE = frozenset(dir(type)) - frozenset(dir(object))


def has_known_members(cls: Value) -> bool:
    """Return whether it is known which members an enumeration has, and nothing else may be in it."""
    members = cls.ns.get("__members__") if isinstance(cls, Class) else None
    if not isinstance(members, DictValue) or members.unknown or cls.is_open:
        return False
    return all(base.line or base.module == "enum" or base.name in ("int", "str") for base in cls.mro)


def has_in_library(value: Value, name: str, python: tuple[int, ...]) -> bool:
    """Return whether a class of the standard library has a name that its model lacks."""
    cls = value.cls if isinstance(value, Instance) else value
    bases = cls.mro if isinstance(cls, Class) else ()
    if value is cls and not name.startswith("_") and has_known_members(value):
        return False
    paths = [f"{base.module}.{base.name}" for base in bases]
    return any(
        describes_standard(path, "class")
        and not lacks_standard_name(path, name, python)
        and (value is cls or not lacks_special(path, name))
        for path in paths
        if not path.startswith("builtins.") and (path not in _WHOLE or name.startswith("__"))
    )


def lacks_special(path: str, name: str) -> bool:
    """Return whether objects of a class of the standard library lack an attribute that classes have.

    Of enumerations it is known which others they have, too.
    """
    if path.startswith(("typing.", "functools.")):  # whose objects may be given the name of something
        return False
    found = host_object(path) if name in _OF_CLASSES_ALONE or path.startswith("enum.") else None
    if not isinstance(found, type) or gives(found, "__getattr__"):
        return False
    return not gives(found, name)


@cache
def _refusal_of_form(path: str) -> str:
    """Return what Python says where a form of ``typing`` is called, of which there are no objects."""
    form: Any = host_object(path) if path.startswith("typing.") else None
    if form is not typing.Any and (isinstance(form, type) or type(form).__module__ != "typing"):
        return ""
    try:
        form()
    except TypeError as error:
        return str(error) if "instantiate" in str(error) else ""
    return ""


class StandardObjects(LoggingCalls):
    """Attributes and calls of what the standard library makes."""

    def of_kind(self, made: Unknown, kind: str) -> Value:
        """Return a value of which the kind is known besides."""
        if kind == "None":
            return None
        if describes_standard(kind, "class") and not self._is_changed(kind):
            made.ns[KIND] = kind
        return made

    def _is_changed(self, kind: str) -> bool:
        return kind == "logging.Logger" and f"{_LOGGER_CLASS}()" in self.patched

    def standard_attribute(self, value: Unknown, name: str, made: Unknown) -> Value:
        """Return an attribute of an object of a known kind, or MISSING; ``made``: it, if it is there."""
        kind: str = value.ns[KIND]
        patched = self.patched.get(f"{kind}.{name}", MISSING)
        if patched is not MISSING:
            return Bound(patched, value) if isinstance(patched, Function) else patched
        if name == "__dict__" and has_no_dict(kind):
            return MISSING
        if name == "__dict__":
            self.store(value.ns, KIND, MISSING)  # what is put in there is not followed
            return made
        is_private = name.startswith("_") and not name.endswith("__")
        is_missed = kind.startswith("builtins.") and not hasattr(host_object(kind), name)
        if (
            is_missed
            or lacks_special(kind, name)
            or self.lacks_standard(kind, name)
            or (is_private and never_named(kind, name))
        ):
            return MISSING
        if given := given_by_standard(kind, name):
            return self.of_kind(made, given)
        made.ns[MEMBER] = (kind, name)
        return made

    def lacks_standard(self, path: str, name: str) -> bool:
        """Return whether a module or class lacks a name, where need be by the worker's Python."""
        if depends_on_version(path, name):
            version = ".".join(map(str, self.python_numbers[:2]))
            self.assumptions[f"the worker runs Python {version}"] = None
        return lacks_standard_name(path, name, self.python_numbers)

    def certainly_has(self, path: str, name: str) -> bool:
        """Return whether a module or function of the standard library has a name in every version."""
        if describes_standard(path, "module"):
            return has_standard_name(path, name)
        if describes_standard(path, "class") and not has_standard_name(path, name):
            return False
        found = host_object(path) if describes_standard(path) else MISSING
        return found is not MISSING and hasattr(found, name)

    def lacks_in_class(self, path: str, name: str) -> bool:
        """Return whether a class that is no model here lacks a name."""
        if name in _OF_CLASSES or not describes_standard(path, "class"):
            return False
        return f"{path}.{name}" not in self.patched and self.lacks_standard(path, name)

    def call_standard(
        self, function: Ext | Unknown, args: "tuple[Value, ...]", kwargs: dict[str, Value], place: Place
    ) -> str:
        """Return the kind of what a call gives, or an empty text.

        Raises:
            PyRaise: Python refuses these arguments, or the call itself.
        """
        if isinstance(function, Unknown):
            if MEMBER in function.ns:
                path, name = function.ns[MEMBER]
                if runs_what_it_holds(path, name):
                    self.disturb(f"what {path}.{name}() calls is not followed", place)
                self.require_fit(path, name, args, kwargs, place)
                if (path, name) == _PARSE and not args and not kwargs:
                    # What the worker was started with: a parser that does not know it ends the process.
                    raised = self.raise_("SystemExit", "2", place)
                    raised.is_soft = True
                    raise raised
                if f"{path}.{name}" in METHODS_ELSEWHERE:
                    self.assumptions[f"{place}: {path}.{name}() succeeds where the worker runs"] = None
                if (path, name) == ("logging.Logger", "log") and args and isinstance(args[0], str):
                    raise self.refusal("TypeError", "level must be an integer", place)
                if name == "setLevel":
                    self.require_any_level(args[0] if args else kwargs.get("level", MISSING), place)
                elif name == "addHandler":
                    self.store(self.patched, CONFIGURED, True)
                return given_by_standard(path, f"{name}()")
            kind = function.ns.get(KIND, "")
            if kind and self.lacks_standard(kind, "__call__"):
                text = f"'{kind.rpartition('.')[2].removesuffix('()')}' object is not callable"
                raise self.refusal("TypeError", text, place)
            return ""
        if refused := _refusal_of_form(function.path):
            raise self.refusal("TypeError", refused, place)
        if lacks(function, "__call__"):
            raise self.refusal("TypeError", f"'{kind_name(function)}' object is not callable", place)
        # Below a package, a function may have the name of the module that it is in, as kombu.utils.uuid.
        is_file = function.path in self.models.get(f"{function.path.partition('.')[0]}:files", ())
        is_told = is_file and f"{function.path}:check" not in self.models
        if is_told or ("." not in function.path and self.is_outside_module(function)):
            raise self.raise_("TypeError", "'module' object is not callable", place)
        if function.path in (_LOGGER_CLASS, LEVEL_NAME):
            self.store(self.patched, f"{function.path}()", True)
        if function.path == CONFIG:
            self.configure_root(kwargs, place)
        elif function.path.startswith("logging.") and not function.path.startswith(CONFIGURES_NOTHING):
            self.store(self.patched, CONFIGURED, True)
        if describes_standard(function.path):
            self.require_fit(function.path, "", args, kwargs, place)
            if function.path in _NO_FOLDER:
                self._require_folder(function.path, args[0] if args else kwargs.get("name", MISSING), place)
            return given_by_standard(function.path)
        path, _, name = function.path.rpartition(".")
        if not describes_standard(path, "class"):
            return ""
        if is_static(path, name):
            self.require_fit(path, name, args, kwargs, place)
        return given_by_standard(path, f"{name}()")

    def _require_folder(self, path: str, folder: Value, place: Place) -> None:
        """Raise what making a folder without a name raises."""
        bare = folder.value if isinstance(folder, Assumed) else folder
        if bare is None or bare == "":
            self.decide(folder)
            if bare is None:
                raise self.refusal("TypeError", _NO_FOLDER[path], place)
            raise self.refusal("FileNotFoundError", "[Errno 2] No such file or directory: ''", place)

    def require_fit(
        self, path: str, name: str, args: Sequence[Value], kwargs: Mapping[str, Value], place: Place
    ) -> None:
        """Raise what Python raises for arguments that a function takes in no version."""
        if "**" in kwargs:
            return
        for argument in args:
            if argument.__class__ is Spread:
                return
        text = standard_misfit(path, name, len(args), (*kwargs,))
        if not text and not kwargs and not name:
            FITTING.add((path, len(args)))
        if text:
            shown = ".".join([*path.split(".")[-1:], *([name] if name else [])])
            told = refusal_of_builtin(path, name, len(args), (*kwargs,))
            told = told or (refusal_of_host(path, len(args), (*kwargs,)) if not name else "")
            raise self.refusal("TypeError", told or f"{shown}() {text}", place)
