"""The task queue and the tasks every page may use."""

from typing import Any

from celery import Celery

queue = Celery(__name__)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def count_kmer(metagenome_id: int, k: int | None = None) -> int:
    raise NotImplementedError


@queue.task
def normalize_kmer(counts_id: int, method: str | None = None) -> int:
    raise NotImplementedError


@queue.task
def embed_kmer(normalized_id: int, method: str = "pca") -> int:
    raise NotImplementedError


@queue.task
def aggregate_embeddings(embedding_ids: list[int]) -> int:
    raise NotImplementedError


@queue.task
def get_embedding_traces_df(aggregate_id: int) -> dict[str, Any]:
    raise NotImplementedError


@queue.task
def preprocess_clusters_geom_medians(aggregate_id: int) -> dict[str, Any]:
    raise NotImplementedError


@queue.task
def preprocess_marker_symbols(metagenome_id: int) -> dict[str, Any]:
    raise NotImplementedError
