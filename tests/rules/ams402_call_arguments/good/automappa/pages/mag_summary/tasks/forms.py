"""Tasks that the caller's Celery does not compare arguments with."""

import celery

from automappa.tasks import queue


class Binner(celery.Task):
    name = "mag_summary.bin"

    def run(self, sample: str, size: int = 1) -> str:
        return sample * size


class Wrapped(celery.Task):
    name = "mag_summary.wrapped"

    def __call__(self, *args: object, **kwargs: object) -> str:
        return "called"

    def run(self, sample: str) -> str:
        return sample


binner = queue.register_task(Binner())
wrapped = queue.register_task(Wrapped())


@queue.task(typing=False)
def loose(sample: str) -> str:
    return sample


@queue.task
def told(request: object, error: Exception, traceback: object) -> None:
    """Get what a callback for errors gets."""
