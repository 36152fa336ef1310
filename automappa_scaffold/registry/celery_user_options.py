"""The worker's command line as an app sees it: options of its own, and the context of the command.

Celery 5 takes objects of click in ``app.user_options``. Celery 4 took functions that were given a parser:
over them a worker ends while it reads its command line. Source: ``celery.bin.celery`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Function, Instance, Native
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["current_context", "refuse_old_options", "user_options"]

_READ_BY_WORKER = ("preload", "worker")
_COMMANDS = (*_READ_BY_WORKER, "beat", "events")

_CONTEXT = native_class("Context", module="click.core", is_open=True)


def current_context(world: World) -> Native:
    """Return ``click.get_current_context``: while the app is looked for, the command has no object yet."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        if world.stage != "app":
            return m.unknown("the context of the worker's command", place, is_foreign=True)
        return Instance(_CONTEXT, m.namespace(obj=None, parent=None, info_name="celery"))

    return Native("get_current_context", run)


def user_options(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return ``app.user_options``: sets of options by command."""
    app = args[0]
    if "user_options" not in app.ns:
        others = m.unknown("options of other commands", place, is_foreign=True)
        app.ns["user_options"] = m.new_dict({name: m.new_set(()) for name in _COMMANDS}, others)
    return app.ns["user_options"]


def refuse_old_options(m: Interpreter, app: Instance) -> None:
    """Let the worker end over an option that is a function.

    Raises:
        PyRaise: what click makes of it.
    """
    options = app.ns.get("user_options")
    if not isinstance(options, DictValue):
        return
    for command in _READ_BY_WORKER:
        added = options.items.get(command)
        for option in added.items if isinstance(added, ListValue) else ():
            if isinstance(option, Function) and option.module.path:
                where = Place(m.tree.relative(option.module.path), option.spec.line)
                raise m.raise_("AttributeError", "'function' object has no attribute 'opts'", where)
