"""Tasks of the summary of MAGs."""

from .cover import count_contigs
from .forms import binner, loose, told, wrapped
from .quality import summarize

__all__ = ["binner", "count_contigs", "loose", "summarize", "told", "wrapped"]
