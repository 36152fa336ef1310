"""Logs for the examples of rules that judge what workers report."""

from collections.abc import Sequence

__all__ = ["FOUR", "log_of_start"]

# What the small app of the examples registers.
FOUR = (
    "automappa.pages.home.tasks.status_badge.set_badge_color",
    "automappa.pages.mag_summary.tasks.cover.count_contigs",
    "automappa.tasks.ping",
    "mag_summary.summarize",
)


def log_of_start(names: Sequence[str], *, node: str = "celery@queue") -> str:
    """Return what a worker prints when it starts, without its art."""
    lines = [
        f" -------------- {node} v5.7.0 (crossroads)",
        " -------------- [queues]",
        "                .> celery           exchange=celery(direct) key=celery",
        "",
        "[tasks]",
        *(f"  . {name}" for name in names),
        "",
        f"[2026-03-01 10:00:00,000: INFO/MainProcess] {node} ready.",
    ]
    return "\n".join(lines) + "\n"
