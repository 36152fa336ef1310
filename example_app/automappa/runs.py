"""Runs of the k-mer pipeline as the pages start and watch them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from celery import states
from celery.exceptions import BackendError, ChordError, WorkerLostError
from sqlalchemy import delete, select

from automappa import pipeline, tasks
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.embeddings import name_embedding
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.models import Metagenome, Run
from automappa.science.embed import EmbeddingError
from automappa.science.kmers import MAX_K
from automappa.settings import EmbedMethod, NormMethod, get_settings
from automappa.workers import find_known_tasks, find_workers

WAITING, RUNNING, DONE, FAILED, STUCK = "waiting", "running", "done", "failed", "stuck"
_STATES = {states.STARTED: RUNNING, states.RETRY: RUNNING, states.SUCCESS: DONE, states.FAILURE: FAILED}


@dataclass(frozen=True, slots=True)
class StepStatus:
    """One task of a run: waiting, running, done or failed, and why."""

    label: str
    task_id: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How far a run is.

    `state` is waiting, running, done, failed or stuck; `reason` says why, of failed and stuck. A stuck run
    waits for a worker: it goes on by itself if one starts, and may be started again as a failed one.
    """

    id: int
    metagenome_id: int
    k: int
    norm: str
    methods: tuple[str, ...]
    created_at: datetime
    steps: tuple[StepStatus, ...]
    state: str
    reason: str = ""

    @property
    def n_done(self) -> int:
        """Return how many steps are done."""
        return sum(step.state == DONE for step in self.steps)

    @property
    def embeddings(self) -> tuple[str, ...]:
        """Return the names under which the embeddings are found when they are done."""
        seed = get_settings().seed
        return tuple(name_embedding(self.k, self.norm, method, seed) for method in self.methods)


def start_run(metagenome_id: int, *, k: int, norm: str, methods: Sequence[str]) -> int:
    """Send the pipeline for a metagenome; return the id to ask `read_run` with.

    A run that is equal and under way is not started twice, its id is given.

    Raises:
        DataError: a choice will not do, or there is no such metagenome.
        PipelineError: no worker answers, or the broker does not; nothing was started.
    """
    chosen = tuple(dict.fromkeys(methods))
    _check_choices(k, norm, chosen)
    create_tables()
    plan = pipeline.plan_pipeline(metagenome_id, k=k, norm=norm, methods=chosen)
    run_id = _store(metagenome_id, k, norm, chosen, plan)
    # Looked for when this one is stored: of two that are started at once, the second sees the first.
    earlier = _find_earlier(run_id, metagenome_id)
    if earlier is not None:
        _delete(run_id)
        return earlier
    try:
        pipeline.send_pipeline(plan)
    except pipeline.PipelineError:
        _delete(run_id)
        raise
    return run_id


def read_run(run_id: int) -> RunStatus:
    """Return how far a run is; workers are asked only while it is under way.

    Raises:
        NotFoundError: there is no such run.
    """
    return _describe(_find(run_id))


def list_runs(metagenome_id: int, *, limit: int = 1) -> list[RunStatus]:
    """Return the newest runs of a metagenome, the last one first."""
    query = select(Run).where(Run.metagenome_id == metagenome_id).order_by(Run.id.desc()).limit(limit)
    with read_session() as session:
        runs = session.scalars(query).all()
    return [_describe(run) for run in runs]


def explain_failure(error: object) -> str:
    """Return what a page may say about the error of a task: what it means, no internals."""
    if isinstance(error, DatabaseUnavailableError):
        return "the database could not be used; try again"
    if isinstance(error, (DataError, EmbeddingError)):
        return str(error)
    if isinstance(error, ChordError):
        # The step before it did not fail, or that would be told; so its message did not get away.
        return "the message broker could not be used; try again"
    if isinstance(error, WorkerLostError):
        return "the process that computed it was ended, perhaps for lack of memory; try again"
    return f"an unexpected error ({type(error).__name__}); the log of the worker has more"


