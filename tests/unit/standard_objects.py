"""Describes the modules, classes and functions of the standard library of the Python that runs this.

Run as a program it writes what it found as JSON: ``scripts/record_standard_names.py`` puts that together.
"""

import ast
import enum
import functools
import importlib
import inspect
import json
import pkgutil
import sys
import types
import warnings
from typing import Any

__all__ = ["MODULES", "PROTOCOLS", "SAMPLES", "describe", "spec_of"]

MODULES = """
    abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath codecs
    collections collections.abc concurrent.futures configparser contextlib contextvars copy csv
    dataclasses datetime decimal difflib email email.message email.utils enum errno faulthandler
    filecmp fnmatch fractions functools gc getpass gettext glob graphlib gzip hashlib heapq hmac
    html html.parser http http.client importlib importlib.metadata importlib.resources
    importlib.util inspect io ipaddress itertools json keyword linecache locale logging
    logging.config logging.handlers lzma marshal math mimetypes multiprocessing numbers operator os
    os.path pathlib pickle pkgutil platform pprint queue random re reprlib sched secrets select
    selectors shelve shlex shutil signal smtplib socket sqlite3 ssl stat statistics string struct
    subprocess sys sysconfig tarfile tempfile textwrap threading time timeit tokenize traceback
    tracemalloc types typing unicodedata unittest urllib urllib.error urllib.parse urllib.request
    uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo
""".split()  # noqa: SIM905 - a list of words reads better so
# What these functions make is of a class that no module has under a name.
SAMPLES: dict[str, tuple[Any, ...]] = {
    "threading.Lock": (),
    "threading.RLock": (),
    "hashlib.md5": (),
    "hashlib.sha1": (),
    "hashlib.sha224": (),
    "hashlib.sha256": (),
    "hashlib.sha384": (),
    "hashlib.sha512": (),
    "hashlib.blake2b": (),
    "hashlib.new": ("md5",),
    "csv.reader": ([],),
    "zlib.compressobj": (),
    "zlib.decompressobj": (),
}
# Objects of these may have any attribute.
_OPEN = {"builtins.object", "builtins.type", "builtins.super", "builtins.property"}
# Of the modules whose classes are taken to have any attribute, these have none but what is told.
_CLOSED = {
    *("_thread.lock", "_thread.RLock", "_thread._local"),
    *("typing.ForwardRef", "typing.ParamSpec", "typing.TypeVar", "typing.TypeVarTuple"),
}
_OPERATORS = """
    add sub mul truediv floordiv mod pow lshift rshift or and xor matmul radd rsub rmul rtruediv
    rfloordiv rmod rpow rlshift rrshift ror rand rxor rmatmul neg pos invert enter exit aenter aexit
    iter next aiter anext await getitem setitem delitem contains len call bool index int float get
    set delete reversed
""".split()  # noqa: SIM905 - a list of words reads better so
# The special methods that are told; ``standard_names.py`` has the same.
PROTOCOLS = frozenset(f"__{name}__" for name in _OPERATORS)
_KINDS = {
    inspect.Parameter.POSITIONAL_ONLY: "/",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "",
    inspect.Parameter.KEYWORD_ONLY: "*",
}


def spec_of(function: object, skip: int = 0) -> str | None:
    """Return the parameters of a function as words: ``a/ b b= * c* c*= **``; None: Python does not tell."""
    try:
        parameters = [*inspect.signature(function).parameters.values()][skip:]  # type: ignore[arg-type]
    except Exception:  # a default that cannot be shown raises what its evaluation raises
        return None
    words = []
    for parameter in parameters:
        if parameter.kind == parameter.VAR_POSITIONAL:
            words.append("*")
        elif parameter.kind == parameter.VAR_KEYWORD:
            words.append("**")
        else:
            default = "" if parameter.default is parameter.empty else "="
            words.append(f"{parameter.name}{_KINDS[parameter.kind]}{default}")
    return " ".join(words)


