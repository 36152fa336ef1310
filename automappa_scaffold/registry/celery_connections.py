"""Connections to brokers: which URLs kombu refuses where they are made.

Source: ``kombu.connection`` and ``kombu.transport`` of the releases that Celery 5.3 to 5.7 take.
"""

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Native
from automappa_scaffold.interpreter.values import Value
from automappa_scaffold.registry.native import Args, Kwargs, Run
from automappa_scaffold.source.places import Place

__all__ = ["refuses_unknown_transports"]

_TRANSPORTS = frozenset(
    """
    amqp amqps pyamqp librabbitmq confluentkafka kafka memory redis rediss SQS sqs mongodb zookeeper
    sqlalchemy sqla SLMQ slmq filesystem qpid sentinel consul etcd azurestoragequeues azureservicebus
    pyro gcpubsub pgmq http https couchdb beanstalk django
    """.split()  # noqa: SIM905 - a list of words reads better so
)


def refuses_unknown_transports(check: Run) -> Native:
    """Return what refuses wrong arguments for a connection, besides what another check refuses."""

    def run(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
        check(m, args, kwargs, place)
        url = m.decide(args[0] if args else kwargs.get("hostname"))
        if not isinstance(url, str) or "transport" in kwargs or len(args) > 1 or "**" in kwargs:
            return None
        scheme, found, _ = url.partition(";")[0].partition("://")
        is_name = bool(found) and not set(scheme) & set(".:+/")
        if is_name and scheme not in _TRANSPORTS and "kombu.transport" not in m.external_modules:
            raise m.raise_("KeyError", repr(scheme), place)
        return None

    return Native("Connection", run)
