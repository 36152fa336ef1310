"""The parts of the standard library that decide what an import does, as abstract values."""

import posixpath
import sys
from collections.abc import Callable
from typing import Any

from automappa_scaffold.interpreter.builtin_models import BUILTINS, native_class
from automappa_scaffold.interpreter.core import Outcome
from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.path_models import PATHS
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    Class,
    DictValue,
    Ext,
    Function,
    Generator,
    Instance,
    ListValue,
    Namespace,
    Native,
    Partial,
    Value,
    Wrapper,
    is_constant,
)
from automappa_scaffold.source.places import Place

__all__ = ["Interpreter"]

Args = tuple[Value, ...]
Kwargs = dict[str, Value]
_Run = Callable[[Imports, Args, Kwargs, Place], Value]

STDLIB: dict[str, Value] = {
    "typing.TYPE_CHECKING": False,
    "typing_extensions.TYPE_CHECKING": False,
    "sys.platform": "linux",
    "os.name": "posix",
    "os.sep": "/",
    "os.path.sep": "/",
    "sys.flags.optimize": 0,
}

for _path in ("typing.Generic", "typing.Protocol", "typing_extensions.Protocol", "abc.ABC"):
    STDLIB[_path] = native_class(_path.rpartition(".")[2], module=_path.rpartition(".")[0])


def _native(*paths: str) -> Callable[[_Run], _Run]:
    def register(run: _Run) -> _Run:
        for path in paths:
            STDLIB[path] = Native(path.rpartition(".")[2], run)
        return run

    return register


def _identity(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0] if args else None


for _path in (
    "abc.abstractmethod",
    "typing.final",
    "typing.no_type_check",
    "typing.runtime_checkable",
    "typing_extensions.override",
    "typing.override",
    "functools.total_ordering",
    "functools.singledispatch",
    "copy.copy",
    "copy.deepcopy",
    "atexit.register",
    "os.fspath",
):
    STDLIB[_path] = Native(_path.rpartition(".")[2], _identity)
STDLIB["typing.cast"] = Native("cast", lambda m, args, kwargs, place: args[1] if len(args) > 1 else None)


