"""Attributes of Celery's own objects that a project sets: of an app, of its loader.

A worker asks for many of them when it starts. What is asked for in the models too may be set to anything;
after any other change nothing is certain.
"""

from collections.abc import Set

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.registry.celery_objects import names_of
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["OF_APPS", "OF_LOADERS", "watch_changes"]

# What the models ask an app for, and what only a project's own code calls.
OF_APPS = frozenset(
    (
        *("autofinalize", "conf", "gen_task_name", "main", "namespace", "set_as_current", "strict_typing"),
        *("create_task_cls", "steps", "task_cls", "Task", "user_options"),
        *("amqp_cls", "control_cls", "events_cls", "log_cls"),
        *("add_defaults", "add_periodic_task", "autodiscover_tasks", "bugreport", "close", "now", "on_init"),
        *(
            "config_from_envvar",
            "config_from_object",
            "register_task",
            "send_task",
            "set_default",
            "signature",
        ),
        *("start", "task", "worker_main"),
    )
)
# The same of a loader, and what is called when the list of tasks stands.
OF_LOADERS = frozenset(
    (
        *("app", "builtin_modules", "override_backends"),
        *("now", "on_process_cleanup", "on_task_init", "on_worker_shutdown", "shutdown_worker"),
    )
)


def watch_changes(cls: Class, path: str, read: Set[str]) -> None:
    """Let a model doubt everything when an attribute is set that Celery has and the model does not read.

    Args:
        path: the class of Celery that the model stands for.
        read: the attributes that may be set.
    """
    always, sometimes = names_of(path)
    unread = (always | sometimes) - read

    def put(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> None:
        owner, name, value = args
        if not isinstance(owner, Instance) or not isinstance(name, str):
            m.unsettle(f"which attribute of its {cls.name} is set", place)
            return
        if name in unread:
            m.unsettle(f"what Celery makes of it that {cls.name}.{name} is another one", place)
        m.set_plainly(owner, name, value, place)

    cls.ns["__setattr__"] = Native("__setattr__", put, binds=True)
