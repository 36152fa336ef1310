"""Workers are killed, servers restarted, a database is gone: nothing is lost, nothing is doubled."""

import contextlib
from collections import Counter

import pytest
from sqlalchemy import select

from automappa.data.database import read_session
from automappa.data.errors import DatabaseUnavailableError
from automappa.data.metagenomes import list_samples
from automappa.data.models import Matrix

# What a session knows: how a run is started, and how it is watched until something is so.
TOOLS = """
import os, signal, time
from celery import states
from automappa import pipeline, runs
from automappa.data import ingestion
from automappa.data.database import read_session
from automappa.data.models import Run
from automappa.pages.home.tasks import set_badge_color
from automappa.tasks import queue

def start(metagenome, until, worker=None):
    run_id = runs.start_run(metagenome, k=4, norm="am_clr", methods=["pca", "bhsne"])
    with read_session() as session:
        task_id = dict(session.get(Run, run_id).steps)[until]
    # What a page shows is up to seconds old; the store of results is not.
    wait_until_started(task_id, worker)
    print(run_id)

def wait_until_started(task_id, worker):
    while (state := queue.backend.get_state(task_id)) not in {states.STARTED, states.RETRY}:
        assert state not in states.READY_STATES, "the task was done before it was seen"
        time.sleep(0.005)
    if worker is not None:  # it shall be in the middle of the task until it is killed
        os.killpg(worker, signal.SIGSTOP)
        assert queue.backend.get_state(task_id) == states.STARTED

def watch(run_id, *states):
    end = time.monotonic() + 90
    while (run := runs.read_run(run_id)).state not in states and time.monotonic() < end:
        time.sleep(0.2)
    print(run.state, run.reason)
"""
START_AGAIN = """
run = runs.read_run({})
print(runs.start_run(run.metagenome_id, k=run.k, norm=run.norm, methods=run.methods))
"""
LOAD = "print(ingestion.load_sample())"


@contextlib.contextmanager
def ask(deployment):
    """Give a function that runs code which has the tools."""
    with deployment.open_session() as run:
        run(TOOLS)
        yield run


def list_matrices():
    with read_session() as session:
        return Counter(session.scalars(select(Matrix.name).where(Matrix.name.is_not(None))))


def check_matrices(metagenomes=1):
    """Check that each matrix is there, and once for each metagenome."""
    found = list_matrices()
    expected = ["k4", "k4/am_clr", "k4/am_clr/pca/seed42", "k4/am_clr/bhsne/seed42"]
    assert {name: n for name, n in found.items() if "aggregate" not in name} == dict.fromkeys(
        expected, metagenomes
    )
    assert sum("aggregate" in name for name in found) == metagenomes


@pytest.fixture
def faulty_settings(production_settings, tmp_path):
    """Settings of the servers, with queues and a database that other tests do not use."""
    prefix = production_settings["AUTOMAPPA_QUEUE_PREFIX"]
    return production_settings | {
        "AUTOMAPPA_STATE_DIR": str(tmp_path / "state"),
        "AUTOMAPPA_DATABASE_URL": "",
        "AUTOMAPPA_QUEUE_PREFIX": f"{prefix}faults-",
    }


def test_another_worker_takes_over_from_one_that_was_killed(
    tmp_path, faulty_settings, make_deployment, use_environment
):
    with make_deployment(tmp_path, "first@test", faulty_settings) as first, ask(first) as run:
        run_id = run(f"start({run(LOAD)}, until='embed_kmer bhsne', worker={first.worker.pid})")
        first.kill()
        # Either that there is no worker, or that the one which had the task is gone.
        assert run(f"watch({run_id}, 'stuck', 'done', 'failed')").startswith("stuck ")
        with make_deployment(tmp_path, "second@test", faulty_settings):
            assert run(f"watch({run_id}, 'done', 'failed')") == "done"
    use_environment(faulty_settings)
    check_matrices()


