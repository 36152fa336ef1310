"""The exceptions of Celery and kombu, with what they derive from.

Source: ``celery.exceptions``, ``kombu.exceptions`` and ``billiard.exceptions`` of Celery 5.3 to 5.7.
"""

from collections.abc import Iterator

from automappa_scaffold.interpreter.machine import Interpreter
from automappa_scaffold.interpreter.objects import Class, Instance, Native
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Namespace, Value
from automappa_scaffold.registry.native import Args, Kwargs
from automappa_scaffold.source.places import Place

__all__ = ["CELERY_ERRORS", "celery_error"]

# The base, a colon, and what derives from it.
_CELERY = """
Exception: CeleryError BackendError
UserWarning: CeleryWarning
CeleryWarning: AlwaysEagerIgnored DuplicateNodenameWarning FixupWarning NotConfigured SecurityWarning
PendingDeprecationWarning: CPendingDeprecationWarning
DeprecationWarning: CDeprecationWarning
SystemExit: WorkerTerminate WorkerShutdown
CeleryError: TaskPredicate ImproperlyConfigured SecurityError TaskError
TaskPredicate: Retry Ignore Reject
TaskError: IncompleteStream AlreadyRegistered TimeoutError MaxRetriesExceededError TaskRevokedError
TaskError: InvalidTaskError ChordError
KeyError TaskError: QueueNotFound NotRegistered
BackendError: BackendGetMetaError BackendStoreError
"""
_KOMBU = """
Exception: KombuError HttpError
KombuError: OperationalError SerializationError NotBoundError MessageStateError LimitExceeded
KombuError: VersionMismatch SerializerNotInstalled
SerializationError: EncodeError DecodeError
LimitExceeded: ConnectionLimitExceeded ChannelLimitExceeded
SerializerNotInstalled: ContentDisallowed
"""
_BILLIARD = "Exception: SoftTimeLimitExceeded Terminated TimeLimitExceeded WorkerLostError"


# Those that have attributes of their own, or say something else than their arguments.
_WITH_MORE = frozenset(
    (
        *("BackendGetMetaError", "BackendStoreError", "HttpError", "MaxRetriesExceededError"),
        *("NotRegistered", "Reject", "Retry"),
    )
)


def _build(table: str, module: str) -> Iterator[tuple[str, Class]]:
    known: dict[str, Class] = {}
    for line in table.strip().splitlines():
        bases, _, names = line.partition(":")
        for name in names.split():
            above = tuple(known.get(base) or EXCEPTIONS[base] for base in bases.split())
            known[name] = Class(name, above, Namespace(0), module=module)
            known[name].is_open = name in _WITH_MORE or module.startswith("billiard")
            yield f"{module}.{name}", known[name]


def _text_of_retry(m: Interpreter, args: Args, kwargs: Kwargs, place: Place) -> Value:
    given = args[0].ns.get("args", ())
    message = args[0].ns.get("message", given[0] if given else None)
    is_plain = isinstance(message, str) and message
    return message if is_plain else m.unknown("the text of a retry", place, is_foreign=True)


def _all() -> dict[str, Class]:
    found = {
        path: cls
        for table, module in (
            (_CELERY, "celery.exceptions"),
            (_KOMBU, "kombu.exceptions"),
            (_BILLIARD, "billiard.exceptions"),
        )
        for path, cls in _build(table, module)
    }
    found["celery.exceptions.OperationalError"] = found["kombu.exceptions.OperationalError"]
    found["celery.exceptions.Retry"].ns["__str__"] = Native("__str__", _text_of_retry, binds=True)
    for name in _BILLIARD.partition(":")[2].split():
        found[f"celery.exceptions.{name}"] = found[f"billiard.exceptions.{name}"]
    return found


CELERY_ERRORS = _all()


def celery_error(name: str, text: str, place: Place | None) -> PyRaise:
    """Return one of Celery's or kombu's exceptions, to be raised."""
    cls = CELERY_ERRORS.get(f"celery.exceptions.{name}") or CELERY_ERRORS[f"kombu.exceptions.{name}"]
    return PyRaise(Instance(cls, Namespace(0, [("args", (text,))]), text), place)
