"""A real worker takes the message, and the call fails: a generator cannot be stored."""

from proving import run_task


def prove(app, names):
    state, error = run_task(app, "automappa.pages.mag_summary.tasks.cover.count_contigs", ["abc"])
    assert state == "FAILURE", (state, error)
    assert "generator" in str(error)
