"""The steps of a worker start, run abstractly: read the settings, import the modules, finalize.

Source: ``celery.loaders.base`` and ``celery.worker.worker`` of Celery 5.7.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from automappa_scaffold.interpreter.attribute_errors import describe_missing
from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.marks import KIND
from automappa_scaffold.interpreter.models.builtin_aliases import ALIAS
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.standard_names import describes_standard
from automappa_scaffold.interpreter.values import (
    MISSING,
    Assumed,
    DictValue,
    Ext,
    Maybe,
    Scope,
    SetValue,
    Union,
    Unknown,
    Value,
    is_foreign,
)
from automappa_scaffold.registry.celery_bootsteps import add_bootsteps
from automappa_scaffold.registry.celery_naming import text_of_name
from automappa_scaffold.registry.celery_parts import require_loader, require_parts
from automappa_scaffold.registry.celery_settings import load_settings, read_setting
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_user_options import refuse_old_options
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.discovery import tell_unseen_apps
from automappa_scaffold.registry.own_loaders import call_of_loader, own_loader
from automappa_scaffold.registry.start_folder import in_folder, leave_folder
from automappa_scaffold.registry.unseen_apps import tell_unseen_tasks
from automappa_scaffold.registry.worker_logging import send_logging_signals
from automappa_scaffold.registry.worker_settings import refuse_settings
from automappa_scaffold.source.places import Place

__all__ = ["start_worker"]

# The class of what handlers and steps are given as the worker, of which little is known.
_WORKER = native_class("Worker", module="celery.apps.worker", is_open=True)
_WORKER.ns["<lacks>"] = lambda name: name in ("__bool__", "__len__")


def start_worker(m: Interpreter, world: World, app: Instance, include: Sequence[str]) -> None:
    """Run what a worker does up to its list of tasks.

    Raises:
        PyRaise: the error that stops the worker.
    """
    refuse_old_options(m, app)
    leave_folder(m)
    world.stage = "config"
    require_loader(m, app)
    load_settings(m, world, app)
    world.stage = "imports"
    world.watch.begin(m, world, app)
    app.payload.import_defaults = partial(_import_default_modules, m, world, app, include)
    if call_of_loader(m, app, "import_default_modules") is MISSING:
        app.payload.import_defaults()
    app.payload.import_defaults = None
    call_of_loader(m, app, "on_worker_init")
    world.watch.end(m, world, app)
    if world.fixup is not None and world.uses_fixup:
        world.fixup.conclude(m, app.payload.place)
    tell_unseen_apps(world)
    tell_unseen_tasks(m, world, app.payload.place)
    world.stage = "finalize"
    world.finalize(m, app)
    conf = m.get_attribute(app, "conf", app.payload.place)
    options = m.unknown("the worker's options", None, is_foreign=True)
    node = m.unknown("the name of the worker's node, which its machine has a part in", None, is_foreign=True)
    node.ns[KIND] = "builtins.str"
    worker = Instance(_WORKER, m.namespace(app=app, hostname=node))
    world.send(m, "celeryd_init", {"sender": node, "instance": worker, "conf": conf, "options": options})
    require_parts(m, app, app.payload.place)
    refuse_settings(m, world, app)
    world.send(m, "worker_init", {"sender": worker})
    send_logging_signals(m, world)
    add_bootsteps(m, world, app, worker)
    world.send(m, "celeryd_after_setup", {"sender": node, "instance": worker, "conf": conf})
    _send_late(m, world, app)


@dataclass(frozen=True, slots=True)
class _ModuleList:
    """What a setting lists before the first of it is imported."""

    key: str
    value: Value
    label: str
    entries: tuple[tuple[Value, Scope | None], ...]


def _import_default_modules(m: Interpreter, world: World, app: Instance, include: Sequence[str]) -> None:
    """Import what searches find, what the loader and the settings list, and what ``-I`` adds."""
    world.send(m, "import_modules", {"sender": app}, raises=True)
    for listed in list(_default_lists(m, world, app)):
        _import_list(m, world, app, listed)
    for name in include:
        with world.watch.entry(m, name) as is_wanted:
            if is_wanted:
                _import_task_module(m, world, name, f"-I {name}", None)


def _default_lists(m: Interpreter, world: World, app: Instance) -> Iterator[_ModuleList]:
    """Yield the lists of an app's loader and settings, or what they were when the loader was asked before."""
    state: AppState = app.payload
    if state.default_modules is not None:
        entries: tuple[tuple[Value, Scope | None], ...] = tuple(
            (name, None) for name in state.default_modules
        )
        yield _ModuleList("imports", state.default_modules, "app.loader.default_modules", entries)
        return
    loader = own_loader(m, app)
    if loader is not None:
        value = m.get_attribute(loader, "builtin_modules", state.place)
        entries = tuple(_entries(m, world, value, "builtin_modules", state.place))
        yield _ModuleList("builtin_modules", value, f"{loader.cls.name}.builtin_modules", entries)
    for of_settings in [_read_list(m, world, app, key) for key in ("imports", "include")]:
        if of_settings is not None:
            yield of_settings


def _send_late(m: Interpreter, world: World, app: Instance) -> None:
    """Send what a worker sends after it made its list of tasks.

    A task that is registered so late is shown by ``inspect registered``, but its messages are refused: by
    every worker for ``worker_ready``, by one with child processes for ``worker_process_init``.
    """
    tasks = app.payload.tasks
    for key in ("worker_process_init", "worker_ready"):
        before = set(tasks)
        is_ready = key == "worker_ready"
        consumer = m.unknown("the worker's consumer", None, is_foreign=True) if is_ready else None
        world.send(m, key, {"sender": consumer})
        world.late.update(dict.fromkeys(set(tasks) - before, key))


