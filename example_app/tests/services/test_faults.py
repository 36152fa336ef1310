"""Workers are killed, servers restarted, a database is gone: nothing is lost, nothing is doubled."""

from collections import Counter

import pytest
from sqlalchemy import select

from automappa.data.database import read_session
from automappa.data.errors import DatabaseUnavailableError
from automappa.data.metagenomes import list_samples
from automappa.data.models import Matrix

START_AGAIN = """
run = runs.read_run({})
print(runs.start_run(run.metagenome_id, k=run.k, norm=run.norm, methods=run.methods))
"""
LOAD = "print(ingestion.load_sample())"


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


def kill_in_the_middle_of_embeddings(deployment, run):
    """Start a run and kill the worker while it embeds; return the number of the run."""
    metagenome = run(LOAD)
    deployment.pause_pool()
    run_id = run(f"start({metagenome})")
    for name in ("preprocess_marker", "count", "normalize"):
        deployment.take_and_do(run, run_id, name)
    # Nothing can be stored, so no embedding comes to its end.
    run("hold_database()")
    deployment.resume_pool()
    run(f"wait_until_state({run_id}, 'STARTED', 'embed')")
    deployment.kill()
    run("lock.close()")
    return run_id


def test_another_worker_takes_over_from_one_that_was_killed(
    tmp_path, faulty_settings, make_deployment, use_environment
):
    with make_deployment(tmp_path, "first@test", faulty_settings) as first, first.ask_about_runs() as run:
        run_id = kill_in_the_middle_of_embeddings(first, run)
        # Either that there is no worker, or that the one which had the task is gone.
        assert "stuck " in run(f"watch({run_id}, 'automappa worker', 'start it again')")
        with make_deployment(tmp_path, "second@test", faulty_settings):
            assert run(f"watch({run_id}, 'done', 'failed')").splitlines()[-1] == "done"
    use_environment(faulty_settings)
    check_matrices()


def test_without_servers_the_run_says_that_its_worker_is_gone_and_can_be_started_again(
    tmp_path, make_deployment, use_environment
):
    settings = {"AUTOMAPPA_STATE_DIR": str(tmp_path / "state")}
    with make_deployment(tmp_path, "embedded@test", settings) as first, first.ask_about_runs() as run:
        run_id = kill_in_the_middle_of_embeddings(first, run)
        with make_deployment(tmp_path, "embedded@test", settings):
            told = run(f"watch({run_id}, 'start it again', 'done', 'failed')").splitlines()[-1]
            assert told == "stuck embed_kmer pca: the worker that had it is gone; start it again"
            again = run(START_AGAIN.format(run_id))
            assert again != run_id
            assert run(f"watch({again}, 'done', 'failed')").splitlines()[-1] == "done"
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
        with deployment.ask_about_runs() as run:
            metagenome = int(run("print(ingestion.load_sample('far sample'))"))
            assert metagenome in [sample.id for sample in list_samples()]
            wire.cut()
            with pytest.raises(DatabaseUnavailableError):
                list_samples()
            run_id = run(f"start({metagenome})")
            wait(lambda: "Retry in 2s" in deployment.log, "the task is tried again")
            wire.mend()
            assert run(f"watch({run_id}, 'done', 'failed')").splitlines()[-1] == "done"
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
    with make_deployment(tmp_path, "own@test", settings) as deployment, deployment.ask_about_runs() as run:
        metagenome = run(LOAD)
        deployment.pause_pool()
        run_id = run(f"start({metagenome})")
        deployment.take_and_do(run, run_id, "preprocess_marker")
        run(SEND_BADGES)
        own_rabbitmq.stop()
        own_redis.stop()
        # The task that it has in its hands ends while nobody can be told.
        deployment.resume_pool()
        own_redis.start()
        told = run(START_ANOTHER.format(metagenome))
        assert told.startswith("the broker cannot be used")
        assert "guest" not in told
        assert told.endswith(" 1")
        own_rabbitmq.start()
        assert run(READ_BADGES) == "red green blue"
        assert run(f"watch({run_id}, 'done', 'failed')").splitlines()[-1] == "done"
    use_environment(settings)
    check_matrices()
