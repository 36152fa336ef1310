"""A real worker on the embedded defaults: what it registers, and that its tasks do their work."""

import contextlib
import json
import sqlite3

import pytest
from sqlalchemy import func, select

from automappa.data.database import read_session
from automappa.data.models import ClusterMedian, Contig, MarkerSymbol, Matrix, TraceSet


@pytest.fixture(scope="session")
def embedded(tmp_path_factory, make_deployment):
    folder = tmp_path_factory.mktemp("embedded")
    settings = {"AUTOMAPPA_STATE_DIR": str(folder / "state")}
    with make_deployment(folder, "embedded@test", settings) as deployment:
        yield deployment


@pytest.fixture(scope="session")
def finished(embedded, small_files):
    """The deployment after a metagenome went through the whole pipeline."""
    files = ["--metagenome", small_files.metagenome, "--binning", small_files.binning]
    files += ["--markers", small_files.markers]
    embedded.run("-m", "automappa", "load", "small", *map(str, files))
    return embedded, embedded.run("-m", "automappa", "pipeline", "small")


def test_banner_lists_exactly_the_eight_tasks(embedded, eight_names):
    assert embedded.read_banner_tasks() == eight_names


def test_inspect_registered_reports_exactly_the_eight_tasks(embedded, eight_names):
    command = ["-m", "celery", "-A", "automappa.tasks.queue", "inspect", "registered", "--json"]
    answer = json.loads(embedded.run(*command, "--timeout", "60", "--destination", "embedded@test"))
    assert sorted(answer["embedded@test"]) == eight_names


def test_badge_task_returns_its_colour(embedded):
    lines = [
        "from automappa.pages.home.tasks import set_badge_color",
        "print(set_badge_color.delay('green').get(timeout=90, interval=0.1))",
    ]
    assert embedded.run("-c", "\n".join(lines)).strip() == "green"


def test_pipeline_prints_each_of_its_steps(finished):
    _, printed = finished
    assert sorted(line.partition(":")[0] for line in printed.splitlines()) == [
        "aggregate_embeddings",
        "count_kmer k=5",
        "embed_kmer bhsne",
        "embed_kmer pca",
        "get_embedding_traces_df",
        "normalize_kmer am_clr",
        "preprocess_clusters_geom_medians",
        "preprocess_marker_symbols",
    ]


def test_pipeline_leaves_its_results_in_the_database(finished, use_environment):
    deployment, _ = finished
    use_environment(deployment.environment)
    with read_session() as session:
        names = sorted(session.scalars(select(Matrix.name)))
        assert names == ["aggregate/3+4", "k5", "k5/am_clr", "k5/am_clr/bhsne/seed42", "k5/am_clr/pca/seed42"]
        contigs = session.scalar(select(func.count()).select_from(Contig))
        assert session.scalar(select(func.count()).select_from(MarkerSymbol)) == contigs == 27
        assert session.scalar(select(func.count()).select_from(ClusterMedian)) == 3 * 2
        for traces in session.scalars(select(TraceSet.traces)):
            assert [trace["name"] for trace in traces] == ["bin_0001", "bin_0002", "bin_0003", "unclustered"]
            assert sum(len(trace["x"]) for trace in traces) == contigs


def test_results_are_kept_as_json_and_nothing_else(finished):
    deployment, _ = finished
    with contextlib.closing(sqlite3.connect(deployment.folder / "state" / "results.sqlite")) as connection:
        results = [row[0] for row in connection.execute("SELECT result FROM celery_taskmeta")]
    assert len(results) >= 8
    for result in results:
        json.loads(result)


def test_a_pickled_message_is_refused_unread(embedded):
    lines = [
        "import os, pickle, kombu",
        "from automappa.tasks import queue",
        "class Evil:",
        "    def __reduce__(self): return os.mkdir, ('evil',)",
        "with queue.connection() as connection:",
        "    producer = connection.Producer()",
        "    body = pickle.dumps(Evil())",
        "    kinds = {'content_type': 'application/x-python-serialize', 'content_encoding': 'binary'}",
        "    names = {'id': 'x', 'task': 'automappa.tasks.count_kmer'}",
        "    where = {'routing_key': 'celery', 'exchange': 'celery', 'headers': names}",
        "    queue_of_it = kombu.Queue('celery', kombu.Exchange('celery'), 'celery')",
        "    producer.publish(body, **kinds, **where, declare=[queue_of_it])",
        "from automappa.pages.home.tasks import set_badge_color",
        "print(set_badge_color.delay('green').get(timeout=90, interval=0.1))",
    ]
    assert embedded.run("-c", "\n".join(lines)).strip() == "green"
    assert "ContentDisallowed" in embedded.log
    assert not (embedded.folder / "evil").exists()


def test_second_run_finds_the_first_results(finished):
    deployment, printed = finished
    assert sorted(deployment.run("-m", "automappa", "pipeline", "small").splitlines()) == sorted(
        printed.splitlines()
    )


def test_a_single_embedding_is_enough(finished):
    deployment, _ = finished
    lines = [
        "from automappa import pipeline",
        "plan = pipeline.plan_pipeline(1, k=5, norm='am_clr', methods=['pca'])",
        "pipeline.send_pipeline(plan)",
        "for step, result in pipeline.iter_results(plan, timeout_s=90):",
        "    print(step.label, result)",
    ]
    printed = deployment.run("-c", "\n".join(lines)).splitlines()
    assert len(printed) == 7
    assert "get_embedding_traces_df ['k5/am_clr/pca/seed42']" in printed


def test_failed_step_is_shown_with_its_reason(finished):
    deployment, _ = finished
    lines = [
        "from automappa import pipeline",
        "plan = pipeline.plan_pipeline(999, k=5, norm='clr', methods=['pca'])",
        "try:",
        "    pipeline.send_pipeline(plan)",
        "    print(list(pipeline.iter_results(plan, timeout_s=90)))",
        "except pipeline.PipelineError as error:",
        "    print(error)",
    ]
    printed = deployment.run("-c", "\n".join(lines))
    assert "preprocess_marker_symbols failed: there is no metagenome 999" in printed
