"""``importlib``, ``pkgutil`` and ``sys``: importing what is named or listed."""

import sys
from collections.abc import Callable
from functools import partial

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Ext,
    Namespace,
    Union,
    Value,
    is_constant,
    is_foreign,
)
from automappa_scaffold.source.places import Place

__all__ = ["MODULE_LOADING", "for_each_text", "is_one_of_texts"]

# Of the standard library, but of Python on Windows and macOS alone.
_OF_OTHER_SYSTEMS = (
    *("_msi", "_overlapped", "_winapi", "_wmi", "msilib", "msvcrt", "nt", "winreg", "winsound"),
    "_scproxy",
)
MODULE_LOADING = Models(
    {
        "sys.platform": "linux",
        "sys.flags.optimize": 0,
        **{f"{name}:missing": True for name in _OF_OTHER_SYSTEMS},
    }
)
for _path, _answer in (("platform.system", "Linux"), ("platform.python_implementation", "CPython")):
    MODULE_LOADING[_path] = Native(_path, lambda m, args, kwargs, place, answer=_answer: answer)
MODULE_LOADING["sys.maxsize"] = Assumed(2**63 - 1, "the worker runs on a machine of 64 bits")
MODULE_LOADING["sys.implementation.name"] = Assumed("cpython", "the worker runs CPython")


def is_one_of_texts(m: Imports, value: Value) -> bool:
    """Return whether a value is one of several texts, by a condition that is not decided; or None."""
    if not isinstance(value, Union):
        return False
    options = [m.decide(option) for option in value.options]
    return any(isinstance(option, str) for option in options) and all(
        isinstance(option, str) or option is None for option in options
    )


def for_each_text(m: Imports, value: Union, run: Callable[[Value], Value]) -> Value:
    """Run a function for each text that a value may be, as if it were that one, and join the results."""
    texts = [option for option in map(m.decide, value.options) if isinstance(option, str)]
    if len(texts) < len(value.options):
        m.assumptions[f"{value.scope.place}: a module's name is taken not to be None"] = None
    results = m.fork(value.scope, [partial(run, text) for text in texts])
    return m.settle(results, value.scope)


@MODULE_LOADING.function("importlib.import_module")
def _import_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    package = m.decide(args[1] if len(args) > 1 else kwargs.get("package"))
    if is_one_of_texts(m, name):
        return for_each_text(m, name, lambda text: _import_module(m, (text, package), {}, place))
    if not isinstance(name, str):
        if isinstance(name, bytes):
            text = "startswith first arg must be bytes or a tuple of bytes, not str"
            raise m.raise_("TypeError", text, place)
        m.get_attribute(name, "startswith", place)  # what Python looks for first, and fails at
        m.note("which module is imported here is computed", place)
        return m.unknown("a module whose name is computed", place)
    if name.startswith("."):
        if not isinstance(package, str):
            text = f"the 'package' argument is required to perform a relative import for {name!r}"
            raise m.raise_("TypeError", text, place)
        level = len(name) - len(name.lstrip("."))
        base = package.split(".")[: len(package.split(".")) - level + 1]
        name = ".".join([*base, name.lstrip(".")] if name.strip(".") else base)
    return m.import_module(
        name, (m.importing[-1] if m.importing else None, place, f"import_module({name!r})")
    )


