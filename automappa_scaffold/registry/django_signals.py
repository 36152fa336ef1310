"""``django.dispatch``: signals of the project's own, whose receivers are called when it sends them.

Source: ``django.dispatch.dispatcher`` of Django 4.2 to 5.2.
"""

from functools import partial

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.models.native import native_class
from automappa_scaffold.interpreter.objects import Class, Function, Instance, Module, Native
from automappa_scaffold.interpreter.values import MISSING, Maybe, Namespace, Union, Value
from automappa_scaffold.registry.django_settings import DjangoSettings
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["send_prepared", "signal_names"]

_VAR_KEYWORD = 4
_RECEIVERS = "__receivers__"


def _connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    function = args[1] if len(args) > 1 else kwargs.get("receiver")
    _refuse_receiver(m, args[0], function, kwargs, place)
    sender = m.decide(args[2] if len(args) > 2 else kwargs.get("sender"))
    if sender is not None:
        function = Native("receive", partial(_receive_of, function, sender))
    m.store(args[0].ns, _RECEIVERS, (*_receivers_of(m, args[0]), function))
    return None


def _receive_of(
    function: Value, wanted: Value, m: Interpreter, args: Args, kwargs: Kwargs, place: Place
) -> Value:
    """Call a receiver that listens to one sender alone."""
    sender = kwargs.get("sender")
    if sender is wanted or (isinstance(wanted, str) and _is_called(sender, wanted)):
        return m.call(function, args, kwargs, place)
    if not isinstance(wanted, (Class, Instance, Module, str)):
        m.note("to whom a receiver listens is computed", place)
    return None


def _is_called(sender: Value, label: str) -> bool:
    options = sender.ns.get("_meta") if isinstance(sender, Class) else None
    return isinstance(options, Instance) and options.ns.get("label") == label


def _refuse_receiver(m: Interpreter, signal: Value, function: Value, kwargs: Kwargs, place: Place) -> None:
    """Raise what a signal raises for a receiver without keywords, where DEBUG is set, or a sender's name."""
    sender = m.decide(kwargs.get("sender"))
    settings = signal.payload if isinstance(signal, Instance) else None
    if isinstance(sender, str) and settings is not None and sender.count(".") != 1:
        text = f"Invalid model reference '{sender}'. String model references must be of the form "
        raise m.raise_("ValueError", f"{text}'app_label.ModelName'.", place)
    takes_keywords = not isinstance(function, Function) or any(
        kind == _VAR_KEYWORD for _, kind, _ in function.spec.parameters
    )
    if settings is None or takes_keywords or not settings.is_configured:
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
                given = {key: value for key, value in kwargs.items() if key != "signal"}
                _connect(m2, (signal, inner[0]), given, at)
        return inner[0]

    return Native("receiver", decorate)


_SIGNAL = native_class("Signal", module="django.dispatch.dispatcher", is_open=True)
_SIGNAL.ns["connect"] = Native("connect", _connect, binds=True)
for _name in ("send", "send_robust"):
    _SIGNAL.ns[_name] = Native(_name, _send, binds=True)

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


def send_prepared(m: Interpreter, cls: Class, place: Place) -> None:
    """Tell the receivers of ``class_prepared`` of a new model class."""
    signal = m.models.get("django.db.models.signals.class_prepared")
    if isinstance(signal, Instance) and _receivers_of(m, signal):
        _send(m, (signal, cls), {}, place)


SIGNAL_NAMES: dict[str, Value] = {
    "django.dispatch.Signal": _SIGNAL,
    "django.dispatch.dispatcher.Signal": _SIGNAL,
    "django.dispatch.receiver": Native("receiver", _receiver),
    "django.dispatch.dispatcher.receiver": Native("receiver", _receiver),
}