def test_without_servers_the_run_says_that_its_worker_is_gone_and_can_be_started_again(
    tmp_path, make_deployment, use_environment
):
    settings = {"AUTOMAPPA_STATE_DIR": str(tmp_path / "state")}
    with make_deployment(tmp_path, "embedded@test", settings) as first, ask(first) as run:
        run_id = run(f"start({run(LOAD)}, until='embed_kmer bhsne', worker={first.worker.pid})")
        first.kill()
        with make_deployment(tmp_path, "embedded@test", settings):
            state = run(f"watch({run_id}, 'stuck', 'done', 'failed')")
            if state.startswith("stuck no worker"):  # seen before the new one was there
                state = run(f"time.sleep(5); watch({run_id}, 'stuck', 'done', 'failed')")
            assert state.startswith("stuck embed_kmer ")  # one of the two that run side by side
            assert state.endswith(": the worker that had it is gone; start it again")
            again = run(START_AGAIN.format(run_id))
            assert again != run_id
            assert run(f"watch({again}, 'done', 'failed', 'stuck')") == "done"
    use_environment(settings)
    check_matrices()


def test_a_database_that_is_gone_for_a_while_is_waited_for(
    tmp_path, postgresql, faulty_settings, make_wire, make_deployment, use_environment, wait
):
    wire = make_wire("127.0.0.1", 5432)
    far = postgresql.replace(":5432/", f":{wire.port}/")
    cut = faulty_settings | {"AUTOMAPPA_DATABASE_URL": far}
    with make_deployment(tmp_path, "far@test", cut) as deployment:
        # Whoever sends the run has a wire of his own.
        direct = {"AUTOMAPPA_DATABASE_URL": postgresql}
        deployment.environment = {**deployment.environment, **direct}
        use_environment(cut)
        with ask(deployment) as run:
            metagenome = int(run("print(ingestion.load_sample('far sample'))"))
            assert metagenome in [sample.id for sample in list_samples()]
            wire.cut()
            with pytest.raises(DatabaseUnavailableError):
                list_samples()
            run_id = run(f"start({metagenome}, until='preprocess_marker_symbols')")
            wait(lambda: "Retry in 2s" in deployment.log, "the task is tried again")
            wire.mend()
            assert run(f"watch({run_id}, 'done', 'failed')") == "done"
        # The pages go on as well, without a restart.
        assert metagenome in [sample.id for sample in list_samples()]


SEND_BADGES = "badges = [set_badge_color.delay(color).id for color in ('red', 'green', 'blue')]"
READ_BADGES = "print(*[queue.AsyncResult(badge).get(timeout=60) for badge in badges])"
START_ANOTHER = """
try:
    runs.start_run({0}, k=3, norm="am_clr", methods=["pca"])
except pipeline.PipelineError as error:
    print(error, len(runs.list_runs({0}, limit=9)))
"""


def test_broker_and_results_may_be_restarted_in_the_middle_of_a_run(
    tmp_path, own_rabbitmq, own_redis, make_deployment, use_environment
):
    settings = {
        "AUTOMAPPA_STATE_DIR": str(tmp_path / "state"),
        "AUTOMAPPA_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{own_rabbitmq.port}//",
        "AUTOMAPPA_RESULT_URL": f"redis://127.0.0.1:{own_redis.port}/0",
    }
    with make_deployment(tmp_path, "own@test", settings) as deployment, ask(deployment) as run:
        metagenome = run(LOAD)
        run_id = run(f"start({metagenome}, until='embed_kmer bhsne')")
        run(SEND_BADGES)
        own_rabbitmq.stop()
        own_redis.stop()
        own_redis.start()
        told = run(START_ANOTHER.format(metagenome))
        assert told.startswith("the broker cannot be used")
        assert "guest" not in told
        assert told.endswith(" 1")
        own_rabbitmq.start()
        assert run(READ_BADGES) == "red green blue"
        assert run(f"watch({run_id}, 'done', 'failed')") == "done"
    use_environment(settings)
    check_matrices()
