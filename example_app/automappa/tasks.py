"""The task queue and the tasks that every page may use.

Each task reads the database, calls the science and writes the database. Only ids, names and numbers travel.
Heavy libraries are imported inside the tasks, so that a process which only sends them starts fast.
"""

from celery import Celery, Task

from automappa.data.errors import DatabaseUnavailableError
from automappa.settings import get_settings


class PatientTask(Task):
    """A task that a database which is gone for some minutes does not break: it is tried again later."""

    autoretry_for = (DatabaseUnavailableError,)
    max_retries = 8
    retry_backoff = 1
    retry_backoff_max = 60
    retry_jitter = False


queue = Celery(__name__, task_cls=PatientTask)
queue.config_from_object("automappa.conf.celeryconfig")


@queue.task
def preprocess_marker_symbols(metagenome_id: int) -> int:
    """Choose symbol and size of each contig by its markers; return the number of contigs."""
    from automappa.data import contigs, results
    from automappa.science.markers import choose_size, choose_symbol

    counts = contigs.count_markers(metagenome_id)
    rows = [
        {"contig_id": contig_id, "n_markers": n, "symbol": choose_symbol(n), "size": choose_size(n)}
        for contig_id, n in counts.items()
    ]
    return results.replace_symbols(metagenome_id, rows)


@queue.task
def count_kmer(metagenome_id: int, k: int | None = None) -> int:
    """Count the canonical k-mers of each contig; return the id of the matrix."""
    from automappa.data import contigs, matrices
    from automappa.science.kmers import count_kmers, kmer_names

    size = k or get_settings().kmer_size
    blocks = (count_kmers(batch, size) for batch in contigs.iter_sequences(metagenome_id))
    return matrices.store_matrix(metagenome_id, f"k{size}", kmer_names(size), "<i4", blocks)


@queue.task
def normalize_kmer(counts_id: int, method: str | None = None) -> int:
    """Transform k-mer counts into log-ratios; return the id of the new matrix."""
    from automappa.data import matrices
    from automappa.science.normalize import count_columns, normalize

    chosen = method or get_settings().norm_method
    counts = matrices.get_info(counts_id)
    columns = counts.columns[: count_columns(len(counts.columns), chosen)]
    blocks = (normalize(block, chosen) for block in matrices.iter_blocks(counts_id))
    return matrices.store_matrix(counts.metagenome_id, f"{counts.name}/{chosen}", columns, "<f4", blocks)


@queue.task
def embed_kmer(normalized_id: int, method: str = "pca") -> int:
    """Give each contig two coordinates; return the id of the embedding's matrix."""
    from automappa.data import matrices
    from automappa.science.embed import COLUMNS, embed

    seed = get_settings().seed
    source = matrices.get_info(normalized_id)
    name = f"{source.name}/{method}/seed{seed}"
    blocks = (embed(matrices.read_matrix(row_id), method, seed=seed) for row_id in [normalized_id])
    return matrices.store_matrix(source.metagenome_id, name, COLUMNS, "<f8", blocks)


@queue.task
def aggregate_embeddings(embedding_ids: list[int] | int) -> int:
    """Put the embeddings of one metagenome side by side; return the id of the new matrix."""
    from automappa.data import embeddings

    # Celery makes a plain task of a group of one, and then hands on its result alone.
    chosen = [embedding_ids] if isinstance(embedding_ids, int) else embedding_ids
    return embeddings.aggregate(chosen)


@queue.task
def preprocess_clusters_geom_medians(aggregate_id: int) -> int:
    """Find each cluster's geometric median in each embedding; return how many there are."""
    import numpy as np

    from automappa.data import contigs, embeddings, results
    from automappa.science.medians import find_cluster_medians

    found = embeddings.read(aggregate_id)
    members = contigs.read_members(found.metagenome_id)
    lengths = np.asarray(members.lengths, dtype=np.float64)
    medians = {
        name: find_cluster_medians(points, members.clusters, lengths) for name, points in found.points.items()
    }
    return results.replace_medians(aggregate_id, medians)


@queue.task
def get_embedding_traces_df(aggregate_id: int) -> list[str]:
    """Build the plot traces of each embedding; return the embeddings' names."""
    from automappa.data import contigs, embeddings, results
    from automappa.science.traces import build_traces

    found = embeddings.read(aggregate_id)
    looks = contigs.read_looks(found.metagenome_id)
    traces = {name: build_traces(points, looks) for name, points in found.points.items()}
    return results.replace_traces(aggregate_id, traces)
