"""What the standard library's own objects have, take and give, in the versions of Python that are supported.

``standard_names.txt`` tells it, a line for each module, class and function;
``scripts/record_standard_names.py`` writes that file. A line is parsed once something asks for it.
"""

import builtins
import collections
import functools
import importlib
import itertools
import json
import math
import operator
import sys
import types
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

__all__ = [
    "CALLABLE_FORM",
    "GENERIC_FORM",
    "TYPE_FORM",
    "depends_on_version",
    "describes_standard",
    "given_by_standard",
    "has_standard_name",
    "is_standard_error",
    "is_static",
    "lacks_standard_name",
    "never_has",
    "not_in_package",
    "public_names",
    "refusal_of_builtin",
    "standard_misfit",
]

_OPERATORS = """
    add sub mul truediv floordiv mod pow lshift rshift or and xor matmul radd rsub rmul rtruediv
    rfloordiv rmod rpow rlshift rrshift ror rand rxor rmatmul neg pos invert enter exit aenter aexit
    iter next aiter anext await getitem setitem delitem contains len call bool index int float get
    set delete reversed
""".split()  # noqa: SIM905 - a list of words reads better so
# What ``Optional``, ``Literal`` and the like give for types in brackets, and ``|`` for two types.
TYPE_FORM = "typing._GenericAlias"
# What generic classes of ``typing`` give for types in brackets: it has what these have.
GENERIC_FORM = "typing.Generic._GenericAlias"
CALLABLE_FORM = "typing.Callable._CallableGenericAlias"
_OF_TYPE_FORMS = frozenset(("copy_with", "__call__", "__getitem__", "__iter__", "__or__", "__ror__"))
# The special methods that are told; of others, and of what is private, it is not said that they are missing.
_PROTOCOLS = frozenset(f"__{name}__" for name in _OPERATORS)


def is_told(name: str) -> bool:
    """Return whether it is told which objects have a name."""
    return name in _PROTOCOLS if name.startswith("_") else True


@cache
def _text() -> bytes:
    return Path(__file__).with_suffix(".txt").read_bytes()


def _line(path: str) -> bytes:
    """Return what stands behind a path, by halves: the lines are sorted by it."""
    text, wanted = _text(), path.encode()
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        begin = text.rfind(b"\n", low, middle) + 1 or low
        found = text[begin : text.index(b" {", begin)]
        end = text.index(b"\n", middle)
        if found == wanted:
            return text[begin + len(found) + 1 : end]
        low, high = (end + 1, high) if found < wanted else (low, begin)
    return b""


@cache
def _told(path: str) -> Mapping[str, Any]:
    if path == TYPE_FORM:
        return {"kind": "class", "names": _OF_TYPE_FORMS}
    if path in (GENERIC_FORM, CALLABLE_FORM):
        return {"kind": "class", "names": _OF_TYPE_FORMS, "open": True}
    if path and path.partition(".")[0] not in sys.stdlib_module_names:
        return {}
    line = _line(path)
    if not line:
        return {}
    told: dict[str, Any] = json.loads(line)
    told["names"] = frozenset(told.get("names", "").split())
    return told


def _index(python: tuple[int, ...]) -> int:
    """Return which of the recorded versions a Python is, or -1."""
    versions: list[list[int]] = _told("")["versions"]
    return versions.index([*python[:2]]) if [*python[:2]] in versions else -1


def describes_standard(path: str, kind: str = "") -> bool:
    """Return whether it is told what a dotted path stands for; ``kind``: a module, class, function or form.

    A form is what stands for types, as ``typing.List`` and ``typing.Optional`` do.
    """
    told = _told(path)
    return bool(told) and (not kind or told.get("kind") == kind)


def lacks_standard_name(path: str, name: str, python: tuple[int, ...]) -> bool:
    """Return whether a module, or objects of a class, have no such name in a version of Python."""
    told, index = _told(path), _index(python)
    if not told or told.get("open") or told["kind"] not in ("module", "class") or index < 0:
        return False
    is_dunder = name.startswith("__") and name.endswith("__")
    if name in told["names"] or (is_dunder if told["kind"] == "module" else not is_told(name)):
        return False
    there: str = told.get("some", {}).get(name, "")
    return not there or there[index] == "0"


def has_standard_name(path: str, name: str) -> bool:
    """Return whether a module has a name in every version of Python."""
    return name in _told(path).get("names", ())


def not_in_package(name: str) -> str:
    """Return what Python adds to the name of a module that is sought below one that is no package."""
    parent = name.rpartition(".")[0]
    is_module = describes_standard(parent, "module") and not has_standard_name(parent, "__path__")
    return f"; {parent!r} is not a package" if parent and is_module else ""


@cache
def public_names(path: str) -> tuple[str, ...]:
    """Return what a star import takes from a module of the standard library, as this Python has it."""
    if not describes_standard(path, "module"):
        return ()
    try:
        module = importlib.import_module(path)
    except ImportError:
        return ()
    public = [name for name in vars(module) if not name.startswith("_")]
    return tuple(getattr(module, "__all__", public))


