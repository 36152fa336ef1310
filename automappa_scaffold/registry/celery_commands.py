"""Commands of Celery that code runs while the app is imported: ``app.start`` and ``app.worker_main``.

Source: ``celery.app.base`` and ``celery.bin.celery`` of Celery 5.3 to 5.7.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Namespace, Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["CLICK_ERRORS", "run_worker", "start_command"]

_NO_WORKER = "The worker sub-command must be specified in argv."


def _message(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return args[0].ns["message"]


def _show(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return None


_METHODS = {"format_message": _message, "show": _show}
_CLICK_ERROR = Class(
    "ClickException",
    (EXCEPTIONS["Exception"],),
    Namespace(0, [(name, Native(name, run, binds=True)) for name, run in _METHODS.items()]),
    module="click.exceptions",
)
_USAGE_ERROR = Class("UsageError", (_CLICK_ERROR,), Namespace(0), module="click.exceptions")
CLICK_ERRORS: dict[str, Value] = {
    f"{module}.{cls.name}": cls
    for module in ("click", "click.exceptions")
    for cls in (_CLICK_ERROR, _USAGE_ERROR)
}


def start_command(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``app.start``, a command inside the worker's own start: it may do anything, and not end.

    Raises:
        PyRaise: the first word, the name of the program mostly, is no command.
    """
    words = _words(m, args, kwargs, place)
    if words and _is_program(words[0]):
        text = f"No such command '{words[0]}'."
        context = m.unknown("the context of a command", place, is_foreign=True)
        names = m.namespace(args=(text,), message=text, exit_code=2, ctx=context, cmd=context)
        raise PyRaise(Instance(_USAGE_ERROR, names, text), place)
    m.unsettle("a command of Celery that is run while the app is imported", place)
    return m.unknown("how a command of Celery ends", place)


def run_worker(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Stand for ``app.worker_main``, which refuses any other command."""
    words = _words(m, args, kwargs, place)
    if words is not None and all(isinstance(word, str) for word in words) and "worker" not in words:
        raise m.raise_("ValueError", _NO_WORKER, place)
    return start_command(m, args, kwargs, place)


def _words(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> tuple[Value, ...] | None:
    """Return the words of a command, those that the worker was started with where none are given."""
    given = m.decide(args[1] if len(args) > 1 else kwargs.get("argv"))
    if given is None:
        given = m.get_attribute(m.external("sys"), "argv", place)
    items, unknown = m.iterate_in_order(given, place)
    return items if unknown is None else None


def _is_program(word: Value) -> bool:
    """Return whether a word is the path of a program or its usual name, which no command has."""
    return isinstance(word, str) and (word == "celery" or "/" in word or word.endswith(".py"))
