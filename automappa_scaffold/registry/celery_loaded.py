"""Which modules of Celery a worker has loaded before it imports the app: the others are no attributes yet.

Seen in workers of Celery 5.7, with the names that each package then has.
"""

from functools import cache

__all__ = ["TAKEN_BY_STAR", "loaded_modules"]

_LOADED = """
celery: __main__ _state app apps bin bootsteps canvas concurrency contrib exceptions fixups loaders
celery: local platforms result signals states utils worker
celery.app: annotations autoretry backends base builtins defaults registry task trace utils
celery.apps: multi
celery.bin: amqp base beat call celery control events graph list logtool migrate multi purge result
celery.bin: shell upgrade worker
celery.concurrency: base solo
celery.contrib: migrate
celery.fixups: django
celery.utils: abstract annotations collections deprecated dispatch functional graph imports log
celery.utils: nodenames objects quorum_queues saferepr serialization sysinfo term text threads time
celery.utils: timer2
celery.utils.dispatch: signal
celery.worker: control request state worker
kombu: abstract asynchronous clocks common compression connection entity exceptions log messaging
kombu: pools resource serialization transport utils
kombu.asynchronous: hub timer
kombu.transport: native_delayed_delivery
kombu.utils: collections compat div encoding eventio functional imports json objects url uuid
billiard: common compat context einfo exceptions process util
vine: abstract funtools promises synchronization utils
amqp: abstract_channel basic_message channel connection exceptions method_framing platform protocol
amqp: sasl serialization spec transport utils
"""

# What ``from celery import *`` takes: Celery puts a list together that its text does not show.
TAKEN_BY_STAR = frozenset(
    """
    Celery SERIES Signature Task VERSION VERSION_BANNER __author__ __contact__ __doc__ __docformat__
    __file__ __homepage__ __package__ __path__ __version__ _find_option_with_arg _original_os_write
    bugreport chain chord chunks current_app current_task execute group local log
    maybe_patch_concurrency maybe_signature messaging registry shared_task signature subtask uuid
    version_info version_info_t xmap xstarmap
    """.split()  # noqa: SIM905 - a list of words reads better so
)


@cache
def loaded_modules() -> frozenset[str]:
    """Return the modules that are there without an import by the project."""
    lines = [line.partition(": ") for line in _LOADED.strip().splitlines()]
    return frozenset(f"{package}.{name}" for package, _, names in lines for name in names.split())
