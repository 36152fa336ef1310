"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .kinds import tell_kinds
from .quality import summarize

__all__ = ["count_contigs", "summarize", "tell_kinds"]
