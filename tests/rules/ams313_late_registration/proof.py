"""A started worker shows the task and does not accept its messages."""

from proving import accepted_names


def prove(app, names):
    shown, accepted = accepted_names(app)
    assert "mag_summary.summarize" in accepted
    assert "mag_summary.late" in shown
    assert "mag_summary.late" not in accepted