def _check_choices(k: int, norm: str, methods: Sequence[str]) -> None:
    if type(k) is not int or not 1 <= k <= MAX_K:
        raise DataError(f"k-mers have 1 to {MAX_K} bases, not {k!r}")
    if norm not in get_args(NormMethod):
        raise DataError(f"unknown normalisation {norm!r}")
    unknown = [method for method in methods if method not in get_args(EmbedMethod)]
    if unknown or not methods:
        raise DataError(f"unknown embedding {unknown[0]!r}" if unknown else "choose an embedding")


def _store(metagenome_id: int, k: int, norm: str, methods: Sequence[str], plan: pipeline.Plan) -> int:
    steps = [[step.label, step.task_id] for step in plan.steps]
    with write_session() as session:
        if session.get(Metagenome, metagenome_id) is None:
            raise NotFoundError(f"there is no metagenome {metagenome_id}")
        run = Run(metagenome_id=metagenome_id, k=k, norm=norm, methods=list(methods), steps=steps)
        session.add(run)
        session.flush()
        return run.id


def _find_earlier(run_id: int, metagenome_id: int) -> int | None:
    """Return an equal run that is under way already."""
    new, *others = (run for run in list_runs(metagenome_id, limit=6) if run.id <= run_id)
    wanted = (new.k, new.norm, set(new.methods))
    for run in others:
        if (run.k, run.norm, set(run.methods)) == wanted and run.state in {WAITING, RUNNING}:
            return run.id
    return None


def _delete(run_id: int) -> None:
    with write_session() as session:
        session.execute(delete(Run).where(Run.id == run_id))


def _find(run_id: int) -> Run:
    with read_session() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise NotFoundError(f"there is no run {run_id}")
        return run


def _describe(run: Run) -> RunStatus:
    try:
        steps = tuple(_read_step(label, task_id) for label, task_id in run.steps)
        state, reason = _sum_up(steps)
    except BackendError:
        steps = tuple(StepStatus(label, task_id, WAITING) for label, task_id in run.steps)
        state, reason = STUCK, "the store of results does not answer"
    return RunStatus(
        run.id,
        run.metagenome_id,
        run.k,
        run.norm,
        tuple(run.methods),
        run.created_at,
        steps,
        state,
        reason,
    )


def _read_step(label: str, task_id: str) -> StepStatus:
    meta: Mapping[str, Any] = tasks.queue.backend.get_task_meta(task_id)
    state = _STATES.get(meta["status"], WAITING)
    return StepStatus(label, task_id, state, explain_failure(meta["result"]) if state == FAILED else "")


def _sum_up(steps: Sequence[StepStatus]) -> tuple[str, str]:
    failed = next((step for step in steps if step.state == FAILED), None)
    if failed is not None:
        # A failure is handed on to what would have followed; the first one is where it happened.
        return FAILED, f"{failed.label}: {failed.reason}"
    if all(step.state == DONE for step in steps):
        return DONE, ""
    problem = find_workers().problem or _find_orphan(steps)
    if problem:
        return STUCK, problem
    return (WAITING if all(step.state == WAITING for step in steps) else RUNNING), ""


def _find_orphan(steps: Sequence[StepStatus]) -> str:
    """Return what is to be said if a running step is in nobody's hands."""
    running = [step for step in steps if step.state == RUNNING]
    try:
        known = find_known_tasks([step.task_id for step in running])
    except OSError as error:
        return str(error)
    # It may have ended while the workers were asked.
    orphans = [step for step in running if step.task_id not in known]
    orphans = [step for step in orphans if _read_step(step.label, step.task_id).state == RUNNING]
    if not orphans:
        return ""
    if get_settings().is_embedded:
        return f"{orphans[0].label}: the worker that had it is gone; start it again"
    return f"{orphans[0].label}: the worker that had it is gone; another one takes over, or start it again"