def _read_list(m: Interpreter, world: World, app: Instance, key: str) -> _ModuleList | None:
    value, mapping, name = read_setting(m, world, app, key)
    state: AppState = app.payload
    if value is MISSING or (state.is_outside and mapping is not None and value is mapping.unknown):
        return None  # of an app from outside, that is told as a whole
    where = state.config_label if mapping is not None and mapping is not state.changes else "app.conf"
    entries = [(entry, scope or state.doubt) for entry, scope in _entries(m, world, value, key, state.place)]
    return _ModuleList(key, value, f"{where} {name}", tuple(entries))


def _import_list(m: Interpreter, world: World, app: Instance, listed: _ModuleList) -> None:
    state: AppState = app.payload
    value, place = listed.value, state.place
    first_error: PyRaise | None = None
    for index, (entry, scope) in enumerate(listed.entries):
        label = f"{listed.label}[{index}]"
        outer = m.scopes
        if scope is not None:
            m.scopes = (*outer, scope)
        try:
            with world.watch.entry(m, entry) as is_wanted:
                if is_wanted:
                    _import_task_module(m, world, entry, label, place)
        except PyRaise as raised:
            # The worker stops at the first; going on shows every entry that is wrong.
            if not _is_bad_entry(raised, entry):
                raise first_error or raised from None
            world.bad_entries.append(str(m.decide(entry)))
            world.refuse(raised, "AMS102")
            first_error = first_error or raised
        finally:
            m.scopes = outer
    if first_error is not None:
        raise first_error
    if isinstance(value, SetValue) and len(value.items) > 1 and state.finalized:
        # Tasks that are declared after an app is finalized may not reach it: seen with a set of modules.
        reason = "is a set, whose order is not fixed, and one of its modules finalizes the app early"
        world.undecide(place, f"{listed.key} {reason}")


def _is_bad_entry(raised: PyRaise, entry: Value) -> bool:
    if not isinstance(entry, str):
        return False
    missing = raised.missing
    return bool(missing) and not raised.chain and (entry == missing or entry.startswith(f"{missing}."))


def _entries(
    m: Interpreter, world: World, value: Value, key: str, place: Place
) -> list[tuple[Value, Scope | None]]:
    if isinstance(value, Assumed):
        value = m.decide(value)
    if isinstance(value, str):
        return [(value, None)]
    if isinstance(value, DictValue):
        text = f"unhashable type: 'dict' ({key} must be a list of module names)"
        raise world.refuse(m.raise_("TypeError", text, place), "AMS105")
    if isinstance(value, (Unknown, Ext)):
        blame = value.place if isinstance(value, Unknown) and value.place else place
        world.undecide(blame, f"{key} is computed from it")
        return []
    if value is None:
        text = f"'NoneType' object is not iterable ({key} must be a list)"
        raise world.refuse(m.raise_("TypeError", text, place), "AMS105")
    if isinstance(value, (bool, int, float, Module, Class, Function)):
        return [(value, None)]  # wrapped, as a single text is
    if isinstance(value, Instance) and value.cls is ALIAS:
        return [(value, None)]  # ``list["a", "b"]`` by mistake: its one element has no more attributes
    if isinstance(value, Union):
        value = _kept_beside_foreign(world, value, key, place)
    if isinstance(value, Union):
        made = [
            pair
            for option in value.options
            if option is not MISSING
            for pair in _entries(m, world, option, key, place)
        ]
        return [(entry, scope or value.scope) for entry, scope in made]
    items, unknown = m.iterate(value, place)
    if unknown is not None:
        blame = unknown.place if unknown.place is not None else place
        world.undecide(blame, f"{key} is computed from it")
    return [(i.value, i.scope) if isinstance(i, Maybe) else (i, None) for i in items]


def _kept_beside_foreign(world: World, value: Union, key: str, place: Place) -> Value:
    """Return what settings hold unless code outside the project replaces it, which is told."""
    kept = [option for option in value.options if option is not MISSING and not is_foreign(option)]
    if len(kept) != 1 or len(kept) == len(value.options) or MISSING in value.options:
        return value
    blame = next((o.place for o in value.options if isinstance(o, Unknown) and o.place is not None), place)
    world.undecide(blame, f"{key} is computed from it")
    return kept[0]


def _import_task_module(m: Interpreter, world: World, name: Value, label: str, place: Place | None) -> None:
    name = m.decide(name)
    if isinstance(name, Union):
        for option in name.options:
            outer, m.scopes = m.scopes, (*m.scopes, name.scope)
            try:
                _import_task_module(m, world, option, label, place)
            finally:
                m.scopes = outer
        return
    if isinstance(name, Unknown):
        world.undecide(name.place or place or Place(m.tree.relative("")), "a module name is computed from it")
        return
    name = text_of_name(name) or name
    if not isinstance(name, str):
        if isinstance(name, bytes):
            text = "startswith first arg must be bytes or a tuple of bytes, not str"
            raise world.refuse(m.raise_("TypeError", text, place), "AMS105")
        text = describe_missing(name, "startswith")
        raise world.refuse(m.raise_("AttributeError", text, place), "AMS105")
    if name.startswith("."):
        text = f"the 'package' argument is required to perform a relative import for {name!r}"
        world.bad_entries.append(name)
        raise world.refuse(m.raise_("TypeError", text, place), "AMS102")
    if not name:
        world.bad_entries.append(name)
        raise world.refuse(m.raise_("ValueError", "Empty module name", place), "AMS102")
    with in_folder(m):
        found = m.import_module(name, (None, place, label))
    is_standard = name in sys.stdlib_module_names or describes_standard(name, "module")
    if not isinstance(found, Module) and not is_standard:
        world.undecide(
            place or Place(m.tree.relative("")),
            f"{name} is not part of the project: its tasks cannot be seen",
        )
