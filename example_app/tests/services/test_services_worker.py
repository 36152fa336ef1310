"""The same app on RabbitMQ, Redis and PostgreSQL, set by environment variables alone."""

import json
from dataclasses import replace

from sqlalchemy import func, select

from automappa.data.database import read_session
from automappa.data.models import ClusterMedian, Matrix, TraceSet


def test_banner_and_inspect_report_exactly_the_eight_tasks(production, eight_names):
    assert production.read_banner_tasks() == eight_names
    command = ["-m", "celery", "-A", "automappa.tasks.queue", "inspect", "registered", "--json"]
    answer = json.loads(production.run(*command, "--timeout", "60", "--destination", production.node))
    assert sorted(answer[production.node]) == eight_names


def test_workers_of_other_apps_on_the_same_broker_do_not_count(production):
    ask = "from automappa.workers import find_workers; print(find_workers(timeout_s=10).problem)"
    assert production.run("-c", ask) == "\n"
    elsewhere = {**production.environment, "AUTOMAPPA_QUEUE_PREFIX": "nobody-takes-this-"}
    assert replace(production, environment=elsewhere).run("-c", ask).startswith("no worker answers")


def test_pipeline_leaves_its_results_in_postgresql(production, small_files, use_environment):
    files = ["--metagenome", small_files.metagenome, "--binning", small_files.binning]
    files += ["--markers", small_files.markers]
    production.run("-m", "automappa", "load", "small", *map(str, files))
    printed = production.run("-m", "automappa", "pipeline", "small")
    assert len(printed.splitlines()) == 8
    use_environment(production.environment)
    with read_session() as session:
        assert session.get_bind().dialect.name == "postgresql"
        assert session.scalar(select(func.count()).select_from(Matrix)) == 5
        assert session.scalar(select(func.count()).select_from(ClusterMedian)) == 3 * 2
        assert session.scalar(select(func.count()).select_from(TraceSet)) == 2


def test_nothing_is_written_into_the_embedded_broker(production):
    assert not list((production.folder / "state" / "messages").glob("*"))
