"""Queues, exchanges and results: what they are made of, as far as it is plain."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native, Wrapper
from automappa_scaffold.interpreter.refusals import is_solid
from automappa_scaffold.interpreter.values import MISSING, Ext, Namespace, Value
from automappa_scaffold.registry.celery_exceptions import celery_error
from automappa_scaffold.registry.celery_objects import closed_class, init_parameters
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["ENTITIES"]

_DELIVERY_MODES: Mapping[str, Value] = {"transient": 1, "persistent": 2}
_NO_METHODS: Mapping[str, Run] = {}
_OF_EXCHANGES: Mapping[str, Value] = {
    "name": "",
    "type": "direct",
    "passive": False,
    "durable": True,
    "auto_delete": False,
    "arguments": None,
    "delivery_mode": None,
}


def _remembering(path: str, names: Mapping[str, Value]) -> Run:
    """Return an ``__init__`` that keeps some of its arguments as attributes, each with its default."""
    parameters = init_parameters(path)

    def init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = {**dict(zip(parameters, args[1:], strict=False)), **kwargs}
        if path.endswith(".AsyncResult") and m.decide(given.get("id", MISSING)) is None:
            text = "AsyncResult requires valid id, not <class 'NoneType'>"
            raise m.raise_("ValueError", text, place)
        if m.truth(given.get("exclusive", False)) is not False:
            given["auto_delete"] = True  # a queue that is exclusive is deleted too
        if m.decide(given.get("channel")) is not None:
            m.store(args[0].ns, "channel", m.unknown("a channel", place, is_foreign=True))
        for name, default in names.items():
            value = m.decide(given.get(name))
            value = None if value == "" else value
            if name == "exchange" and isinstance(value, str):
                value = m.call(ENTITIES["kombu.Exchange"], (value,), {}, place)
            if name == "delivery_mode" and isinstance(value, str):
                value = _DELIVERY_MODES.get(value, value)
            if name == "exchange" and value is not None and not isinstance(value, Instance):
                value = m.unknown("the exchange of a queue with bindings", place, is_foreign=True)
            if value is not None:
                m.store(args[0].ns, name, value)
            elif default is not MISSING and "**" not in given:
                m.store(args[0].ns, name, default)
        return None

    return init


def _entity(path: str, names: Mapping[str, Value], methods: Mapping[str, Run] = _NO_METHODS) -> Class:
    return closed_class(path, {"__init__": _remembering(path, names), **methods})


def _equals(parts: str) -> Run:
    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Compare two entities of a kind by what makes them up."""
        one, other = args[0], m.decide(args[1])
        own = _EXCHANGE if _EXCHANGE in one.cls.mro else _QUEUE
        if is_solid(other) and not (isinstance(other, Instance) and own in other.cls.mro):
            return Ext("builtins.NotImplemented")
        told: Value = True
        for part in parts.split():
            held, others = m.get_attribute(one, part, place), m.get_attribute(other, part, place)
            verdict = m.compare("Eq", held, others, place)
            if m.truth(verdict) is False:
                return False
            told = verdict if m.truth(verdict) is None else told
        return told

    return run


