"""Runs as people read them: what is being done, how much is done, and why it does not go on."""

from datetime import datetime, timezone

from automappa.components.runs import view_run
from automappa.runs import DONE, FAILED, RUNNING, STUCK, WAITING, RunStatus, StepStatus

LABELS = ("preprocess_marker_symbols", "count_kmer k=5", "normalize_kmer am_clr", "embed_kmer umap")


def make_run(states, state, reason=""):
    steps = tuple(
        StepStatus(label, str(number), step)
        for number, (label, step) in enumerate(zip(LABELS, states, strict=True))
    )
    now = datetime.now(timezone.utc)
    return RunStatus(7, 1, 5, "am_clr", ("umap",), now, steps, state, reason)


def test_running_step_is_named_in_words_and_the_share_counts_what_is_done():
    view = view_run(make_run([DONE, DONE, RUNNING, WAITING], RUNNING))
    assert (view.words, view.share, view.kind, view.is_final) == ("umap: normalising", 0.5, "info", False)


def test_run_that_waits_says_for_what():
    view = view_run(make_run([WAITING] * 4, WAITING))
    assert (view.words, view.share) == ("umap: waiting for a worker", 0.0)


def test_failed_run_is_final_and_says_why():
    view = view_run(make_run([DONE, DONE, DONE, FAILED], FAILED, "embed_kmer umap: needs umap-learn"))
    assert (view.kind, view.is_final) == ("bad", True)
    assert view.reason == "umap failed. embed_kmer umap: needs umap-learn"


def test_stuck_run_is_watched_on_because_a_worker_may_come():
    view = view_run(make_run([DONE, WAITING, WAITING, WAITING], STUCK, "no worker answers"))
    assert (view.kind, view.is_final, view.reason) == ("warning", False, "umap: no worker answers")


def test_done_run_is_full():
    view = view_run(make_run([DONE] * 4, DONE))
    assert (view.share, view.kind, view.reason, view.is_final) == (1.0, "good", "", True)
