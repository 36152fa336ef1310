"""One of the two is registered; which one is not for us to say."""


def prove(app, names):
    task = app.tasks["mag_summary.summarize"]
    assert names.count("mag_summary.summarize") == 1
    assert task.run.__name__ in ("summarize", "count_contigs")
    assert len(names) == 3  # of four declared
