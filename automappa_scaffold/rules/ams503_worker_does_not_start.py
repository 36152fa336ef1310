"""AMS503 worker-does-not-start."""

from collections.abc import Iterator

from automappa_scaffold.rules._rule import ProjectView, Rule
from automappa_scaffold.rules._worker_words import place_of
from automappa_scaffold.rules.finding import Finding
from automappa_scaffold.source.places import Place


def check(view: ProjectView) -> Iterator[Finding]:
    """Yield the error that keeps the worker from starting."""
    error = view.fleet.comparison.reported_error if view.fleet is not None else None
    if error is not None:
        place = Place(error.path, error.line or 1) if error.path is not None else place_of(view)
        yield RULE.finding(f"The worker does not start: {error.message.rstrip('.')}.", place)


RULE = Rule(
    code="AMS503",
    name="worker-does-not-start",
    summary="The worker ends with an error before it takes any message.",
    rationale=(
        "A worker imports every module that it is told to, before it connects to the broker. An error in one "
        "of them ends it, and with it all tasks are gone. Celery wraps the error in others; the first one is "
        "the cause."
    ),
    fix="By hand: mend the first cause, or install what is missing.",
    source="`celery.app.utils.find_app`, `celery.loaders.base.import_default_modules`; seen in real workers",
    check=check,
    needs_report=True,
    bad={
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.depth import read_depth
from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(read_depth(sample))
''',
    },
    good={
        "automappa/depth.py": '''"""How often each contig was read."""


def read_depth(sample: str) -> list[str]:
    return sample.split()
''',
        "automappa/pages/mag_summary/tasks/cover.py": '''"""How much of a sample its MAGs cover."""

from automappa.depth import read_depth
from automappa.tasks import queue


@queue.task
def count_contigs(sample: str) -> int:
    return len(read_depth(sample))
''',
    },
)