@_native("functools.lru_cache", "functools.cache")
def _cache(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args and isinstance(args[0], Function):
        return args[0]
    return Native("lru_cache", _identity)


@_native("functools.cached_property")
def _cached_property(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Wrapper("property", args[0])


@_native("functools.partial")
def _partial(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Partial(args[0], tuple(args[1:]), dict(kwargs), m.namespace())


_COPIED = ("__module__", "__name__", "__qualname__", "__doc__")


@_native("functools.update_wrapper")
def _update_wrapper(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrapper, wrapped = args[0], args[1] if len(args) > 1 else kwargs.get("wrapped")
    copied = kwargs.get("assigned", args[2] if len(args) > 2 else _COPIED)
    for name in copied if isinstance(copied, tuple) else _COPIED:
        found = m.find_attribute(wrapped, name, place) if isinstance(name, str) else MISSING
        if found is not MISSING:
            m.set_attribute(wrapper, name, found, place)
    if isinstance(wrapped, (Function, Partial)):
        for name, value in [*wrapped.ns.items()]:
            if name not in _COPIED:
                m.set_attribute(wrapper, name, value, place)
    m.set_attribute(wrapper, "__wrapped__", wrapped, place)
    return wrapper


@_native("functools.wraps")
def _wraps(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrapped = args[0] if args else kwargs.pop("wrapped", None)

    def decorate(m2: Imports, inner: Args, _: Kwargs, at: Place) -> Value:
        return _update_wrapper(m2, (inner[0], wrapped, *args[1:]), kwargs, at)

    return Native("wraps", decorate)


@_native("functools.reduce")
def _reduce(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[1], place)
    if unknown:
        return unknown
    rest = list(items)
    value = args[2] if len(args) > 2 else rest.pop(0) if rest else None
    for item in rest:
        value = m.call(args[0], (value, item), {}, place)
    return value


@_native("importlib.import_module")
def _import_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[0] if args else kwargs.get("name"))
    package = m.decide(args[1] if len(args) > 1 else kwargs.get("package"))
    if not isinstance(name, str):
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


@_native("sys.exit")
def _exit(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    code = args[0] if args else None
    raise m.raise_("SystemExit", str(code) if is_constant(code) else "", place)


# os.path and the environment.


def _path_function(name: str) -> None:
    function: Any = getattr(posixpath, name)

    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        plain = [m.to_python(m.decide(_text_of_path(argument)), place) for argument in args]
        if any(not isinstance(value, str) for value in plain):
            return m.unknown(f"os.path.{name} of something unknown", place, is_foreign=True)
        return m.from_python(m._python(lambda: function(*plain), place))

    STDLIB[f"os.path.{name}"] = Native(name, run)


for _name in ("join", "dirname", "basename", "normpath", "split", "splitext", "isabs"):
    _path_function(_name)


def _text_of_path(value: Value) -> Value:
    return value.payload if isinstance(value, Instance) and isinstance(value.payload, str) else value


@_native("os.path.abspath", "os.path.realpath", "os.path.expanduser")
def _abspath(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(_text_of_path(args[0]))
    if not isinstance(text, str):
        return m.unknown("a path that is not constant", place, is_foreign=True)
    return posixpath.normpath(posixpath.join(m.working_directory, text))


@_native("os.getcwd")
def _getcwd(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.working_directory


def _path_test(test: Callable[[Imports, str], bool]) -> _Run:
    def run(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
        text = m.decide(_text_of_path(args[0]))
        if not isinstance(text, str):
            return m.unknown("a path that is not constant", place, is_foreign=True)
        path = posixpath.normpath(posixpath.join(m.working_directory, text))
        return Assumed(
            test(m, path), f"the file {m.tree.relative(path)} is as it is here when the worker starts"
        )

    return run


for _name, _test in (
    ("exists", lambda m, path: m.tree.is_file(path) or m.tree.is_folder(path)),
    ("isfile", lambda m, path: m.tree.is_file(path)),
    ("isdir", lambda m, path: m.tree.is_folder(path)),
):
    STDLIB[f"os.path.{_name}"] = Native(_name, _path_test(_test))


@_native("os.listdir")
def _listdir(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    text = m.decide(_text_of_path(args[0] if args else "."))
    entries = None
    if isinstance(text, str):
        entries = m.tree.listing(posixpath.normpath(posixpath.join(m.working_directory, text)))
    if entries is None:
        return m.unknown("the listing of a folder that is not known", place)
    # Caches of compiled files come and go; no source depends on them.
    return m.new_list(sorted(name for name in entries if name != "__pycache__"))


ENVIRON = native_class("_Environ", module="os")


def _variable(m: Imports, name: Value, default: Value, place: Place) -> Value:
    name = m.decide(name)
    if not isinstance(name, str):
        return m.unknown("an environment variable whose name is computed", place)
    override = m.environ_changes.get(name)
    if override is not None:
        return override
    if name in m.environ:
        return Assumed(m.environ[name], f"the environment variable {name} is set as it is here")
    if default is MISSING:
        m.assumptions[f"the environment variable {name} is not set"] = None
        raise m.raise_("KeyError", repr(name), place)
    note = f"the environment variable {name} is not set"
    return default if isinstance(default, (Assumed, DictValue, ListValue)) else Assumed(default, note)


@_native("os.getenv", "os.environ.get")
def _getenv(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    default = args[1] if len(args) > 1 else kwargs.get("default")
    return _variable(m, args[0] if args else kwargs.get("key"), default, place)


def _environ_get(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _getenv(m, args[1:], kwargs, place)


def _environ_item(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _variable(m, args[1], MISSING, place)


def _environ_set(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str):
        m.store(m.environ_changes, name, args[2])
    return None


def _environ_setdefault(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str) and name not in m.environ and name not in m.environ_changes:
        m.store(m.environ_changes, name, args[2] if len(args) > 2 else None)
    return _variable(m, args[1], None, place)


def _environ_contains(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if not isinstance(name, str):
        return m.unknown("an environment variable whose name is computed", place)
    state = "set" if name in m.environ else "not set"
    present = name in m.environ or name in m.environ_changes
    return Assumed(present, f"the environment variable {name} is {state}")


for _name, _run in (
    ("get", _environ_get),
    ("__getitem__", _environ_item),
    ("__setitem__", _environ_set),
    ("setdefault", _environ_setdefault),
    ("__contains__", _environ_contains),
    ("update", lambda m, args, kwargs, place: None),
    ("pop", _environ_get),
):
    ENVIRON.ns[_name] = Native(_name, _run, binds=True)
STDLIB["os.environ"] = Instance(ENVIRON, Namespace(0))

SYS_MODULES = native_class("_Modules", module="sys")


def _loaded_module(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name = m.decide(args[1])
    if isinstance(name, str):
        found = m.modules.get(name)
        return found if found is not None else Ext(name)
    return m.unknown("a module whose name is computed", place)


SYS_MODULES.ns["__getitem__"] = Native("__getitem__", _loaded_module, binds=True)
SYS_MODULES.ns["get"] = Native("get", _loaded_module, binds=True)
STDLIB["sys.modules"] = Instance(SYS_MODULES, Namespace(0))


# Packages that list themselves.


@_native("pkgutil.iter_modules")
def _iter_modules(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _module_infos(m, args, kwargs, place, recurse=False)


@_native("pkgutil.walk_packages")
def _walk_packages(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _module_infos(m, args, kwargs, place, recurse=True)


MODULE_INFO = native_class("ModuleInfo", module="pkgutil")
MODULE_INFO.ns["__iter__"] = Native(
    "__iter__",
    lambda m, args, kwargs, place: (args[0].ns["module_finder"], args[0].ns["name"], args[0].ns["ispkg"]),
    binds=True,
)


def _module_infos(m: Imports, args: Args, kwargs: Kwargs, place: Place, *, recurse: bool) -> Value:
    paths = args[0] if args else kwargs.get("path")
    prefix = m.decide(args[1] if len(args) > 1 else kwargs.get("prefix", ""))
    folders, unknown = m.iterate(paths, place) if paths is not None else ((), m.unknown("sys.path", place))
    infos: list[Value] = []
    for folder in folders:
        text = m.decide(_text_of_path(folder))
        if isinstance(text, str) and isinstance(prefix, str):
            _collect_infos(m, text, prefix, recurse, infos, place)
        else:
            unknown = unknown or m._undecided(folder, place)
    return m.new_list(infos, unknown)


def _collect_infos(
    m: Imports, folder: str, prefix: str, recurse: bool, infos: list[Value], place: Place
) -> None:
    for name, is_folder in sorted((m.tree.listing(folder) or {}).items()):
        is_package = is_folder and m.tree.is_file(f"{folder}/{name}/__init__.py")
        plain = name.removesuffix(".py")
        if (is_package or (not is_folder and name.endswith(".py"))) and plain != "__init__":
            names = m.namespace(name=prefix + plain, ispkg=is_package, module_finder=None)
            infos.append(Instance(MODULE_INFO, names))
            if is_package and recurse:
                m.import_module(
                    prefix + plain, (m.importing[-1] if m.importing else None, place, "walk_packages")
                )
                _collect_infos(m, f"{folder}/{name}", f"{prefix}{plain}.", recurse, infos, place)


# Context managers.

MANAGER = native_class("_GeneratorContextManager", module="contextlib")


@_native("contextlib.contextmanager")
def _contextmanager(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function = args[0]

    def make(m2: Imports, inner: Args, named: Kwargs, at: Place) -> Value:
        generator = m2.call(function, inner, named, at)

        def run_block(m3: Imports, inside: Callable[[Value], Outcome | None]) -> Outcome | None:
            ended: list[Outcome | None] = []
            if isinstance(generator, Generator):
                generator.run(lambda value: ended.append(inside(value)))
            return ended[0] if ended else None

        return Instance(MANAGER, m2.namespace(), run_block)

    wrapped = Native("contextmanager", make)
    return wrapped


SUPPRESS = native_class("suppress", module="contextlib")


@_native("contextlib.suppress")
def _suppress(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    def run_block(m2: Imports, inside: Callable[[Value], Outcome | None]) -> Outcome | None:
        try:
            return inside(None)
        except PyRaise as raised:
            if m2.catches(tuple(args), raised) is False:
                raise
            return None

    return Instance(SUPPRESS, m.namespace(), run_block)


@_native("contextlib.nullcontext")
def _nullcontext(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    value = args[0] if args else None
    return Instance(SUPPRESS, m.namespace(), lambda m2, inside: inside(value))


# Enumerations, named tuples and data classes.


def _members(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    cls = args[0]
    members = m.new_dict()
    for position, (name, value) in enumerate([*cls.ns.items()], 1):
        if name.startswith("_") or isinstance(value, (Function, Wrapper, Native)):
            continue
        if isinstance(value, Ext) and value.path == "enum.auto":
            value = position
        text = value if isinstance(value, str) and cls.lookup("__text__") is True else None
        member = Instance(cls, m.namespace(name=name, value=value, _name_=name, _value_=value), text)
        m.store(cls.ns, name, member)
        m.store(members.items, name, member)
    m.store(cls.ns, "__members__", members)
    return None


def _enum_member(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    members = args[0].ns.get("__members__")
    for member in members.items.values() if isinstance(members, DictValue) else ():
        if len(args) > 1 and member.ns["value"] == args[1]:
            return member
    return m.unknown("a member of an enumeration", place)


ENUM = native_class("Enum", _enum_member, module="enum")
ENUM.ns["__on_class__"] = Native("__on_class__", _members)
STDLIB["enum.Enum"] = ENUM
STDLIB["enum.IntEnum"] = Class("IntEnum", (ENUM,), Namespace(0), module="enum")
STDLIB["enum.StrEnum"] = Class("StrEnum", (ENUM,), Namespace(0, [("__text__", True)]), module="enum")
STDLIB["enum.auto"] = Native("auto", lambda m, args, kwargs, place: Ext("enum.auto"))
STDLIB["enum.unique"] = Native("unique", _identity)


@_native("dataclasses.dataclass")
def _dataclass(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if not args:
        return Native("dataclass", _dataclass)
    cls = args[0]
    if isinstance(cls, Class) and "__init__" not in cls.ns:
        m.store(cls.ns, "__init__", Native("__init__", _dataclass_init))
    return cls


def _dataclass_init(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    made, values = args[0], list(args[1:])
    for cls in reversed(made.cls.mro):
        for name in cls.ns.get("__fields__", ()):
            default = cls.ns.get(name, MISSING)
            if values:
                value = values.pop(0)
            elif name in kwargs:
                value = kwargs[name]
            elif isinstance(default, Instance) and default.cls is FIELD:
                value = (
                    m.call(default.payload, (), {}, place) if default.payload else default.ns.get("default")
                )
            else:
                value = m.unknown(f"the field {name}", place) if default is MISSING else default
            m.store(made.ns, name, value)
    hook = made.cls.lookup("__post_init__")
    if hook is not MISSING:
        m.call(hook, (made,), {}, place)
    return None


FIELD = native_class("Field", module="dataclasses")


@_native("dataclasses.field")
def _field(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(FIELD, m.namespace(default=kwargs.get("default")), kwargs.get("default_factory"))


@_native("collections.OrderedDict")
def _ordered(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return m.call(BUILTINS["builtins.dict"], args, kwargs, place)


@_native("itertools.chain")
def _chain(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    parts = [m.iterate(argument, place) for argument in args]
    return m.new_list([i for items, _ in parts for i in items], next((u for _, u in parts if u), None))


@_native("itertools.chain.from_iterable")
def _chain_from(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    items, unknown = m.iterate(args[0], place)
    made = _chain(m, items, {}, place)
    return m.new_list(made.items, made.unknown or unknown)


NAMESPACE = native_class("SimpleNamespace", module="types")
NAMESPACE.ns["__init__"] = Native(
    "__init__", lambda m, args, kwargs, place: [m.store(args[0].ns, k, v) for k, v in kwargs.items()] and None
)
STDLIB["types.SimpleNamespace"] = NAMESPACE


class Interpreter(Imports):
    """The whole interpreter: Python with the parts of its library that decide imports."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.models = {**BUILTINS, **STDLIB, **PATHS, **self.models}
        version = self.python_version or f"{sys.version_info[0]}.{sys.version_info[1]}"
        numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
        self.models["sys.version_info"] = Assumed(
            (*numbers, 0, "final", 0), f"the worker runs Python {version}"
        )
        self.models["sys.path"] = self.sys_path
