"""Runs of the k-mer pipeline, as people read them."""

from dataclasses import dataclass

from automappa.components.parts import Kind
from automappa.runs import DONE, FAILED, RUNNING, STUCK, RunStatus

# What a step does, by the name of its task.
_WORDS = {
    "preprocess_marker_symbols": "choosing marker symbols",
    "count_kmer": "counting k-mers",
    "normalize_kmer": "normalising",
    "embed_kmer": "embedding",
    "aggregate_embeddings": "putting embeddings together",
    "preprocess_clusters_geom_medians": "finding cluster medians",
    "get_embedding_traces_df": "building traces",
}


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as a bar: what is being done, how much is done, and what went wrong."""

    id: int
    words: str
    share: float
    kind: Kind
    reason: str
    is_final: bool


def view_run(run: RunStatus) -> RunView:
    """Return how a run is shown."""
    share = run.n_done / max(1, len(run.steps))
    methods = ", ".join(run.methods)
    if run.state == DONE:
        return RunView(run.id, f"{methods}: done", 1.0, "good", "", is_final=True)
    if run.state == FAILED:
        return RunView(
            run.id, f"{methods}: failed", share, "bad", f"{methods} failed. {run.reason}", is_final=True
        )
    if run.state == STUCK:
        # It goes on by itself when a worker comes, so it is still watched.
        return RunView(
            run.id, f"{methods}: waiting", share, "warning", f"{methods}: {run.reason}", is_final=False
        )
    return RunView(run.id, f"{methods}: {_find_words(run)}", share, "info", "", is_final=False)


def _find_words(run: RunStatus) -> str:
    running = [step.label.split()[0] for step in run.steps if step.state == RUNNING]
    return _WORDS.get(running[0], running[0]) if running else "waiting for a worker"
