"""Command-line options that an app adds to the worker's: ``app.user_options``.

Celery 5 takes objects of click there. Celery 4 took functions that were given a parser: over them a worker
ends while it reads its command line. Source: ``celery.bin.celery`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Function, Instance
from automappa_scaffold.interpreter.values import DictValue, ListValue, Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["refuse_old_options", "user_options"]

_READ_BY_WORKER = ("preload", "worker")
_COMMANDS = (*_READ_BY_WORKER, "beat", "events")


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
