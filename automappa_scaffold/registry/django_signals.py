"""``django.dispatch``: signals of the project's own, whose receivers are called when it sends them.

Source: ``django.dispatch.dispatcher`` of Django 4.2 to 5.2.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import MISSING, Maybe, Union, Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["SIGNAL_NAMES"]

_RECEIVERS = "__receivers__"


def _connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function = args[1] if len(args) > 1 else kwargs.get("receiver")
    m.store(args[0].ns, _RECEIVERS, (*_receivers_of(m, args[0]), function))
    return None


def _receivers_of(m: Interpreter, signal: Instance) -> tuple[Value, ...]:
    """Return what receives a signal; what was connected under a condition is a Maybe."""
    held = signal.ns.get(_RECEIVERS, ())
    if isinstance(held, Union):
        held = m.join([() if option is MISSING else option for option in held.options], held.scope)
    return held if isinstance(held, tuple) else ()


def _send(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    sender = args[1] if len(args) > 1 else kwargs.get("sender")
    given = {key: value for key, value in kwargs.items() if key != "sender"}
    for function in _receivers_of(m, args[0]):
        if isinstance(function, Maybe):
            function = m.join([function.value, m.models["builtins.id"]], function.scope)  # or nothing is done
        m.call(function, (), {"signal": args[0], "sender": sender, **given}, place)
    return m.unknown("what receivers of a signal return", place, is_foreign=True)


def _receiver(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("signal"))
    signals = (given,) if isinstance(given, Instance) else m.iterate(given, place)[0]

    def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
        for signal in signals:
            if isinstance(signal, Instance) and signal.cls.is_subclass(_SIGNAL):
                _connect(m2, (signal, inner[0]), {}, at)
        return inner[0]

    return Native("receiver", decorate)


_SIGNAL = native_class("Signal", module="django.dispatch.dispatcher", is_open=True)
_SIGNAL.ns["connect"] = Native("connect", _connect, binds=True)
for _name in ("send", "send_robust"):
    _SIGNAL.ns[_name] = Native(_name, _send, binds=True)

SIGNAL_NAMES: dict[str, Value] = {
    "django.dispatch.Signal": _SIGNAL,
    "django.dispatch.dispatcher.Signal": _SIGNAL,
    "django.dispatch.receiver": Native("receiver", _receiver),
    "django.dispatch.dispatcher.receiver": Native("receiver", _receiver),
}
