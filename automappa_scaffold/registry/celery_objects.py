"""Which names Celery's own objects have, and which arguments their methods take.

``celery_names.json`` tells it for Celery 5.3 to 5.7; ``scripts/record_celery_names.py`` writes that file.
"""

import json
from collections.abc import Mapping, Sequence, Set
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import WHOLE
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.values import Namespace, Spread, Unknown, Value
from automappa_scaffold.registry.celery_loaded import TAKEN_BY_STAR, loaded_modules
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = [
    "add_names",
    "celery_settings",
    "check_methods",
    "checked_function",
    "closed_class",
    "file_names",
    "function_checks",
    "init_parameters",
    "joined_class",
    "module_names",
    "names_of",
    "require_fit",
]

# Of these every class has its own, and a model says what they are.
_OF_ALL_CLASSES = frozenset(
    {"__annotations__", "__class__", "__dict__", "__doc__", "__module__", "__name__", "__qualname__"}
    | {"__init_subclass__", "__slots__", "__weakref__", "__wrapped__"}
    | {"__lt__", "__le__", "__gt__", "__ge__"}  # those of ``object`` and ``dict``, which know no order
)
# Names of Celery's own that look like those of methods.
_OWN_NAMES = frozenset({"__bound__", "__header__", "__trace__", "__v2_compat__"})
_UNHASHABLE = frozenset(
    {f"celery.canvas.{name}" for name in ("Signature", "_chain", "group", "_chord")}
    | {f"celery.canvas.{name}" for name in ("chunks", "xmap", "xstarmap")}
    | {f"celery.schedules.{name}" for name in ("crontab", "schedule", "solar")}
    | {"celery.app.registry.TaskRegistry", "celery.app.utils.Settings"}
)


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Path(__file__).with_name("celery_names.json").read_text("utf-8"))
    return told


def celery_settings() -> Mapping[str, Sequence[Value]]:
    """Return Celery's settings, each with its default; without, where that is no constant."""
    settings: Mapping[str, Sequence[Value]] = _told()["settings"]
    return settings


@cache
def module_names() -> Mapping[str, frozenset[str]]:
    """Return the names that modules of Celery and kombu have in one version or another."""
    return {f"{path}:names": frozenset(text.split()) for path, text in _told()["modules"].items()}


@cache
def file_names() -> Mapping[str, Value]:
    """Return which modules Celery and what it is made of have, and which of them need other libraries."""
    files: list[str] = _told()["files"].split()
    tops = {path.partition(".")[0] for path in files}
    found: dict[str, Value] = {f"{path}:needs": needed for path, needed in _told()["needs"].items()}
    found.update({f"{top}:loaded": loaded_modules() for top in tops})
    found["celery:all"] = TAKEN_BY_STAR
    return {**found, **{f"{top}:files": frozenset(p for p in files if p.startswith(top)) for top in tops}}


@cache
def function_checks() -> Mapping[str, Native]:
    """Return what refuses wrong arguments for functions and classes that are called and not modelled."""
    return {f"{path}:check": _check(path, specs) for path, specs in _told()["functions"].items()}


