"""The worker runs the bare function, and the module's name has no ``delay``."""


def prove(app, names):
    from automappa.pages.mag_summary.tasks import cover

    task = app.tasks["automappa.pages.mag_summary.tasks.cover.count_contigs"]
    assert not hasattr(cover.count_contigs, "delay")
    assert cover.count_contigs.__wrapped__ is not task.run
    assert task.run("abc") == 3
    assert "wrapper" not in task.run.__code__.co_name
