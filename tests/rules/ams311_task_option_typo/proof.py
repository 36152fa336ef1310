"""The options become attributes that nothing reads."""


def prove(app, names):
    task = app.tasks["automappa.pages.mag_summary.tasks.cover.count_contigs"]
    assert "mag_summary.count" not in names
    assert (task.nmae, task.max_retry) == ("mag_summary.count", 3)
    assert task.max_retries == 3 == type(task).__mro__[1].max_retries  # Celery's default
