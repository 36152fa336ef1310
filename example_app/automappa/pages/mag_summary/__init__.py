"""The summary page: the bins of a metagenome and their figures."""
