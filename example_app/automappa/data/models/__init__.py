"""The tables.

Plain SQLAlchemy: Celery's database result backend needs it anyway, its typed mappings are all this layer
uses, and rows go in by the ten thousand, where a model object for each would cost more than it gives.
"""

from automappa.data.models.base import Base
from automappa.data.models.computed import ClusterMedian, MarkerSymbol, Matrix, MatrixBlock, TraceSet
from automappa.data.models.loaded import (
    Connection,
    Contig,
    ContigColumn,
    ContigSequence,
    Marker,
    Metagenome,
)
from automappa.data.models.work import Ingestion, Refinement, RefinementContig, Run

__all__ = [
    "Base",
    "ClusterMedian",
    "Connection",
    "Contig",
    "ContigColumn",
    "ContigSequence",
    "Ingestion",
    "Marker",
    "MarkerSymbol",
    "Matrix",
    "MatrixBlock",
    "Metagenome",
    "Refinement",
    "RefinementContig",
    "Run",
    "TraceSet",
]
