"""Settings of the task queue, in Celery's own names.

`imports` lists the modules a worker imports at its start. A page's tasks register only if the page's tasks
package stands here.
"""

from kombu.transport import TRANSPORT_ALIASES

from automappa.settings import get_settings

imports = ("automappa.pages.home.tasks", "automappa.tasks")

_settings = get_settings()
# Celery reads this module when it first needs its configuration, so the folders are there before the broker.
_settings.create_folders()

TRANSPORT_ALIASES["filesystem"] = "automappa.broker:Transport"
broker_url = _settings.broker
broker_transport_options = _settings.broker_transport_options()
broker_connection_retry_on_startup = True
result_backend = _settings.result_backend
result_backend_transport_options = {"global_keyprefix": _settings.queue_prefix}
result_expires = 24 * 60 * 60
# Servers that are restarted are waited for, half a minute or so.
task_publish_retry_policy = {"max_retries": 10, "interval_start": 0, "interval_step": 1, "interval_max": 5}
result_backend_always_retry = True
result_backend_max_retries = 10
# Backends without counters (the database) end a chord by asking again after so many seconds.
result_chord_retry_interval = 0.2

task_default_queue = f"{_settings.queue_prefix}celery"
task_routes = {"automappa.tasks.embed_kmer": {"queue": f"{_settings.queue_prefix}heavy"}}

# Nothing but JSON travels: a message or result can never run code where it is read.
task_serializer = "json"
result_serializer = "json"
accept_content = ["json"]

# Tasks may run twice without harm, so a message leaves the queue only when its task is done: if the worker
# dies, another takes over. A task whose own process dies (out of memory, say) fails, or it would never end.
task_acks_late = True
task_track_started = True
task_send_sent_event = True
worker_send_task_events = True
worker_prefetch_multiplier = 1
worker_concurrency = _settings.worker_concurrency
