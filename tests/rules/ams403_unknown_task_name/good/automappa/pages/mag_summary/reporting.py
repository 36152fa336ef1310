"""Asks another project's worker."""

from automappa.tasks import queue


def order_report(sample: str) -> None:
    queue.send_task("reports.write", args=(sample,), queue="reports")