def checked_function(path: str, run: Run) -> Native:
    """Return the model of a function of Celery that takes the arguments which Celery says."""
    name, specs = path.rpartition(".")[2], _told()["functions"].get(path, ())

    def checked(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require_fit(m, name, specs, args, kwargs, place, is_method=False)
        return run(m, args, kwargs, place)

    made = Native(name, checked)
    made.path = path
    return made


def _check(path: str, specs: Sequence[str]) -> Native:
    def check(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        require_fit(m, path.rpartition(".")[2], specs, args, kwargs, place, is_method=False)
        return None

    return Native(path, check)


def names_of(path: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return which names objects of a class have in every version of Celery, and in some."""
    told = _told()["objects"][path]
    return frozenset(told["always"].split()), frozenset(told["sometimes"].split())


def closed_class(path: str, methods: Mapping[str, Run] | None = None) -> Class:
    """Return a model of a class of Celery: it has the names that Celery says, and no others.

    Args:
        methods: what is known of some of them; their arguments are checked as those of all others.
    """
    module, _, name = path.rpartition(".")
    made = native_class(name, module=module, is_whole=True)
    for method, run in (methods or {}).items():
        made.ns[method] = Native(method, run, binds=True)
    add_names(made, path)
    return made


def joined_class(name: str, paths: Sequence[str], methods: Mapping[str, Run]) -> Class:
    """Return a model of what is of one of several classes: it has for certain what they all have."""
    made = native_class(name, module=paths[0].rpartition(".")[0], is_whole=True)
    for method, run in methods.items():
        made.ns[method] = Native(method, run, binds=True)
    told = [_told()["objects"][path] for path in paths]
    always = [set(one["always"].split()) for one in told]
    every = set.union(*always, *(set(one["sometimes"].split()) for one in told))
    taken = {
        key: sorted({spec for one in told for spec in one["parameters"][key]})
        for key in set.intersection(*(set(one["parameters"]) for one in told))
    }
    common = set.intersection(*always)
    _fill(made, (common, every - common), taken, told[0]["of_class"].split())
    made.ns["__hash__"] = None
    return made


def init_parameters(path: str) -> tuple[str, ...]:
    """Return the parameters of a class that take arguments by place."""
    spec: str = _told()["objects"][path]["parameters"]["__init__"][0]
    return tuple(word.rstrip("=") for word in spec.partition("*")[0].split())


def add_names(cls: Class, path: str) -> None:
    """Give a model the names that it does not have yet; what they hold is not known."""
    told = _told()["objects"][path]
    _fill(cls, names_of(path), told["parameters"], told["of_class"].split())
    if path in _UNHASHABLE:
        cls.ns["__hash__"] = None


def _fill(
    cls: Class,
    names: tuple[Set[str], Set[str]],
    parameters: Mapping[str, Sequence[str]],
    of_class: Sequence[str],
) -> None:
    """Give a model the names that it does not have yet, and let its methods check their arguments."""
    always, sometimes = names
    cls.ns[WHOLE] = True
    for name in always - _OF_ALL_CLASSES:
        if name in cls.ns:
            continue
        if name in of_class:
            cls.ns[name] = Wrapper("classmethod", Native(name, _opaque))
        elif name in parameters or (name.startswith("__") and name not in _OWN_NAMES):
            cls.ns[name] = Native(name, _nothing if name == "__init__" else _opaque, binds=True)
        else:
            cls.ns[name] = _PART
    for name in set(sometimes) - cls.ns.keys():
        cls.ns[name] = Unknown(f"whether this Celery has {name}", None, Namespace(0), is_foreign=True)
    _check_methods(cls, parameters)


def check_methods(cls: Class, path: str) -> None:
    """Let the methods of a model refuse the arguments that those of Celery's class refuse."""
    _check_methods(cls, _told()["objects"][path]["parameters"])


def _check_methods(cls: Class, parameters: Mapping[str, Sequence[str]]) -> None:
    for name, specs in parameters.items():
        held = cls.ns.get(name)
        shown = f"{cls.name}.{name}"
        if isinstance(held, Native) and held.binds:
            cls.ns[name] = Native(name, _checked(shown, specs, held.run), binds=True)
        elif isinstance(held, Wrapper) and held.kind == "classmethod" and isinstance(held.function, Native):
            cls.ns[name] = Wrapper("classmethod", Native(name, _checked(shown, specs, held.function.run)))


def _checked(shown: str, specs: Sequence[str], run: Run) -> Run:
    specs = tuple(specs)

    def checked(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if not args:
            raise m.raise_("TypeError", f"{shown}() missing 1 required positional argument: 'self'", place)
        require_fit(m, shown, specs, args[1:], kwargs, place)
        if not isinstance(args[0], (Class, Instance)):
            m.disturb(f"what {shown}() does with another object", place)
            return m.unknown(f"what {shown}() returns", place, is_foreign=True)
        return run(m, args, kwargs, place)

    return checked


def require_fit(
    m: Interpreter,
    shown: str,
    specs: Sequence[str],
    args: Args,
    kwargs: Kwargs,
    place: Place,
    *,
    is_method: bool = True,
) -> None:
    """Raise what Python raises for arguments that the function takes in no version of Celery."""
    if "**" in kwargs or (args and any(isinstance(argument, Spread) for argument in args)):
        return
    text = _misfit_of_all(tuple(specs), len(args), tuple(kwargs), int(is_method))
    if text:
        raise m.raise_("TypeError", f"{shown}() {text}", place)


@lru_cache(maxsize=1024)
def _misfit_of_all(specs: tuple[str, ...], count: int, names: tuple[str, ...], own: int) -> str:
    """Return what is wrong for every kind of parameters, or an empty text; most calls are alike."""
    texts = [_misfit(spec.split(), count, names, own) for spec in specs]
    return texts[-1] if texts and all(texts) else ""


def _misfit(words: Sequence[str], count: int, given: Sequence[str], own: int) -> str:
    """Return what is wrong with arguments for parameters like ``a b= * c= **``, or an empty text."""
    by_place = []
    for word in words:
        if word in ("*", "/*", "**"):
            break
        by_place.append(word)
    names = {word.rstrip("=") for word in words} - {"*", "/*", "**"}
    if count > len(by_place) and "*" not in words:
        least = len([word for word in by_place if not word.endswith("=")]) + own
        most = len(by_place) + own
        takes = str(most) if least == most else f"from {least} to {most}"
        return f"takes {takes} positional argument{'s' * (most != 1)} but {count + own} were given"
    for word in by_place[:count]:
        if word.rstrip("=") in given:
            return f"got multiple values for argument '{word.rstrip('=')}'"
    if "**" not in words and (extra := [name for name in given if name not in names]):
        return f"got an unexpected keyword argument '{extra[0]}'"
    missing = [repr(word) for word in by_place[count:] if not word.endswith("=") and word not in given]
    if not missing:
        return ""
    *first, last = missing
    shown = f"{', '.join(first)}{',' * (len(first) > 1)} and {last}" if first else last
    return f"missing {len(missing)} required positional argument{'s' * bool(first)}: {shown}"


def _opaque(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.unknown("a part of Celery that registers nothing", place, is_foreign=True)


def _nothing(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


def _part() -> Instance:
    """Return a descriptor of an attribute that is there, and of which nothing more is known."""
    cls = native_class("part", module="celery", is_whole=True)
    cls.ns["__get__"] = Native("__get__", _opaque)
    return Instance(cls, Namespace(0))


_PART = _part()
