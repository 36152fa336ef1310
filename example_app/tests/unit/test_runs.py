"""Runs as the pages watch them: what is refused, and what is said when something is missing."""

import base64
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from celery.exceptions import ChordError, WorkerLostError

from automappa import pipeline, run_watch, runs
from automappa.broker import HeldTask
from automappa.data.database import write_session
from automappa.data.embeddings import name_embedding
from automappa.data.errors import DatabaseUnavailableError, DataError, NotFoundError
from automappa.data.loader import load_metagenome
from automappa.data.models import Run
from automappa.science.embed import EmbeddingError
from automappa.settings import get_settings
from automappa.workers import Workers


@pytest.fixture
def metagenome_id(small_files):
    return load_metagenome(
        "small", metagenome=small_files.metagenome, binning=small_files.binning, markers=small_files.markers
    )


@pytest.fixture
def run_id(metagenome_id):
    """A run whose steps are known to the database, and never sent."""
    plan = pipeline.plan_pipeline(metagenome_id, k=4, norm="clr", methods=["pca", "bhsne"])
    steps = [[step.label, step.task_id] for step in plan.steps]
    with write_session() as session:
        run = Run(metagenome_id=metagenome_id, k=4, norm="clr", methods=["pca", "bhsne"], steps=steps)
        session.add(run)
        session.flush()
        return run.id


@pytest.fixture
def answer(monkeypatch):
    """Return a function that decides what the store of results and the workers say, when asked at once."""

    def set_answers(states, *, workers=None, held=()):
        queue = dict(states)

        def read(task_id):
            return queue.get(task_id, {"status": "PENDING", "result": None})

        monkeypatch.setattr(runs.tasks.queue.backend, "get_task_meta", read)
        everyone = Workers(("one@host",), frozenset({"celery", "heavy"}))
        monkeypatch.setattr(run_watch, "find_workers", lambda: workers or everyone)
        in_hand = None if held is None else [HeldTask(task_id, "", "[]") for task_id in held]
        monkeypatch.setattr(run_watch, "list_held_tasks", lambda workers: in_hand)
        for wait in ("_PATIENCE_S", "_ASK_EVERY_S", "_SECOND_LOOK_S"):
            monkeypatch.setattr(run_watch, wait, 0.0)

    return set_answers


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"k": 8}, "k-mers have 1 to 7 bases, not 8"),
        ({"k": "5"}, "k-mers have 1 to 7 bases, not '5'"),
        ({"k": True}, "k-mers have 1 to 7 bases, not True"),
        ({"norm": "log"}, "unknown normalisation 'log'"),
        ({"norm": ["clr"]}, "unknown normalisation"),
        ({"methods": ["trimap"]}, "unknown embedding 'trimap'"),
        ({"methods": []}, "choose an embedding"),
    ],
)
def test_what_the_pipeline_cannot_do_is_not_sent(metagenome_id, choice, message):
    wanted = {"k": 4, "norm": "clr", "methods": ["pca"]} | choice
    with pytest.raises(DataError, match=message):
        runs.start_run(metagenome_id, **wanted)
    assert runs.list_runs(metagenome_id) == []


def test_what_is_not_there_is_named(metagenome_id):
    with pytest.raises(NotFoundError, match="no metagenome 99"):
        runs.start_run(99, k=4, norm="clr", methods=["pca"])
    with pytest.raises(NotFoundError, match="no run 99"):
        runs.read_run(99)


def test_without_a_worker_nothing_is_started(metagenome_id):
    with pytest.raises(pipeline.PipelineError, match="no worker answers; start one: python -m automappa"):
        runs.start_run(metagenome_id, k=4, norm="clr", methods=["pca"])
    assert runs.list_runs(metagenome_id) == []


def test_steps_stand_in_the_order_in_which_they_may_run(run_id, answer):
    answer({})
    run = runs.read_run(run_id)
    assert [step.label.split()[0] for step in run.steps] == [
        "preprocess_marker_symbols",
        "count_kmer",
        "normalize_kmer",
        "embed_kmer",
        "embed_kmer",
        "aggregate_embeddings",
        "preprocess_clusters_geom_medians",
        "get_embedding_traces_df",
    ]
    assert (run.state, run.n_done) == ("waiting", 0)
    assert run.embeddings == ("k4/clr/pca/seed42", "k4/clr/bhsne/seed42")


