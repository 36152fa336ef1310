"""Completeness and purity of MAGs."""

import platform

from automappa.tasks import queue


@queue.task(name=f"{platform.machine()}.summarize")
def summarize(sample: str, *, digits: int = 2) -> dict[str, float]:
    return {sample: round(1.0, digits)}
