"""``django.dispatch``: signals of the project's own, whose receivers are called when it sends them.

Source: ``django.dispatch.dispatcher`` of Django 4.2 to 5.2.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native
from automappa_scaffold.interpreter.raising import PyRaise
from automappa_scaffold.interpreter.values import (
    MISSING,
    Ext,
    Maybe,
    Namespace,
    Scope,
    Union,
    Value,
    is_constant,
)
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.receivers import takes_keywords
from automappa_scaffold.source.places import Place

__all__ = ["send_prepared", "signal_names"]

_RECEIVERS = "__receivers__"
_PARAMETERS = ("receiver", "sender", "weak", "dispatch_uid", "apps", "**")  # of ``connect``


def _connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    wrong = next((name for name in kwargs if name not in _PARAMETERS), None)
    if wrong is not None:
        text = f"Signal.connect() got an unexpected keyword argument '{wrong}'"
        raise m.raise_("TypeError", text, place)
    function = args[1] if len(args) > 1 else kwargs.get("receiver")
    _refuse_receiver(m, args[0], function, kwargs, place)
    sender = m.decide(args[2] if len(args) > 2 else kwargs.get("sender"))
    held = _receivers_of(m, args[0])
    key = _key(m, function, sender, kwargs)
    if any(isinstance(entry, _Receiver) and entry.key == key for entry in held):
        return None
    entry: Value = _Receiver(key, function, sender)
    is_weak = m.truth(kwargs.get("weak", True)) is not False
    if is_weak and isinstance(function, Function) and function.closure is not None:
        entry = Maybe(entry, Scope("whether a receiver that is held weakly is still there", place))
    m.store(args[0].ns, _RECEIVERS, (*held, entry))
    return None


def _disconnect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function = args[1] if len(args) > 1 else kwargs.get("receiver")
    sender = m.decide(args[2] if len(args) > 2 else kwargs.get("sender"))
    key = _key(m, function, sender, kwargs)
    held = _receivers_of(m, args[0])
    m.store(args[0].ns, _RECEIVERS, tuple(entry for entry in held if _bare(entry).key != key))
    return m.unknown("whether a receiver was there", place, is_foreign=True)


@dataclass(frozen=True, slots=True, eq=False)
class _Receiver:
    """What receives a signal: of one sender, or (None) of all."""

    key: tuple[Value, Value]
    function: Value
    sender: Value


def _bare(entry: Value) -> _Receiver:
    found: _Receiver = entry.value if isinstance(entry, Maybe) else entry
    return found


def _key(m: Interpreter, function: Value, sender: Value, kwargs: Kwargs) -> tuple[Value, Value]:
    given = m.decide(kwargs.get("dispatch_uid"))
    return (
        given if is_constant(given) and given else id(function),
        sender if is_constant(sender) else id(sender),
    )


def _is_for(m: Interpreter, wanted: Value, sender: Value, place: Place) -> bool:
    """Return whether what is sent by a sender is for a receiver that listens to one sender alone."""
    if wanted is None or sender is wanted or (isinstance(wanted, str) and _is_called(sender, wanted)):
        return True
    if isinstance(wanted, Ext) and isinstance(sender, Ext):
        return wanted.path == sender.path
    if not isinstance(wanted, (Class, Ext, Instance, Module, str)):
        m.note("to whom a receiver listens is computed", place)
    return False


def _is_called(sender: Value, label: str) -> bool:
    options = sender.ns.get("_meta") if isinstance(sender, Class) else None
    return isinstance(options, Instance) and options.ns.get("label") == label


def _refuse_receiver(m: Interpreter, signal: Value, function: Value, kwargs: Kwargs, place: Place) -> None:
    """Raise what a signal raises for a receiver without keywords, where DEBUG is set, or a sender's name."""
    sender = m.decide(kwargs.get("sender"))
    of_django = signal.payload if isinstance(signal, Instance) else None
    if isinstance(sender, str) and of_django is not None and sender.count(".") != 1:
        text = f"Invalid model reference '{sender}'. String model references must be of the form "
        raise m.raise_("ValueError", f"{text}'app_label.ModelName'.", place)
    is_refused = takes_keywords(m, function, by_signature=True) is False
    known = m.models.get("django.conf.settings")
    settings = known.payload if isinstance(known, Instance) else None
    if not isinstance(settings, DjangoSettings) or not is_refused or not settings.is_configured:
        return
    if m.truth(settings.value(m, "DEBUG", place)) is True:
        text = "Signal receivers must accept keyword arguments (**kwargs)."
        raise m.raise_("ValueError", text, place)