def _differs(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return the contrary of ``__eq__``, which says nothing of other kinds that could be turned round."""
    verdict = m.truth(m.call(m.get_attribute(args[0], "__eq__", place), (args[1],), {}, place))
    is_other = not isinstance(m.decide(args[1]), Instance)
    return m.unknown("whether entities differ", place) if verdict is None or is_other else not verdict


def _show_exchange(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name, kind = (m.decide(m.get_attribute(args[0], part, place)) for part in ("name", "type"))
    if not isinstance(name, str) or not isinstance(kind, str):
        return m.unknown("the text of an exchange", place, is_foreign=True)
    shown = repr(name)[1:-1] if name else "''"
    return f"Exchange {shown}({kind})"


def _represent_exchange(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    shown = _show_exchange(m, args, kwargs, place)
    return (
        f"<unbound {shown}>"
        if isinstance(shown, str) and "channel" not in args[0].ns
        else m.undecided(shown, place)
    )


def _represent_queue(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    name, key = (m.decide(m.get_attribute(args[0], part, place)) for part in ("name", "routing_key"))
    exchange = m.decide(m.get_attribute(args[0], "exchange", place))
    is_usual = isinstance(exchange, Instance) and exchange.cls is _EXCHANGE and "bindings" not in args[0].ns
    shown = _represent_exchange(m, (exchange,), {}, place) if is_usual else None
    if not all(isinstance(text, str) for text in (name, key, shown)) or "channel" in args[0].ns:
        return m.unknown("the text of a queue", place, is_foreign=True)
    return f"<unbound Queue {repr(name)[1:-1]} -> {shown} -> {repr(key)[1:-1]}>"


def _is_bound(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    is_open = "channel" in args[0].ns
    return m.unknown("whether an entity is bound", place, is_foreign=True) if is_open else False


def _bind(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    """Return a copy that is bound to a channel, where there is one."""
    if len(args) < 2 and "channel" not in kwargs:
        text = "MaybeChannelBound.__call__() missing 1 required positional argument: 'channel'"
        raise m.raise_("TypeError", text, place)
    if m.truth(args[1] if len(args) > 1 else kwargs["channel"]) is not False:
        return m.unknown("an entity that is bound to a channel", place, is_foreign=True)
    names = m.namespace()
    names.update(args[0].ns)
    return Instance(args[0].cls, names)


def _using_channel(kind: str) -> Run:
    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        """Raise NotBoundError where a method needs a channel, and there is none."""
        if len(args) > 1 or "channel" in kwargs or "channel" in args[0].ns or "no_declare" in args[0].ns:
            return m.unknown("what a broker says", place, is_foreign=True)
        blamed = kind
        exchange = args[0].ns.get("exchange") if kind == "Queue declares" else args[0]
        name = exchange.ns.get("name") if isinstance(exchange, Instance) else ""
        is_declared = isinstance(name, str) and name and not name.startswith("amq.")
        if kind == "Queue declares":
            blamed = "Exchange" if is_declared else "Queue"
        elif kind == "Exchange declares" and not is_declared:
            return None
        text = f"Can't call method on {blamed.split()[0]} not bound to a channel"
        raise celery_error("NotBoundError", text, place)

    return run


_EXCHANGE = _entity(
    "kombu.entity.Exchange",
    {**_OF_EXCHANGES, "no_declare": MISSING},
    {
        "__eq__": _equals("name type arguments durable auto_delete delivery_mode"),
        "__call__": _bind,
        "__ne__": _differs,
        "__repr__": _represent_exchange,
        "__str__": _show_exchange,
        "declare": _using_channel("Exchange declares"),
        "delete": _using_channel("Exchange"),
    },
)
_QUEUE = _entity(
    "kombu.entity.Queue",
    {
        "name": "",
        "exchange": MISSING,
        "bindings": MISSING,
        "routing_key": "",
        "alias": None,
        "queue_arguments": None,
        "exclusive": False,
        "no_ack": False,
        "durable": True,
        "auto_delete": False,
        "binding_arguments": None,
        "consumer_arguments": None,
        "no_declare": MISSING,
    },
    {
        "__eq__": _equals(
            "name exchange routing_key queue_arguments binding_arguments consumer_arguments "
            "durable exclusive auto_delete"
        ),
        "__call__": _bind,
        "__ne__": _differs,
        "__repr__": _represent_queue,
        "__str__": _represent_queue,
        "declare": _using_channel("Queue declares"),
        "delete": _using_channel("Queue"),
        "purge": _using_channel("Queue"),
    },
)
for _cls in (_EXCHANGE, _QUEUE):
    _cls.ns["is_bound"] = Wrapper("property", Native("is_bound", _is_bound))
_QUEUE.ns["exchange"] = Instance(_EXCHANGE, Namespace(0, _OF_EXCHANGES.items()))
ENTITIES: dict[str, Value] = {
    "kombu.Exchange": _EXCHANGE,
    "kombu.entity.Exchange": _EXCHANGE,
    "kombu.Queue": _QUEUE,
    "kombu.entity.Queue": _QUEUE,
    "celery.result.AsyncResult": _entity("celery.result.AsyncResult", {"id": MISSING}),
}
