"""The options of a task that Celery reads.

Source: ``celery.app.task.Task``, its ``extract_exec_options``, ``celery.app.base.Celery._task_from_fun`` and
``celery.app.autoretry`` of Celery 5.7.
"""

from collections.abc import Mapping

from automappa_scaffold.interpreter.values import Value

__all__ = ["CONSTANTS", "FROM_SETTINGS", "TASK_OPTIONS"]

_DECLARING = """
name base bind shared lazy filter accept_magic_kwargs
pydantic pydantic_strict pydantic_context pydantic_dump_kwargs
"""

_OF_A_MESSAGE = """
queue routing_key exchange exchange_type priority expires serializer delivery_mode compression time_limit
soft_time_limit immediate mandatory countdown eta headers link link_error shadow
"""

_AUTORETRY = """
autoretry_for dont_autoretry_for retry_kwargs retry_backoff retry_backoff_max retry_jitter
"""

_ATTRIBUTES = """
AsyncResult MaxRetriesExceededError OperationalError Request Strategy abstract acks_late acks_on_failure
acks_on_failure_or_timeout acks_on_timeout add_around after_return annotate app apply apply_async backend
before_start chunks default_retry_delay delay from_config ignore_result map max_retries on_bound on_failure
on_replace on_retry on_success rate_limit reject_on_worker_lost replace request request_stack
resultrepr_maxsize retry retry_on_worker_lost run s send_event send_events shadow_name si signature
start_strategy starmap store_errors_even_if_ignored subtask throws track_started trail typing update_state
options retry_policy run_every relative schedule
"""

TASK_OPTIONS = frozenset(f"{_DECLARING} {_OF_A_MESSAGE} {_AUTORETRY} {_ATTRIBUTES}".split())

# What the class attributes of ``celery.Task`` are, where that is a constant and no setting.
CONSTANTS: Mapping[str, Value] = {
    "name": None,
    "abstract": True,
    "max_retries": 3,
    "default_retry_delay": 180,
    "trail": True,
    "send_events": True,
    "throws": (),
    "expires": None,
    "resultrepr_maxsize": 1024,
    "Strategy": "celery.worker.strategy:default",
    "Request": "celery.worker.request:Request",
}
# Attributes that are taken from the settings when a task is bound, where its class does not have them.
FROM_SETTINGS: Mapping[str, str] = {
    "serializer": "task_serializer",
    "rate_limit": "task_default_rate_limit",
    "priority": "task_default_priority",
    "track_started": "task_track_started",
    "acks_late": "task_acks_late",
    "acks_on_failure_or_timeout": "task_acks_on_failure_or_timeout",
    "reject_on_worker_lost": "task_reject_on_worker_lost",
    "ignore_result": "task_ignore_result",
    "store_eager_result": "task_store_eager_result",
    "store_errors_even_if_ignored": "task_store_errors_even_if_ignored",
}
