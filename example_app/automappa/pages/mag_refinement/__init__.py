"""The refinement page: contigs as points, to be looked at and sorted into bins."""