@MODULE_LOADING.function("sys.exit")
def _exit(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    code = args[0] if args else None
    raised = m.raise_("SystemExit", str(code) if is_constant(code) else "", place)
    raised.value.ns.update(args=() if code is None else (code,), code=code)
    raise raised


@MODULE_LOADING.function("os._exit")
def _end(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for what ends a process on the spot."""
    if not args and "status" not in kwargs and "**" not in kwargs:
        raise m.refusal("TypeError", "_exit() missing required argument 'status' (pos 1)", place)
    code = args[0] if args else kwargs.get("status")
    raised = m.raise_("SystemExit", str(code) if is_constant(code) else "", place)
    raised.ends_process = True
    raise raised


@MODULE_LOADING.function("os.abort")
def _abort(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _end(m, (0,), {}, place)


@MODULE_LOADING.function(
    "os.execl", "os.execle", "os.execlp", "os.execv", "os.execve", "os.execvp", "os.execvpe"
)
def _replace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.disturb("whether another program takes the worker's place", place)
    return m.unknown("what running another program returns", place, is_foreign=True)


def _loaded_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.watch.doubts += 1
    name = m.decide(args[1])
    if isinstance(name, str) and name in m.replaced:
        return m.replaced[name]
    if isinstance(name, str):
        found = m.modules.get(name)
        if found is None and m.find_file(name.partition(".")[0], None) is not None:
            raise m.missing_key(name, place)
        return found if found is not None else Ext(name)
    return m.unknown("a module whose name is computed", place)


def _loaded_or_default(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    try:
        return _loaded_module(m, args, kwargs, place)
    except PyRaise as raised:
        if raised.type_name != "KeyError":
            raise
        return args[2] if len(args) > 2 else None


def _is_loaded(m: Imports, name: Value, place: Place) -> Value:
    m.watch.doubts += 1
    if isinstance(name, str) and name in m.replaced:
        return True
    if isinstance(name, str) and (name in m.modules or m.find_file(name.partition(".")[0], None) is not None):
        return name in m.modules
    if name in m.preloaded or name in m.external_modules:
        return True
    if name in ("pytest", "_pytest"):
        return Assumed(False, "a worker does not import pytest")
    return m.unknown("which modules outside the project are loaded", place)


def _forget_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.watch.doubts += 1
    name = m.decide(args[1])
    if isinstance(name, str) and name in m.replaced:
        found = m.replaced[name]
        m.store(m.replaced, name, MISSING)
        m.modules.pop(name, None)
        return found
    if isinstance(name, str) and name in m.modules and not m.logs:
        return m.modules.pop(name)
    if not isinstance(name, str) or name in m.modules:
        m.disturb("whether a module is taken out of sys.modules, and imported anew later", place)
    elif _is_outside(m, name):
        return Ext(name)
    elif name.partition(".")[0] in m.preloaded and name.partition(".")[0] not in sys.stdlib_module_names:
        m.unsettle(f"{name}, which the worker holds, is taken out of sys.modules", place)
    return m.unknown("a module taken out of sys.modules", place)


# What stands for these modules is found by their own names alone, and has no part in imports.
_REPLACEABLE = ("sqlite3",)


def _is_outside(m: Imports, name: str) -> bool:
    """Return whether a module is neither the project's nor in a package that is modelled."""
    top = name.partition(".")[0]
    if top in m.preloaded or m.is_project_name(top):
        return False
    if top in _REPLACEABLE:
        return True
    return not any(path.startswith(f"{top}.") and not path.endswith(":check") for path in m.models)


_SYS_MODULES = native_class("_Modules", module="sys")
_SYS_MODULES.ns["__getitem__"] = Native("__getitem__", _loaded_module, binds=True)
_SYS_MODULES.ns["__delitem__"] = Native("__delitem__", _forget_module, binds=True)
_SYS_MODULES.ns["pop"] = Native("pop", _forget_module, binds=True)
_SYS_MODULES.ns["__contains__"] = Native(
    "__contains__", lambda m, args, kwargs, place: _is_loaded(m, m.decide(args[1]), place), binds=True
)


def _can_be_put(m: Imports, name: str, value: Value) -> bool:
    """Return whether a module that comes from outside can be imported under a name from now on."""
    if not (isinstance(value, Ext) or (is_foreign(value) and "." not in name)):
        return False
    top = name.partition(".")[0]
    if m.installed is not None and top not in m.installed and top not in sys.stdlib_module_names:
        if m.scopes:
            return False
        m.installed |= {top}
    return True


def _put_if_absent(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``sys.modules.setdefault``."""
    name = m.decide(args[1])
    is_there = m.truth(_is_loaded(m, name, place))
    if is_there is None and isinstance(name, str) and m.installed is not None:
        is_there = m.is_importable(name)
        if is_there:
            m.disturb("whether a module is loaded by now", place)
    if is_there:
        return _loaded_module(m, args[:2], {}, place)
    if is_there is None:
        m.disturb("what is put among the loaded modules here is not followed", place)
        return m.unknown("a loaded module, or what is put in its place", place)
    value = args[2] if len(args) > 2 else None
    _put_module(m, (args[0], name, value), {}, place)
    return value


@MODULE_LOADING.function("types.ModuleType:call", "imp.new_module")
def _new_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    if not isinstance(name, str):
        return m.unknown("a module whose name is computed", place)
    text = args[1] if len(args) > 1 else kwargs.get("doc")
    names = m.namespace(__name__=name, __doc__=text, __package__=None, __loader__=None, __spec__=None)
    made = Module(name, "", names, None)
    made.state = "done"
    return made


def _put_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.watch.doubts += 1
    name = m.decide(args[1])
    value = m.decide(args[2])
    if isinstance(name, str) and not m.scopes and (value is None or isinstance(value, Instance)):
        m.store(m.replaced, name, value)
    elif isinstance(name, str) and isinstance(value, Module) and not m.scopes:
        m.store(m.replaced, name, MISSING)
        m.modules[name] = value
    elif not (isinstance(name, str) and _is_outside(m, name) and _can_be_put(m, name, args[2])):
        m.disturb("what is put among the loaded modules here is not followed", place)
    return None


def _put_modules(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``sys.modules.update``."""
    made = m.new_dict()
    for argument in args[1:]:
        m.merge(made, argument, place)
    for name, value in {**made.items, **kwargs}.items():
        if name != "**":
            _put_module(m, (args[0], name, value), {}, place)
    if made.unknown is not None or "**" in kwargs:
        m.disturb("what is put among the loaded modules here is not followed", place)
    return None


def _merge_modules(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _put_modules(m, args, kwargs, place)
    return args[0]


def _forget_modules(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.unsettle("which modules are imported anew after this", place)  # those of the worker among them
    return m.unknown("a module taken out of sys.modules", place)


_SYS_MODULES.is_open = True
for _name, _run in (
    ("__setitem__", _put_module),
    ("update", _put_modules),
    ("__ior__", _merge_modules),
    ("clear", _forget_modules),
    ("popitem", _forget_modules),
):
    _SYS_MODULES.ns[_name] = Native(_name, _run, binds=True)
_SYS_MODULES.ns["setdefault"] = Native("setdefault", _put_if_absent, binds=True)
_SYS_MODULES.ns["get"] = Native("get", _loaded_or_default, binds=True)
MODULE_LOADING["sys.modules"] = Instance(_SYS_MODULES, Namespace(0))
