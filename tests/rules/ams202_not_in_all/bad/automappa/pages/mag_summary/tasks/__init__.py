"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .quality import summarize

__all__ = ["summarize"]
