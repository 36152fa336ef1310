"""Tasks of the summary of MAGs."""

from .quality import summarize

__all__ = ["summarize"]
