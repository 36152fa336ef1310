"""What Python calls between the statements of others: handlers of signals and warnings, tracing functions."""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models
from automappa_scaffold.interpreter.values import Ext, Union, Value, is_constant
from automappa_scaffold.source.places import Place

__all__ = ["INTERRUPTIONS"]

INTERRUPTIONS = Models()

_HANDLERS = "signal.signal()"
_SIGNALS = 65  # on Linux


@INTERRUPTIONS.function("signal.signal")
def _signal(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Keep a handler, which runs when a signal comes: at import, where the program itself sends one."""
    handler = args[1] if len(args) > 1 else kwargs.get("handler")
    _refuse(m, m.decide(args[0] if args else kwargs.get("signalnum")), m.decide(handler), place)
    m.store(m.patched, _HANDLERS, (*_handlers(m), handler))
    return m.unknown("the handler that a signal had before", place, is_foreign=True)


def _refuse(m: Imports, number: Value, handler: Value, place: Place) -> None:
    """Raise what Python raises for what is no handler, or where none can be set."""
    if handler is None or (is_constant(handler) and handler not in (0, 1)):
        text = "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"
        raise m.refusal("TypeError", text, place)
    path = number.path if isinstance(number, Ext) else ""
    if path in ("signal.SIGKILL", "signal.SIGSTOP"):
        raise m.raise_("OSError", "[Errno 22] Invalid argument", place)
    if isinstance(number, int) and not 0 < number < _SIGNALS:
        raise m.raise_("ValueError", "signal number out of range", place)


def _handlers(m: Imports) -> tuple[Value, ...]:
    found = m.decide(m.patched.get(_HANDLERS, ()))
    if isinstance(found, Union):
        return tuple(handler for option in found.options if isinstance(option, tuple) for handler in option)
    return found if isinstance(found, tuple) else ()


@INTERRUPTIONS.function(
    "os.kill",
    "os.killpg",
    "signal.alarm",
    "signal.pthread_kill",
    "signal.raise_signal",
    "signal.setitimer",
)
def _send(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if any(isinstance(m.decide(given), str) for given in args):
        raise m.refusal("TypeError", "'str' object cannot be interpreted as an integer", place)
    if 0 in args:
        return None  # which only asks whether a process is there
    m.disturb("what a signal does is not followed", place)
    for handler in _handlers(m):
        _call_at_some_time(m, handler, 2, "a signal comes", place)
    return m.unknown("what sending a signal returns", place, is_foreign=True)


@INTERRUPTIONS.function("sys.settrace", "sys.setprofile", "threading.settrace", "threading.setprofile")
def _trace(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    if args and args[0] is not None:
        _call_at_some_time(m, args[0], 3, "what runs is traced", place)
    return None


@INTERRUPTIONS.function("warnings.showwarning:set")
def _show_warning(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _call_at_some_time(m, args[0], 6, "a warning is shown", place)
    return None


@INTERRUPTIONS.function("warnings.formatwarning:set")
def _format_warning(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _call_at_some_time(m, args[0], 5, "a warning is shown", place)
    return None


@INTERRUPTIONS.function("sys.unraisablehook:set", "threading.excepthook:set")
def _tell_error(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    _call_at_some_time(m, args[0], 1, "an error that nobody catches is told", place)
    return None


def _call_at_some_time(m: Imports, function: Value, count: int, event: str, place: Place) -> None:
    given = [m.unknown(f"what is passed when {event}", place, is_foreign=True) for _ in range(count)]
    m.run_at_some_time(event, lambda: m.call(function, given, {}, place), place)
