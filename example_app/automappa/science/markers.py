"""How contigs are drawn by the number of single-copy markers they carry."""

# By number of markers; the last one stands for that many and more.
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "pentagon", "hexagon2", "hexagram")
_SMALLEST_SIZE = 7


def choose_symbol(n_markers: int) -> str:
    """Return plotly's name of the symbol for a contig with so many markers."""
    return SYMBOLS[min(n_markers, len(SYMBOLS) - 1)]


def choose_size(n_markers: int) -> int:
    """Return the size of the symbol in pixels."""
    return _SMALLEST_SIZE + min(n_markers, len(SYMBOLS) - 1)