@functools.cache
def _classes_of(module: str) -> dict[str, ast.ClassDef]:
    """Return the classes that the source of a module defines."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):
        return {}
    return {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _sources(cls: type) -> list[ast.ClassDef]:
    """Return the source of a class and of those it inherits from, where they have one."""
    found = [_classes_of(base.__module__).get(base.__name__) for base in cls.__mro__]
    return [node for node in found if node is not None]


@functools.cache
def _names_set(tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }


def _is_open(path: str, cls: type, trees: list[ast.ClassDef]) -> bool:
    """Return whether objects of a class may have attributes that do not stand in its source."""
    hooks = [vars(base).get(name) for base in cls.__mro__ for name in ("__getattr__", "__getattribute__")]
    if path in _OPEN or any(isinstance(hook, types.FunctionType) for hook in hooks):
        return True
    if cls.__module__ in ("types", "_thread", "typing", "ast", "unittest.mock") or issubclass(cls, type):
        return f"{cls.__module__}.{cls.__name__}" not in _CLOSED
    return any(map(_sets_computed_names, trees))


@functools.cache
def _sets_computed_names(tree: ast.ClassDef) -> bool:
    text = ast.unparse(tree)
    return "setattr(self" in text or "self.__dict__" in text


def _describe_class(path: str, cls: type, assigned: set[str]) -> dict[str, Any]:
    trees = _sources(cls)
    listed = {
        *dir(cls),
        *(cls.__members__ if isinstance(cls, enum.EnumMeta) else ()),
    }  # other names of members
    names = listed | set().union(assigned if trees else (), *map(_names_set, trees))
    told: dict[str, Any] = {"kind": "class", "names": sorted(filter(_is_told, names - set(dir(object))))}
    told["open"] = _is_open(path, cls, trees)
    told["error"] = issubclass(cls, BaseException)
    told["abstract"] = inspect.isabstract(cls) or "Abstract" in cls.__name__ or "Base" in cls.__name__
    told["sig"], told["static"] = {}, []
    if type(cls).__name__ in ("type", "ABCMeta") and not told["error"]:
        spec = spec_of(cls)
        if spec is not None:
            told["sig"]["()"] = spec
    for name in names:
        held = inspect.getattr_static(cls, name, None)
        is_static = isinstance(held, (classmethod, staticmethod, types.ClassMethodDescriptorType))
        is_method = isinstance(held, (types.FunctionType, types.MethodDescriptorType))
        if name.startswith("__") or not (is_static or is_method):
            continue
        spec = None if name.startswith("_") else spec_of(getattr(cls, name), 0 if is_static else 1)
        if is_static:
            told["static"].append(name)
        if spec is not None:
            told["sig"][name] = spec
    told["static"].sort()
    return told


def _is_told(name: str) -> bool:
    """Return whether it is told of a name that it is there: what is private is never called missing."""
    return name in PROTOCOLS if name.startswith("_") else True


def _is_own(module: types.ModuleType, member: str, value: object) -> bool:
    """Return whether a module offers a name as its own, and does not just use it."""
    if hasattr(module, "__all__"):
        return member in module.__all__
    origin = str(getattr(value, "__module__", None) or module.__name__).lstrip("_")
    return origin.partition(".")[0] in (
        module.__name__.partition(".")[0],
        "builtins",
        "pydatetime",
        "pydecimal",
    )


def _describe_member(path: str, value: object, assigned: set[str]) -> dict[str, Any] | None:
    if isinstance(value, type):
        return _describe_class(path, value, assigned)
    if isinstance(value, types.ModuleType) or not callable(value):
        return None
    spec = spec_of(value)
    # ``typing.Callable`` and the like can be called, and stand for types.
    is_form = type(value).__module__ == "typing"
    return {"kind": "form" if is_form else "function", "sig": {} if spec is None else {"()": spec}}


def describe() -> dict[str, dict[str, Any]]:
    """Return what modules hold, and what their classes and functions are, by dotted path."""
    told: dict[str, dict[str, Any]] = {}
    for name in MODULES:
        module = importlib.import_module(name)
        names = set(dir(module)) | set(getattr(module, "__all__", ()))
        names |= {found.name for found in pkgutil.iter_modules(getattr(module, "__path__", []))}
        told[name] = {"kind": "module", "names": sorted(names), "open": hasattr(module, "__getattr__")}
        try:
            assigned = _names_set(ast.parse(inspect.getsource(module)))
        except (OSError, TypeError, SyntaxError):
            assigned = set()
        for member in sorted(names):
            path = f"{name}.{member}"
            try:
                value = getattr(module, member)
            except AttributeError:
                continue
            if member.startswith("_") or path in MODULES or not _is_own(module, member, value):
                continue
            found = _describe_member(path, value, assigned)
            if found is not None:
                told[path] = found
    for path, args in SAMPLES.items():
        module_name, _, last = path.rpartition(".")
        sample = type(getattr(importlib.import_module(module_name), last)(*args))
        told[f"{path}()"] = _describe_class(path, sample, set())
    return told


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps({"told": describe(), "version": sys.version_info[:2]}))