def test_a_run_that_is_under_way_is_not_started_twice(metagenome_id, run_id, answer):
    answer({})
    assert runs.start_run(metagenome_id, k=4, norm="clr", methods=["bhsne", "pca"]) == run_id


def test_of_two_runs_that_are_started_at_once_one_is_sent(metagenome_id, answer, monkeypatch):
    answer({})
    sent = []
    both_stored = threading.Barrier(2, timeout=20)
    store = runs._store

    def store_both(*values):
        found = store(*values)
        both_stored.wait()
        return found

    monkeypatch.setattr(runs, "_store", store_both)
    monkeypatch.setattr(pipeline, "send_pipeline", sent.append)
    with ThreadPoolExecutor(2) as pool:
        starts = [
            pool.submit(runs.start_run, metagenome_id, k=3, norm="clr", methods=["pca"]) for _ in range(2)
        ]
    assert len({start.result() for start in starts}) == 1
    assert len(sent) == 1
    assert len(runs.list_runs(metagenome_id, limit=5)) == 1


def read_states(run_id, states):
    ids = [step.task_id for step in runs.read_run(run_id).steps]
    return {task_id: {"status": state, "result": None} for task_id, state in zip(ids, states, strict=False)}


def test_a_step_in_the_hands_of_a_worker_is_running(run_id, answer):
    answer({})
    states = read_states(run_id, ["SUCCESS", "STARTED"])
    started = list(states)[1]
    answer(states, held=[started])
    for _ in range(3):
        run = runs.read_run(run_id)
        assert (run.state, run.n_done, run.steps[1].state) == ("running", 1, "running")


@pytest.mark.parametrize("state", ["STARTED", "PENDING", "RETRY"])
def test_a_step_in_nobodys_hands_is_told_when_it_was_seen_twice(run_id, answer, state):
    answer({})
    answer(read_states(run_id, ["SUCCESS", state]))
    assert runs.read_run(run_id).state == "running"
    run = runs.read_run(run_id)
    assert run.state == "stuck"
    assert run.reason == "count_kmer k=4: the worker that had it is gone; start it again"


@pytest.mark.parametrize(("age_s", "state"), [(2, "waiting"), (3600, "stuck")])
def test_a_first_step_is_missed_when_there_was_time_to_send_it(run_id, answer, age_s, state):
    with write_session() as session:
        session.get_one(Run, run_id).created_at -= timedelta(seconds=age_s)
    answer({})
    assert [runs.read_run(run_id).state for _ in range(2)] == ["waiting", state]


def test_a_run_whose_results_are_not_kept_any_more_is_over(metagenome_id, run_id, answer):
    answer({})
    with write_session() as session:
        session.get_one(Run, run_id).created_at -= timedelta(days=2)
    run = runs.read_run(run_id)
    assert (run.state, run.reason) == ("failed", "what became of it is not known any more; start it again")
    from automappa import tasks

    normalized = tasks.normalize_kmer(tasks.count_kmer(metagenome_id, 4), "clr")
    for method in ("pca", "bhsne"):
        tasks.embed_kmer(normalized, method)
    assert runs.read_run(run_id).state == "done"


def test_nothing_is_said_of_a_step_while_a_worker_does_not_answer(run_id, answer):
    answer({})
    answer(read_states(run_id, ["SUCCESS", "STARTED"]), held=None)
    assert [runs.read_run(run_id).state for _ in range(3)] == ["running"] * 3


def test_a_step_whose_message_waits_is_not_missed(run_id, answer):
    answer({})
    states = read_states(run_id, ["SUCCESS"] * 2)
    third = runs.read_run(run_id).steps[2].task_id
    write_message("celery", {"id": third, "task": "automappa.tasks.normalize_kmer"}, [1])
    write_message("celery.pidbox", {}, {"method": "ping"})
    (get_settings().state_dir / "messages" / "1_half.celery.msg").write_text("")
    answer(states)
    assert [runs.read_run(run_id).state for _ in range(3)] == ["running"] * 3


