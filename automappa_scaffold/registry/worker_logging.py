"""What a worker sends while it sets up its logging.

Source: ``celery.app.log`` of Celery 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.registry.celery_world import World

__all__ = ["send_logging_signals"]

# Variables that the worker sets for its child processes (``celery.app.log``).
_SET_FOR_CHILDREN = (
    "CELERY_LOG_FILE",
    "CELERY_LOG_LEVEL",
    "_MP_FORK_LOGFILE_",
    "_MP_FORK_LOGFORMAT_",
    "_MP_FORK_LOGLEVEL_",
)


def send_logging_signals(m: Interpreter, world: World) -> None:
    """Send what ``app.log.setup`` sends: a handler of ``setup_logging`` takes the place of the rest."""
    for name in _SET_FOR_CHILDREN:
        m.store(m.environ_changes, name, m.unknown(name, None, is_foreign=True))
    signals: tuple[str, ...] = ("after_setup_logger", "after_setup_task_logger")
    names = ("logger", "loglevel", "logfile", "format", "colorize")
    given = {name: m.unknown(f"the worker's {name}", None, is_foreign=True) for name in names}
    if world.handlers.get("setup_logging"):
        del given["logger"]
        signals = ("setup_logging",)
    for key in signals:
        world.send(m, key, {"sender": None, **given})
