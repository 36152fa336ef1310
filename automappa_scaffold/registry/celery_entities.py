"""Queues, exchanges, signatures and results: what they are made of, as far as it is plain."""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Instance, Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.celery_objects import closed_class, init_parameters
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["ENTITIES", "make_signature"]


def _remembering(path: str, *names: str) -> Run:
    """Return an ``__init__`` that keeps some of its arguments as attributes."""
    parameters = init_parameters(path)

    def init(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        given = {**dict(zip(parameters, args[1:], strict=False)), **kwargs}
        for name in names:
            if given.get(name) is not None:
                m.store(args[0].ns, name, given[name])
        return None

    return init


def _entity(path: str, *names: str) -> Value:
    cls = closed_class(path)
    cls.ns["__init__"] = Native("__init__", _remembering(path, *names), binds=True)
    return cls


ENTITIES: dict[str, Value] = {}
for _path in ("kombu.Exchange", "kombu.entity.Exchange"):
    ENTITIES[_path] = ENTITIES.get("kombu.Exchange") or _entity("kombu.entity.Exchange", "name")
for _path in ("kombu.Queue", "kombu.entity.Queue"):
    ENTITIES[_path] = ENTITIES.get("kombu.Queue") or _entity("kombu.entity.Queue", "name", "routing_key")
ENTITIES["celery.result.AsyncResult"] = _entity("celery.result.AsyncResult", "id")

_SIGNATURE = closed_class("celery.canvas.Signature")


def make_signature(m: Interpreter, name: Value, args: Value = None) -> Instance:
    """Return the signature of a task."""
    made = Instance(_SIGNATURE, m.namespace(task=name))
    if args is not None:
        m.store(made.ns, "args", args)
    return made