def _receivers_of(m: Interpreter, signal: Instance) -> tuple[Value, ...]:
    """Return what receives a signal; what was connected under a condition is a Maybe."""
    held = signal.ns.get(_RECEIVERS, ())
    if isinstance(held, Union):
        held = m.join([() if option is MISSING else option for option in held.options], held.scope)
    return held if isinstance(held, tuple) else ()


def _send(m: Interpreter, args: Args, kwargs: Kwargs, place: Place, *, is_robust: bool = False) -> Value:
    sender = m.decide(args[1] if len(args) > 1 else kwargs.get("sender"))
    given = {key: value for key, value in kwargs.items() if key != "sender"}
    for entry in _receivers_of(m, args[0]):
        receiver = _bare(entry)
        if not _is_for(m, receiver.sender, sender, place):
            continue
        call = partial(m.call, receiver.function, (), {"signal": args[0], "sender": sender, **given}, place)
        try:
            if isinstance(entry, Maybe):
                m.fork(entry.scope, [call, lambda: None])
            else:
                call()
        except PyRaise:
            if not is_robust:
                raise
    return m.unknown("what receivers of a signal return", place, is_foreign=True)


def _make(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    source = m.outside.source("django.dispatch.dispatcher")
    for name in kwargs:
        if name in ("use_caching", "**") or name.encode() in (source or b""):
            continue
        if source is None:  # older versions took more
            m.assumptions[f"the signals of the installed Django are taken to know {name}"] = None
            continue
        text = f"Signal.__init__() got an unexpected keyword argument '{name}'"
        raise m.raise_("TypeError", text, place)
    return None


def _receiver(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = m.decide(args[0] if args else kwargs.get("signal"))
    signals = (given,) if isinstance(given, Instance) else m.iterate(given, place)[0]

    def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
        for signal in signals:
            if isinstance(signal, Instance) and signal.cls.is_subclass(_SIGNAL):
                given = {key: value for key, value in kwargs.items() if key != "signal"}
                _connect(m2, (signal, inner[0]), given, at)
        return inner[0]

    return Native("receiver", decorate)


_SIGNAL = native_class("Signal", module="django.dispatch.dispatcher", is_open=True)
_SIGNAL.ns["connect"] = Native("connect", _connect, binds=True)
_SIGNAL.ns["__init__"] = Native("__init__", _make, binds=True)
_SIGNAL.ns["disconnect"] = Native("disconnect", _disconnect, binds=True)
_SIGNAL.ns["send"] = Native("send", _send, binds=True)
_SIGNAL.ns["send_robust"] = Native("send_robust", partial(_send, is_robust=True), binds=True)

_OF_DJANGO = {
    "django.core.signals": "got_request_exception request_finished request_started setting_changed",
    "django.contrib.auth.signals": "user_logged_in user_logged_out user_login_failed",
    "django.db.backends.signals": "connection_created",
    "django.db.models.signals": (
        "class_prepared m2m_changed post_delete post_init post_migrate post_save pre_delete pre_init "
        "pre_migrate pre_save"
    ),
}


def signal_names(settings: DjangoSettings) -> dict[str, Value]:
    """Return what the names of signals stand for, Django's own among them."""
    made = {**SIGNAL_NAMES}
    for module, names in _OF_DJANGO.items():
        for name in names.split():
            made[f"{module}.{name}"] = Instance(_SIGNAL, Namespace(0), settings)
    return made


def send_prepared(m: Interpreter, made: Callable[[], Sequence[Value]], place: Place) -> None:
    """Tell the receivers of ``class_prepared`` of new model classes."""
    signal = m.models.get("django.db.models.signals.class_prepared")
    if isinstance(signal, Instance) and _receivers_of(m, signal):
        for cls in made():
            _send(m, (signal, cls), {}, place)


SIGNAL_NAMES: dict[str, Value] = {
    "django.dispatch.Signal": _SIGNAL,
    "django.dispatch.dispatcher.Signal": _SIGNAL,
    "django.dispatch.receiver": Native("receiver", _receiver),
    "django.dispatch.dispatcher.receiver": Native("receiver", _receiver),
}
