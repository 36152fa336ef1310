"""Queues, exchanges and results: what they are made of, as far as it is plain."""

from collections.abc import Mapping

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.values import MISSING, Value
from automappa_scaffold.registry.celery_objects import closed_class, init_parameters
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["ENTITIES"]


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
        for name, default in names.items():
            value = m.decide(given.get(name))
            if name == "exchange" and isinstance(value, str):
                value = m.call(ENTITIES["kombu.Exchange"], (value,), {}, place)
            if value is not None:
                m.store(args[0].ns, name, value)
            elif default is not MISSING and "**" not in given:
                m.store(args[0].ns, name, default)
        return None

    return init


def _entity(path: str, names: Mapping[str, Value]) -> Value:
    return closed_class(path, {"__init__": _remembering(path, names)})


_EXCHANGE = _entity(
    "kombu.entity.Exchange",
    {"name": "", "type": "direct", "passive": False, "durable": True, "auto_delete": False},
)
_QUEUE = _entity(
    "kombu.entity.Queue",
    {
        "name": "",
        "exchange": MISSING,
        "routing_key": "",
        "alias": None,
        "queue_arguments": None,
        "exclusive": False,
        "no_ack": False,
        "durable": True,
        "auto_delete": False,
    },
)
ENTITIES: dict[str, Value] = {
    "kombu.Exchange": _EXCHANGE,
    "kombu.entity.Exchange": _EXCHANGE,
    "kombu.Queue": _QUEUE,
    "kombu.entity.Queue": _QUEUE,
    "celery.result.AsyncResult": _entity("celery.result.AsyncResult", {"id": MISSING}),
}
