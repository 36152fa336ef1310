"""The k-mer pipeline as a Celery canvas, and a look at how far it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from celery import chain, group
from celery.canvas import Signature
from celery.exceptions import OperationalError

from automappa import tasks

_POLL_S = 0.1
# In the order in which they may run; embeddings are made side by side, and so are the last two.
_STAGES = {
    "preprocess_marker_symbols": 0,
    "count_kmer": 1,
    "normalize_kmer": 2,
    "embed_kmer": 3,
    "aggregate_embeddings": 4,
    "preprocess_clusters_geom_medians": 5,
    "get_embedding_traces_df": 5,
}


class PipelineError(Exception):
    """The pipeline did not come to its end."""


@dataclass(frozen=True, slots=True)
class Step:
    """One task of the pipeline; its id is known before it is sent."""

    label: str
    task_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be sent, and its steps in the order in which they may run."""

    canvas: Signature
    steps: tuple[Step, ...]


def plan_pipeline(metagenome_id: int, *, k: int, norm: str, methods: Sequence[str]) -> Plan:
    """Return the canvas: markers, counts, normalisation; all embeddings at once; then what needs them all."""
    steps: list[Step] = []

    def keep(label: str, signature: Signature) -> Signature:
        steps.append(Step(label, signature.freeze().id))
        return signature

    head = chain(
        keep("preprocess_marker_symbols", tasks.preprocess_marker_symbols.si(metagenome_id)),
        keep(f"count_kmer k={k}", tasks.count_kmer.si(metagenome_id, k)),
        keep(f"normalize_kmer {norm}", tasks.normalize_kmer.s(norm)),
    )
    embeddings = group([keep(f"embed_kmer {method}", tasks.embed_kmer.s(method)) for method in methods])
    aggregate = keep("aggregate_embeddings", tasks.aggregate_embeddings.s())
    tail = group(
        keep("preprocess_clusters_geom_medians", tasks.preprocess_clusters_geom_medians.s()),
        keep("get_embedding_traces_df", tasks.get_embedding_traces_df.s()),
    )
    return Plan(head | embeddings | aggregate | tail, tuple(steps))


def number_stage(label: str) -> int:
    """Return which stage a step belongs to; a stage begins when all of the one before are done."""
    return _STAGES[label.split()[0]]


def send_pipeline(plan: Plan, *, timeout_s: float = 5.0) -> None:
    """Send the canvas, if there is a worker that will take it.

    Raises:
        PipelineError: no worker answered in time, or the broker is not there.
    """
    try:
        # The first answer ends the waiting.
        if not tasks.queue.control.inspect(timeout=timeout_s, limit=1).ping():
            raise PipelineError("no worker answers; start one: python -m automappa worker")
        plan.canvas.apply_async()
    except (OperationalError, OSError) as error:
        raise PipelineError(f"the broker cannot be used: {error}") from error


def iter_results(plan: Plan, *, timeout_s: float) -> Iterator[tuple[Step, Any]]:
    """Yield each step with its result as soon as it is there.

    Raises:
        PipelineError: a step failed, or time ran out.
    """
    waiting = {step.task_id: step for step in plan.steps}
    end = monotonic() + timeout_s
    while waiting:
        for task_id, result in _find_ready(waiting).items():
            yield waiting.pop(task_id), result
        if waiting and monotonic() > end:
            labels = ", ".join(step.label for step in waiting.values())
            raise PipelineError(f"no result after {timeout_s:g} s from: {labels}")
        sleep(_POLL_S)


def _find_ready(waiting: Mapping[str, Step]) -> dict[str, Any]:
    results = {task_id: tasks.queue.AsyncResult(task_id) for task_id in waiting}
    if any(result.failed() for result in results.values()):
        # A failure is handed on to what would have followed. It happened at the first of these steps, which
        # may have failed just after we looked at it.
        task_id = next(task_id for task_id, result in results.items() if result.failed())
        raise PipelineError(f"{waiting[task_id].label} failed: {results[task_id].result}")
    return {task_id: result.result for task_id, result in results.items() if result.successful()}
