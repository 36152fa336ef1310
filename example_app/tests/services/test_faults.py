"""Workers that are killed, servers that are restarted, a database that is gone: nothing lost, nothing doubled."""

import textwrap
from collections import Counter

import pytest
from sqlalchemy import select

from automappa.data.database import read_session
from automappa.data.errors import DatabaseUnavailableError
from automappa.data.metagenomes import list_samples
from automappa.data.models import Matrix

LOAD = """
from automappa.data import ingestion
print(ingestion.load_sample({name!r}))
"""
START = """
import time
from automappa import runs
run_id = runs.start_run({metagenome}, k=4, norm="am_clr", methods=["pca", "bhsne"])
while not any(step.state == runs.RUNNING and step.label.startswith({until!r})
              for step in runs.read_run(run_id).steps):
    time.sleep(0.05)
print(run_id)
"""
WATCH = """
import time
from automappa import runs
end = time.monotonic() + 90
while (run := runs.read_run({run})).state not in {states!r} and time.monotonic() < end:
    time.sleep(0.2)
print(run.state, run.reason)
"""
RESTART = """
from automappa import runs
print(runs.restart_run({run}))
"""


def run(deployment, script, **values):
    return deployment.run("-c", textwrap.dedent(script).format(**values)).strip()


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
    with make_deployment(tmp_path, "first@test", faulty_settings) as first:
        use_environment(faulty_settings)
        metagenome = run(first, LOAD, name="sample")
        run_id = run(first, START, metagenome=metagenome, until="embed_kmer bhsne")
        first.kill()
        state = run(first, WATCH, run=run_id, states=("stuck", "done", "failed"))
        assert state.startswith("stuck no worker answers")
        with make_deployment(tmp_path, "second@test", faulty_settings) as second:
            assert run(second, WATCH, run=run_id, states=("done", "failed")) == "done"
    check_matrices()


def test_without_servers_the_run_says_that_its_worker_is_gone_and_can_be_started_again(
    tmp_path, make_deployment, use_environment
):
    settings = {"AUTOMAPPA_STATE_DIR": str(tmp_path / "state")}
    with make_deployment(tmp_path, "embedded@test", settings) as first:
        use_environment(settings)
        metagenome = run(first, LOAD, name="sample")
        run_id = run(first, START, metagenome=metagenome, until="embed_kmer bhsne")
        first.kill()
    with make_deployment(tmp_path, "embedded@test", settings) as second:
        state = run(second, WATCH, run=run_id, states=("stuck", "done", "failed"))
        assert state == "stuck embed_kmer bhsne: the worker that had it is gone; start it again"
        again = run(second, RESTART, run=run_id)
        assert again != run_id
        assert run(second, WATCH, run=again, states=("done", "failed", "stuck")) == "done"
    check_matrices()


def test_a_database_that_is_gone_for_a_while_is_waited_for(
    tmp_path, scratch, faulty_settings, make_wire, make_deployment, use_environment, wait
):
    wire = make_wire("127.0.0.1", 5432)
    direct = f"postgresql+psycopg://postgres@127.0.0.1:5432/{scratch}"
    cut = faulty_settings | {
        "AUTOMAPPA_DATABASE_URL": f"postgresql+psycopg://postgres@127.0.0.1:{wire.port}/{scratch}"
    }
    with make_deployment(tmp_path, "far@test", cut) as deployment:
        use_environment(cut)
        metagenome = int(run(deployment, LOAD, name="far sample"))
        assert [sample.id for sample in list_samples() if sample.name == "far sample"] == [metagenome]
        wire.cut()
        with pytest.raises(DatabaseUnavailableError):
            list_samples()
        # Whoever sends the run has a wire of his own.
        deployment.environment = {**deployment.environment, "AUTOMAPPA_DATABASE_URL": direct}
        run_id = run(deployment, START, metagenome=metagenome, until="preprocess_marker_symbols")
        wait(lambda: "Retry in 2s" in deployment.log, "the task is tried again")
        wire.mend()
        assert run(deployment, WATCH, run=run_id, states=("done", "failed")) == "done"
        # The pages go on as well, without a restart.
        assert "far sample" in [sample.name for sample in list_samples()]


BADGES = """
from automappa.pages.home.tasks import set_badge_color
print(*[set_badge_color.delay(color).id for color in ("red", "green", "blue")])
"""
COLOURS = """
from automappa.tasks import queue
print(*[queue.AsyncResult(task_id).get(timeout=60) for task_id in {ids!r}])
"""
REFUSED = """
from automappa import pipeline, runs
try:
    runs.start_run({metagenome}, k=3, norm="am_clr", methods=["pca"])
except pipeline.PipelineError as error:
    print(error)
print(len(runs.list_runs({metagenome}, limit=9)))
"""


def test_broker_and_results_may_be_restarted_in_the_middle_of_a_run(
    tmp_path, own_rabbitmq, own_redis, make_deployment, use_environment
):
    settings = {
        "AUTOMAPPA_STATE_DIR": str(tmp_path / "state"),
        "AUTOMAPPA_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{own_rabbitmq.port}//",
        "AUTOMAPPA_RESULT_URL": f"redis://127.0.0.1:{own_redis.port}/0",
    }
    with make_deployment(tmp_path, "own@test", settings) as deployment:
        use_environment(settings)
        metagenome = run(deployment, LOAD, name="sample")
        run_id = run(deployment, START, metagenome=metagenome, until="embed_kmer bhsne")
        ids = run(deployment, BADGES).split()
        own_rabbitmq.stop()
        own_redis.stop()
        own_redis.start()
        message, n_runs = run(deployment, REFUSED, metagenome=metagenome).splitlines()
        assert message.startswith("the broker cannot be used")
        assert "guest" not in message
        assert n_runs == "1"
        own_rabbitmq.start()
        assert run(deployment, COLOURS, ids=ids) == "red green blue"
        assert run(deployment, WATCH, run=run_id, states=("done", "failed")) == "done"
    check_matrices()