def never_has(path: str, name: str) -> bool:
    """Return whether objects of a class have no such name in any version of Python."""
    told = _told(path)
    if told.get("kind") != "class" or told.get("open") or told.get("there"):
        return False
    return is_told(name) and name not in told["names"] and name not in told.get("some", {})


def depends_on_version(path: str, name: str) -> bool:
    """Return whether a name is there in some versions of Python alone."""
    return name in _told(path).get("some", {})


def given_by_standard(path: str, name: str = "") -> str:
    """Return the kind of what a function gives, or a class's attribute is; empty: it is not told."""
    told = _told(path)
    if told.get("kind") == "class" and not name:
        return "" if told.get("abstract") or told.get("open") else path
    kind: str = told.get("gives", {}).get(name or "()", "")
    is_class = _told(kind).get("kind") == "class"
    return "" if is_class and (_told(kind).get("abstract") or _told(kind).get("open")) else kind


def is_standard_error(path: str) -> bool:
    """Return whether a dotted path stands for a class of exceptions."""
    last = path.rpartition(".")[2]
    is_likely = last[:1].isupper() or last in ("error", "timeout", "herror", "gaierror")
    return is_likely and path.partition(".")[0] in sys.stdlib_module_names and bool(_told(path).get("error"))


# Python tells no signature of these.
_UNTOLD: Mapping[str, tuple[str, ...]] = {
    "builtins.dir": ("object/=",),
    "builtins.getattr": ("object/ name/ default/=",),
    "builtins.iter": ("object/ sentinel/=",),
    "builtins.next": ("iterator/ default/=",),
    "builtins.range": ("stop/", "start/ stop/ step/="),
    "builtins.slice": ("start/ stop/= step/=",),
    "builtins.vars": ("object/=",),
    "builtins.anext": ("iterator/ default/=",),
    "builtins.bytearray": ("source= encoding= errors=",),
    "builtins.str": ("object= encoding= errors=",),
    "builtins.open": ("file mode= buffering= encoding= errors= newline= closefd= opener=",),
    "builtins.dict": ("iterable/= **",),
    "builtins.dict.pop": ("key/ default/=",),
    "builtins.dict.update": ("iterable/= **",),
    "builtins.dict.fromkeys": ("iterable/ value/=",),
    "re.Match.group": ("*",),
    "os._Environ.pop": ("key default=",),
    "os._Environ.setdefault": ("key value",),
    "os._Environ.update": ("other/= **",),
    "os._Environ.copy": ("",),
    "os._Environ.keys": ("",),
    "os._Environ.items": ("",),
    "os._Environ.values": ("",),
}


@cache
def standard_misfit(path: str, name: str, count: int, keywords: tuple[str, ...]) -> str:
    """Return what is wrong with arguments in every version of Python, or an empty text.

    Args:
        name: a method of the class; empty: the class or function itself.
        count: how many arguments are given by place.
    """
    specs = _told(path).get("sig", {}).get(name or "()", ()) or _UNTOLD.get(
        f"{path}.{name}" if name else path, ()
    )
    texts = [_misfit(spec.split(), count, keywords) for spec in specs]
    return texts[-1] if texts and all(texts) else ""


_OBJECTS: Mapping[str, object] = {
    kind.__name__: kind() for kind in (list, dict, set, frozenset, str, bytes, tuple)
}


# Modules whose functions do nothing but compute.
_TELLING = {
    module.__name__: module for module in (builtins, collections, functools, itertools, math, operator, types)
}


def refusal_of_builtin(path: str, name: str, count: int, keywords: tuple[str, ...]) -> str:
    """Return what Python itself says of arguments that misfit a built-in function or method.

    Args:
        path, name, count, keywords: as for ``standard_misfit``, which must have found a misfit; then what is
            called here is refused before it does anything.
    """
    module, _, built_in = path.rpartition(".")
    owner = _OBJECTS.get(built_in) if name else _TELLING.get(module)
    function = getattr(owner, name or built_in, None)
    if module not in _TELLING or function is None or _index(tuple(sys.version_info[:2])) < 0:
        return ""
    try:
        function(*[object()] * count, **dict.fromkeys(keywords))
    except TypeError as error:
        return str(error)
    except Exception:  # it was no misfit after all
        return ""
    return ""


def is_static(path: str, name: str) -> bool:
    """Return whether a class's method takes no object of it."""
    return name in _told(path).get("static", "").split()


def _misfit(words: Sequence[str], count: int, keywords: Sequence[str]) -> str:
    by_place = [word for word in words if word.strip("*") and "*" not in word]
    names = {word.rstrip("=").strip("*") for word in words if "/" not in word}
    if count > len(by_place) and "*" not in words:
        return f"takes {len(by_place)} positional arguments but {count} were given"
    for word in by_place[:count]:
        if word.rstrip("=") in keywords:
            return f"got multiple values for argument '{word.rstrip('=')}'"
    extra = [name for name in keywords if name not in names]
    if "**" not in words and extra:
        return f"got an unexpected keyword argument '{extra[0]}'"
    needed = [*by_place[count:], *(word for word in words if "*" in word and word.strip("*"))]
    missing = [w.strip("*/") for w in needed if not w.endswith("=") and w.strip("*/") not in keywords]
    if missing:
        return f"missing {len(missing)} required positional argument: '{missing[0]}'"
    return ""
