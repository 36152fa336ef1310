"""The exceptions of Celery and kombu, with what they derive from.

Source: ``celery.exceptions``, ``kombu.exceptions`` and ``billiard.exceptions`` of Celery 5.3 to 5.7.
"""

from collections.abc import Iterator

from automappa_scaffold.interpreter.objects import Class, Instance
from automappa_scaffold.interpreter.raising import EXCEPTIONS, PyRaise
from automappa_scaffold.interpreter.values import Namespace
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


def _build(table: str, module: str) -> Iterator[tuple[str, Class]]:
    known: dict[str, Class] = {}
    for line in table.strip().splitlines():
        bases, _, names = line.partition(":")
        for name in names.split():
            above = tuple(known.get(base) or EXCEPTIONS[base] for base in bases.split())
            known[name] = Class(name, above, Namespace(0), module=module)
            known[name].is_open = True  # some have attributes of their own
            yield f"{module}.{name}", known[name]


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
    for name in _BILLIARD.partition(":")[2].split():
        found[f"celery.exceptions.{name}"] = found[f"billiard.exceptions.{name}"]
    return found


CELERY_ERRORS = _all()


def celery_error(name: str, text: str, place: Place | None) -> PyRaise:
    """Return one of Celery's or kombu's exceptions, to be raised."""
    cls = CELERY_ERRORS.get(f"celery.exceptions.{name}") or CELERY_ERRORS[f"kombu.exceptions.{name}"]
    return PyRaise(Instance(cls, Namespace(0, [("args", (text,))]), text), place)
