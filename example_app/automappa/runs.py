"""Runs of the k-mer pipeline as the pages start and watch them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, get_args

from celery import states
from celery.exceptions import BackendError, ChordError, WorkerLostError
from sqlalchemy import delete, select

from automappa import pipeline, run_watch, tasks
from automappa.data.database import create_tables, read_session, write_session
from automappa.data.embeddings import list_embeddings, name_embedding
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.models import Metagenome, Run
from automappa.data.models.base import read_clock
from automappa.science.embed import EmbeddingError
from automappa.science.kmers import MAX_K
from automappa.settings import EmbedMethod, NormMethod, get_settings

WAITING, RUNNING, DONE, FAILED, STUCK = "waiting", "running", "done", "failed", "stuck"
_STATES = {states.STARTED: RUNNING, states.RETRY: RUNNING, states.SUCCESS: DONE, states.FAILURE: FAILED}
# A run is in the database before its first message is in the broker.
_SENDING = timedelta(seconds=10)


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
    """Return how far a run is; workers are asked only if it does not get further.

    Raises:
        NotFoundError: there is no such run.
    """
    return _describe(_find(run_id))


def list_runs(metagenome_id: int, *, limit: int = 1) -> list[RunStatus]:
    """Return the newest runs of a metagenome, the last one first."""
    return [_describe(run) for run in _list(metagenome_id, limit)]


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
    new, *others = (run for run in _list(metagenome_id, limit=6) if run.id <= run_id)
    wanted = (new.k, new.norm, set(new.methods))
    for run in others:
        if (run.k, run.norm, set(run.methods)) == wanted and _is_under_way(run):
            return run.id
    return None


def _is_under_way(run: Run) -> bool:
    found = _describe(run, is_urgent=True)
    if run_watch.wait_for_second_look(_watched_as(found.steps)):
        found = _describe(run, is_urgent=True)
    return found.state in {WAITING, RUNNING}


def _delete(run_id: int) -> None:
    with write_session() as session:
        session.execute(delete(Run).where(Run.id == run_id))


def _find(run_id: int) -> Run:
    with read_session() as session:
        run = session.get(Run, run_id)
        if run is None:
            raise NotFoundError(f"there is no run {run_id}")
        return run


def _list(metagenome_id: int, limit: int) -> Sequence[Run]:
    query = select(Run).where(Run.metagenome_id == metagenome_id).order_by(Run.id.desc()).limit(limit)
    with read_session() as session:
        return session.scalars(query).all()


def _describe(run: Run, *, is_urgent: bool = False) -> RunStatus:
    try:
        steps = tuple(_read_step(label, task_id) for label, task_id in run.steps)
        age = read_clock() - run.created_at
        kept = timedelta(seconds=tasks.queue.conf.result_expires)
        if age > kept and all(step.state == WAITING for step in steps):
            state, reason = _sum_up_later(run)
        else:
            state, reason = _sum_up(steps, age < _SENDING, is_urgent)
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


def _sum_up(steps: Sequence[StepStatus], is_new: bool, is_urgent: bool) -> tuple[str, str]:
    failed = next((step for step in steps if step.state == FAILED), None)
    if failed is not None:
        # A failure is handed on to what would have followed; the first one is where it happened.
        state, reason = FAILED, f"{failed.label}: {failed.reason}"
    elif all(step.state == DONE for step in steps):
        state, reason = DONE, ""
    else:
        is_waiting = all(step.state == WAITING for step in steps)
        due = [] if is_waiting and is_new else _list_due(steps)
        progress = [step.state for step in steps]
        reason = run_watch.find_problem(_watched_as(steps), progress, due, is_urgent=is_urgent)
        return STUCK if reason else WAITING if is_waiting else RUNNING, reason
    run_watch.forget(_watched_as(steps))
    return state, reason


def _sum_up_later(run: Run) -> tuple[str, str]:
    seed = get_settings().seed
    wanted = {name_embedding(run.k, run.norm, method, seed) for method in run.methods}
    if wanted <= set(list_embeddings(run.metagenome_id)):
        return DONE, ""
    return FAILED, "what became of it is not known any more; start it again"


def _watched_as(steps: Sequence[StepStatus]) -> str:
    # Numbers of runs begin again in another database.
    return steps[0].task_id


def _list_due(steps: Sequence[StepStatus]) -> list[run_watch.Due]:
    undone = [step for step in steps if step.state != DONE]
    stage = min(pipeline.number_stage(step.label) for step in undone)
    return [
        run_watch.Due(step.label, step.task_id, step.state == RUNNING)
        for step in undone
        if pipeline.number_stage(step.label) == stage
    ]
