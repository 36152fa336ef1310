"""What the home page asks of the data layer and about the runs."""

from dataclasses import dataclass

from automappa.components.runs import RunView, view_run
from automappa.data.metagenomes import Sample, list_samples
from automappa.runs import list_runs
from automappa.settings import get_settings


@dataclass(frozen=True, slots=True)
class Card:
    """A sample with its counts, and its last run."""

    sample: Sample
    run: RunView | None


def list_cards() -> list[Card]:
    """Return a card for each sample, by name."""
    return [Card(sample, _view_last_run(sample.id)) for sample in list_samples()]


def _view_last_run(metagenome_id: int) -> RunView | None:
    runs = list_runs(metagenome_id)
    return view_run(runs[0]) if runs else None


def read_limit_mb() -> int:
    """Return how many megabytes an uploaded file may have."""
    return get_settings().max_upload_mb
