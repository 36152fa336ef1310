"""Signals, whose handlers the world keeps."""

from typing import Any

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.missing_methods import is_uncallable
from automappa_scaffold.interpreter.objects import Bound, Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.refusals import is_plain_class
from automappa_scaffold.interpreter.values import MISSING, Namespace, Scope, Value
from automappa_scaffold.registry.celery_changes import watch_changes
from automappa_scaffold.registry.celery_objects import closed_class, require_fit
from automappa_scaffold.registry.celery_proxies import evaluate_proxy, is_proxy
from automappa_scaffold.registry.celery_state import Handler
from automappa_scaffold.registry.celery_world import World
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.registry.receivers import takes_keywords
from automappa_scaffold.registry.weak_handlers import Life
from automappa_scaffold.source.places import Place

__all__ = ["SIGNALS", "finalizer_connector", "signal"]


def finalizer_connector(world: World) -> Native:
    """Return ``connect_on_app_finalize``, which is told what to call for each app that is finalized."""

    def connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        module, scopes = m.where()
        if scopes:
            m.note("whether a function is called when apps are finalized", place)
        else:
            world.finalizers.append(Handler(args[0], None, module, (), place, is_weak=False))
        return args[0]

    return Native("connect_on_app_finalize", connect)


SIGNALS = [
    "before_task_publish",
    "after_task_publish",
    "task_prerun",
    "task_postrun",
    "task_success",
    "task_received",
    "task_rejected",
    "task_unknown",
    "task_retry",
    "task_failure",
    "task_revoked",
    "task_internal_error",
    "celeryd_init",
    "celeryd_after_setup",
    "import_modules",
    "worker_before_create_process",
    "worker_init",
    "worker_process_init",
    "worker_process_shutdown",
    "worker_ready",
    "worker_shutdown",
    "worker_shutting_down",
    "heartbeat_sent",
    "setup_logging",
    "after_setup_logger",
    "after_setup_task_logger",
    "beat_init",
    "beat_embedded_init",
    "eventlet_pool_started",
    "user_preload_options",
]


def signal(world: World, key: Any) -> Instance:
    """Return a signal, whose handlers the world keeps under a key."""
    return Instance(_SIGNAL, Namespace(0), (world, key))


_BY_PLACE = ("sender", "weak", "dispatch_uid", "retry")
_OPTIONS = ("sender= weak= dispatch_uid= retry=",)


def _connect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    is_given = len(args) > 1 and not is_uncallable(m.decide(args[1]))
    rest = args[2:] if is_given else args[1:]
    require_fit(m, "Signal.connect.<locals>._handle_options", _OPTIONS, rest, kwargs, place, is_method=False)
    given = {**dict(zip(_BY_PLACE, rest, strict=False)), **kwargs}
    sender = m.decide(given.get("sender"))
    is_retried = m.truth(given.get("retry", False)) is not False
    is_weak = not is_retried and m.truth(given.get("weak", True)) is not False

    def decorate(m2: Interpreter, inner: Args, _: Kwargs, at: Place) -> Value:
        _require_keywords(m2, inner[0], at)
        uid = given.get("dispatch_uid")
        world.connect(m2, key, inner[0], sender, at, is_weak=is_weak, uid=uid, is_retried=is_retried)
        return inner[0]

    if is_given:
        return decorate(m, (args[1],), {}, place)
    return Native("connect", decorate)


def _require_keywords(m: Interpreter, receiver: Value, place: Place) -> None:
    """Raise what Celery raises for a function that does not take any keyword argument."""
    function = receiver.function if isinstance(receiver, Bound) else receiver
    if isinstance(m.decide(function), Native) and not isinstance(receiver, Bound):
        raised = m.raise_("ValueError", "Signal receiver must accept keyword arguments.", place)
        raised.is_soft = True  # it depends on what is connected
        raise raised
    if isinstance(receiver, Class) and is_plain_class(receiver):
        function = receiver.lookup("__init__")
        if all(receiver.lookup(name) is MISSING for name in ("__init__", "__new__", "__class__")):
            raise m.raise_("ValueError", "Signal receiver must accept keyword arguments.", place)
    if takes_keywords(m, evaluate_proxy(m, receiver) if is_proxy(receiver) else receiver) is False:
        raise m.raise_("ValueError", "Signal receiver must accept keyword arguments.", place)


def _disconnect(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    receiver = args[1] if len(args) > 1 else kwargs.get("receiver")
    sender = args[2] if len(args) > 2 else kwargs.get("sender")
    uid = kwargs.get("dispatch_uid")
    if m.scopes or m.logs:
        reason = "whether a signal handler is disconnected"
        m.note(reason, place)
        scope = m.scopes[-1] if m.scopes else Scope(reason, place)
        world.perhaps_disconnect(key, receiver, m.decide(sender), uid, scope)
        return m.unknown(reason, place)
    return world.disconnect(key, receiver, m.decide(sender), uid)


def _send(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    sender = args[1] if len(args) > 1 else kwargs.get("sender")
    responses = world.send(m, key, {**kwargs, "sender": sender, "signal": args[0]})
    perhaps = any(
        handler.scopes or world.life_of(m, handler) is Life.UNDECIDED
        for handler in world.handlers.get(key, ())
    )
    return m.new_list(responses, m.unknown("which handlers a signal has", place) if perhaps else None)


def _has_listeners(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    world, key = args[0].payload
    handlers = world.handlers.get(key, ())
    lives = [world.life_of(m, handler) for handler in handlers]
    is_told = not isinstance(key, str)  # to its own signals Celery connects functions too
    is_told = (
        is_told
        and len(args) == 1
        and not kwargs
        and not any(h.scopes or h.sender is not None for h in handlers)
    )
    is_told = is_told and Life.UNDECIDED not in lives
    return (
        any(life is Life.HELD for life in lives)
        if is_told
        else m.unknown("whether a signal has handlers", place, is_foreign=True)
    )


def _name(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    key = args[0].payload[1]
    is_told = isinstance(key, str) and key in SIGNALS
    return key if is_told else m.unknown("the name of a signal", place, is_foreign=True)


def _receivers(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    m.unsettle("the handlers of a signal are taken from it", place)
    return m.unknown("the handlers of a signal", place, is_foreign=True)


_SIGNAL = closed_class(
    "celery.utils.dispatch.signal.Signal",
    {
        "connect": _connect,
        "send": _send,
        "send_robust": _send,
        "disconnect": _disconnect,
        "has_listeners": _has_listeners,
    },
)
_SIGNAL.ns["name"] = Wrapper("property", Native("name", _name))
_SIGNAL.ns["receivers"] = Wrapper("property", Native("receivers", _receivers))
watch_changes(_SIGNAL, "celery.utils.dispatch.signal.Signal", frozenset({"name", "providing_args"}))
