"""``blinker``: signals that a project declares, connects and sends while it is imported.

Source: the documentation of blinker 1.9.
"""

from automappa_scaffold.interpreter.imports import Imports
from automappa_scaffold.interpreter.models.native import Args, Kwargs, Models, native_class
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Scope, Unknown, Value
from automappa_scaffold.source.places import Place

__all__ = ["BLINKER"]

BLINKER = Models()

_RECEIVERS = "<receivers>"
_ANY = object()  # connected to whatever sends


def _new_signal(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return Instance(_SIGNAL, m.namespace(**{_RECEIVERS: ()}))


def _connect_one(m: Imports, signal: Value, receiver: Value, sender: Value) -> Value:
    m.store(signal.ns, _RECEIVERS, (*signal.ns[_RECEIVERS], (receiver, sender)))
    return receiver


def _connect(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    return _connect_one(m, args[0], args[1], args[2] if len(args) > 2 else kwargs.get("sender", _ANY))


def _connect_via(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    signal, sender = args[0], args[1]
    return Native("connect_via", lambda m2, inner, _, at: _connect_one(m2, signal, inner[0], sender))


def _send(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    signal, sender = args[0], args[1] if len(args) > 1 else None
    answers: list[Value] = []
    for receiver, wanted in _bare(signal.ns[_RECEIVERS]):
        if wanted is not _ANY and wanted is not sender:
            if not isinstance(wanted, Unknown) and not isinstance(sender, Unknown):
                continue
            scope = Scope("whether a signal is for this receiver", place)
            results = m.fork(
                scope,
                [lambda r=receiver: m.call(r, (sender,), kwargs, place), lambda: None],  # type: ignore[misc]
            )
            answers.append((receiver, m.settle(results, scope)))
        else:
            answers.append((receiver, m.call(receiver, (sender,), kwargs, place)))
    return m.new_list(answers)


def _bare(receivers: Value) -> list[tuple[Value, Value]]:
    """Return the receivers; one that is connected under a condition is called under it (``Maybe``)."""
    return [getattr(pair, "value", pair) for pair in receivers]


def _named(m: Imports, args: Args, kwargs: Kwargs, place: Place) -> Value:
    space, name = args[0], m.decide(args[1] if len(args) > 1 else kwargs.get("name"))
    if not isinstance(name, str):
        return m.unknown("a signal whose name is computed", place)
    if name not in space.ns:
        m.store(space.ns, name, _new_signal(m, (), {}, place))
    return space.ns[name]


_SIGNAL = native_class("Signal", _new_signal, module="blinker", is_open=True)
for _name, _run in (
    ("connect", _connect),
    ("connect_via", _connect_via),
    ("send", _send),
    ("disconnect", lambda m, args, kwargs, place: None),
):
    _SIGNAL.ns[_name] = Native(_name, _run, binds=True)
_NAMESPACE = native_class("Namespace", module="blinker", is_open=True)
_NAMESPACE.ns["signal"] = Native("signal", _named, binds=True)

for _path in ("blinker", "blinker.base"):
    BLINKER[f"{_path}.Signal"] = _SIGNAL
    BLINKER[f"{_path}.NamedSignal"] = _SIGNAL
    BLINKER[f"{_path}.Namespace"] = _NAMESPACE
