from .indexing import reindex