def test_what_waits_for_a_group_has_its_next_step_and_not_the_group(run_id, answer):
    answer({})
    states = read_states(run_id, ["SUCCESS"] * 5)
    ids = [step.task_id for step in runs.read_run(run_id).steps]
    body = {"task": "automappa.tasks.aggregate_embeddings", "options": {"task_id": ids[5]}}
    write_message("celery", {"id": "x", "task": "celery.chord_unlock"}, ["group", body], result=ids[3:5])
    answer(states)
    assert [runs.read_run(run_id).state for _ in range(3)] == ["running"] * 3
    del states[ids[4]]
    answer(states)
    reasons = [runs.read_run(run_id).reason for _ in range(3)]
    assert reasons[-1] == "embed_kmer bhsne: the worker that had it is gone; start it again"


def test_a_server_keeps_the_messages_of_steps_that_have_not_begun(run_id, answer, monkeypatch):
    monkeypatch.setenv("AUTOMAPPA_BROKER_URL", "amqp://localhost//")
    get_settings.cache_clear()
    answer({})
    states = read_states(run_id, ["SUCCESS", "PENDING"])
    answer(states)
    assert [runs.read_run(run_id).state for _ in range(3)] == ["running"] * 3
    states[list(states)[1]]["status"] = "STARTED"
    answer(states)
    reasons = [runs.read_run(run_id).reason for _ in range(2)]
    assert reasons[-1].endswith("the worker that had it is gone; another one takes over, or start it again")


def write_message(queue, headers, *arguments, **named):
    folder = get_settings().state_dir / "messages"
    folder.mkdir(parents=True, exist_ok=True)
    body = base64.b64encode(json.dumps([*arguments, named, {}]).encode()).decode()
    message = {"body": body, "headers": headers, "properties": {}}
    (folder / f"{len(list(folder.iterdir()))}_x.{queue}.msg").write_text(json.dumps(message))


def test_workers_are_not_asked_about_a_run_that_gets_on(run_id, answer, monkeypatch):
    answer({})
    monkeypatch.setattr(run_watch, "_PATIENCE_S", 3600.0)
    monkeypatch.setattr(run_watch, "find_workers", lambda: pytest.fail("workers were asked"))
    for n_done in range(3):
        answer_states = read_states(run_id, ["SUCCESS"] * n_done)
        monkeypatch.setattr(
            runs.tasks.queue.backend,
            "get_task_meta",
            lambda task_id, states=answer_states: states.get(task_id, {"status": "PENDING", "result": None}),
        )
        assert runs.read_run(run_id).n_done == n_done


@pytest.mark.parametrize(
    ("workers", "reason"),
    [
        (Workers(), "no worker answers; start one: python -m automappa worker"),
        (Workers(("a@b",), frozenset({"celery"})), "no worker takes the queue heavy"),
        (Workers(is_broker_down=True), "the message broker does not answer"),
    ],
)
def test_what_a_run_waits_for_is_told(run_id, answer, workers, reason):
    answer({}, workers=workers)
    run = runs.read_run(run_id)
    assert (run.state, run.reason) == ("stuck", reason)


def test_the_first_failure_is_the_reason(run_id, answer):
    answer({})
    states = read_states(run_id, ["SUCCESS", "FAILURE", "FAILURE"])
    second, third = list(states)[1:]
    states[second]["result"] = DataError("there is no metagenome 3")
    states[third]["result"] = RuntimeError("handed on")
    answer(states)
    run = runs.read_run(run_id)
    assert (run.state, run.reason) == ("failed", "count_kmer k=4: there is no metagenome 3")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EmbeddingError("umap needs the package umap-learn"), "umap needs the package umap-learn"),
        (DatabaseUnavailableError("host=10.0.0.7 refused"), "the database could not be used; try again"),
        (WorkerLostError("signal 9"), "the process that computed it was ended"),
        (ChordError("redis://:secret@host"), "the message broker could not be used; try again"),
        (KeyError("/etc/automappa"), r"an unexpected error \(KeyError\); the log of the worker has more"),
    ],
)
def test_failures_are_explained_without_internals(error, words):
    explained = runs.explain_failure(error)
    assert re.match(words, explained)
    for secret in ("10.0.0.7", "secret", "/etc"):
        assert secret not in explained


def test_the_name_of_an_embedding_is_that_of_the_task(metagenome_id):
    from automappa import tasks
    from automappa.data import matrices

    embedding = tasks.embed_kmer(tasks.normalize_kmer(tasks.count_kmer(metagenome_id, 3), "clr"), "pca")
    assert matrices.get_info(embedding).name == name_embedding(3, "clr", "pca", 42)
