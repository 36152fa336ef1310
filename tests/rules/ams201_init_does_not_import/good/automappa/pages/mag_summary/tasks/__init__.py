"""Tasks of the summary of MAGs."""

from automappa.pages.mag_summary.tasks.cover import count_contigs
from .quality import summarize

__all__ = ["count_contigs", "summarize"]
