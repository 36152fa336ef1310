"""How much of a sample its MAGs cover."""

from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(sample)


count_contig = count_contigs
