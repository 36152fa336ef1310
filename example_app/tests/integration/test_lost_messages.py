"""The embedded broker keeps no message that a worker has taken: that it is gone with the worker is said."""

import time
from pathlib import Path

import pytest


@pytest.fixture
def first(tmp_path, make_deployment):
    if not Path("/proc/self/task").exists():
        pytest.skip("the processes of a worker are found through /proc")
    with make_deployment(tmp_path, "embedded@test", {"AUTOMAPPA_STATE_DIR": str(tmp_path / "state")}) as made:
        yield made


@pytest.fixture
def load(small_files):
    files = {kind: getattr(small_files, kind) for kind in ("metagenome", "binning", "markers")}
    named = ", ".join(f"{kind}=pathlib.Path({str(path)!r})" for kind, path in files.items())
    return f"print(load_metagenome('small', {named}))"


def wait_for(is_so):
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def are_all_taken(deployment):
    names = [path.name.partition(".")[2] for path in (deployment.folder / "state" / "messages").iterdir()]
    return not {"celery.msg", "heavy.msg"} & set(names)


@pytest.mark.parametrize(
    ("done", "lost"),
    [
        ([], "preprocess_marker_symbols"),
        # What waits for both embeddings is a message of its own.
        (["preprocess_marker", "count", "normalize", "embed"], "aggregate_embeddings"),
    ],
    ids=["at the beginning", "after the embeddings"],
)
def test_a_message_that_was_taken_and_not_begun_is_missed(tmp_path, first, make_deployment, load, done, lost):
    with first.ask_about_runs() as run:
        metagenome = run(load)
        first.pause_pool()
        run_id = run(f"start({metagenome})")
        for name in done:
            first.take_and_do(run, run_id, name)
        wait_for(lambda: are_all_taken(first))
        first.kill()
        with make_deployment(tmp_path, "embedded@test", first.settings):
            seen = run(f"watch({run_id}, 'gone; start it again', 'done')")
            assert seen.splitlines()[-1] == f"stuck {lost}: the worker that had it is gone; start it again"
            assert run(f"start({metagenome})") != run_id


def test_a_run_that_is_looked_at_all_the_time_is_never_missed(first, load):
    with first.ask_about_runs() as run:
        run("run_watch._PATIENCE_S = run_watch._ASK_EVERY_S = 0.0; runs._SENDING *= 0")
        run_id = run(f"start({run(load)})")
        seen = run(f"watch({run_id}, 'done', 'failed')").splitlines()
    assert seen[-1] == "done"
    assert not [shown for shown in seen if "is gone" in shown]


def test_a_run_that_is_under_way_is_found_when_it_is_started_again(first, load):
    with first.ask_about_runs() as run:
        metagenome = run(load)
        first.pause_pool()
        run_id = run(f"start({metagenome})")
        run("runs._SENDING *= 0")
        assert run(f"start({metagenome})") == run_id
        wait_for(lambda: are_all_taken(first))
        assert run(f"start({metagenome})") == run_id
        first.resume_pool()
