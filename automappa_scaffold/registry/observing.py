"""From the end of an abstract start to what the rules want to know of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance
from automappa_scaffold.registry.assembly import Certainty
from automappa_scaffold.registry.celery_setting_keys import setting_keys
from automappa_scaffold.registry.celery_state import AppState
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.declared_tasks import find_declared_tasks
from automappa_scaffold.registry.duplicate_tasks import find_duplicates
from automappa_scaffold.registry.late_tasks import find_late_tasks
from automappa_scaffold.registry.observed import ConfigCall, Observed, Swallowed
from automappa_scaffold.source.places import Place

__all__ = ["observe", "observe_failure"]


def observe_failure(m: Interpreter, world: World, app: Instance | None) -> Observed:
    """Return what a start showed that did not come to its end: how it was configured."""
    return Observed(config_calls=tuple(_config_calls(m, world, app)), searches=tuple(world.searches))


def observe(m: Interpreter, world: World, app: Instance, spec: str) -> Observed:
    """Return what a finished start showed. Runs handlers that the start did not: call it last."""
    state: AppState = app.payload
    names = {id(record.definition): name for name, known in state.tasks.items() for record in known}
    certainty = Certainty()
    tasks = tuple(find_declared_tasks(m, world, app, names, certainty))
    main = m.decide(app.ns.get("main"))
    return Observed(
        tasks=tasks,
        duplicates=tuple(find_duplicates(m, world, state, certainty)),
        config_calls=tuple(_config_calls(m, world, app)),
        searches=tuple(world.searches),
        removals=tuple(removal for removal in world.removals if not removal.name.startswith("celery.")),
        swallowed=tuple(_swallowed(m)),
        late=tuple(find_late_tasks(m, world, app)),
        chosen_among=_chosen_among(m, app, spec),
        main_name=main if isinstance(main, str) else None,
        setting_names=(*setting_keys(m, state, "imports"), *setting_keys(m, state, "include")),
    )


def _chosen_among(m: Interpreter, app: Instance, spec: str) -> tuple[Place, ...]:
    """Return where the apps are made of which ``-A module`` takes the first, that one first."""
    module = m.modules.get(spec)
    if module is None or any(module.ns.get(name) is app for name in ("app", "celery")):
        return ()
    apps = [value for value in module.ns.values() if isinstance(value, Instance)]
    places = [value.payload.made_at for value in apps if isinstance(value.payload, AppState)]
    return tuple(dict.fromkeys(places)) if len(set(places)) > 1 and app in apps else ()


def _config_calls(m: Interpreter, world: World, app: Instance | None) -> Iterator[ConfigCall]:
    for call in world.config_calls:
        if call.app_id != id(app):
            continue
        module = m.modules.get(call.target)
        path = module.path if module is not None else _file_of(m, call.target)
        yield replace(call, path=m.tree.relative(path) if path else None, app_id=0)


def _file_of(m: Interpreter, module: str) -> str:
    """Return the file that a dotted name would be imported from, without importing it."""
    for folder in m.sys_path.items:
        for tail in (".py", "/__init__.py"):
            path = f"{folder}/{module.replace('.', '/')}{tail}"
            if module and isinstance(folder, str) and m.tree.is_file(path):
                return path
    return ""


def _swallowed(m: Interpreter) -> Iterator[Swallowed]:
    for raised in m.caught:
        if raised.chain and raised.place is not None:
            failed: list[PurePosixPath] = [step.place.path for step in raised.chain[1:]]
            failed.append(raised.place.path)
            yield Swallowed(raised.chain[0].place, raised.message, tuple(dict.fromkeys(failed)))
        elif raised.place is not None and raised.missing:
            yield Swallowed(raised.place, raised.message, ())
