"""Samples as cards, and files on their way to become one."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from automappa.components import parts
from automappa.components.runs import RunView
from automappa.data.ingestion import DONE, FAILED, IngestionStatus
from automappa.data.metagenomes import Sample
from automappa.pages.home.source import Card

# In the order in which an ingestion tells them; each is shown as so much of the whole.
_STEPS = (
    "making the synthetic sample",
    "reading the metagenome",
    "reading the binning table",
    "reading the markers table",
    "checking the files against each other",
    "storing",
)


def make_cards(cards: Sequence[Card]) -> html.Div:
    """Return a card for each sample, or what to do without one."""
    if not cards:
        return parts.empty_state(
            "No sample yet",
            html.P("Load your files below, or begin with the synthetic sample."),
            id="no-sample",
        )
    return html.Div([_make_card(card) for card in cards], className="samples")


def _make_card(card: Card) -> html.Section:
    sample = card.sample
    figures = parts.stats(
        parts.stat("contigs", f"{sample.n_contigs:,}"),
        parts.stat("markers", f"{sample.n_markers:,}"),
        parts.stat("bins", f"{sample.n_bins:,}"),
    )
    qualities = parts.stats(*[_make_quality(sample, name) for name in ("high", "medium", "low")])
    n_below = sample.qualities["none"]
    below = f" ({n_below} below low)" if n_below else ""
    query = f"?metagenome={sample.id}"
    links = [
        dcc.Link("Refine bins", href=f"/mag-refinement{query}"),
        dcc.Link("Summary", href=f"/mag-summary{query}"),
    ]
    saved = parts.count(sample.n_refinements, "saved refinement")
    return parts.card(
        sample.name,
        html.P(f"{parts.format_bases(sample.n_bases)}, {saved}", className="note"),
        figures,
        html.P(f"Bins by MIMAG quality{below}", className="note"),
        qualities,
        _show_run(card.run),
        html.Div(links, className="sample-links"),
        id=f"sample-{sample.id}",
    )


def _make_quality(sample: Sample, name: str) -> html.Div:
    return parts.stat(name, f"{sample.qualities[name]:,}", kind="" if name == "low" else name)


def _show_run(run: RunView | None) -> Any:
    if run is None:
        return html.P("No k-mer embedding computed yet.", className="note")
    if run.reason:
        return parts.notice(run.kind, run.reason)
    return parts.progress(run.words, run.share, kind=run.kind)


def make_ingestions(found: Sequence[IngestionStatus]) -> list[Any]:
    """Return a line for each ingestion that runs or has just ended, the newest first."""
    return [parts.card("Your uploads", *[_make_ingestion(status) for status in found])] if found else []


def _make_ingestion(status: IngestionStatus) -> html.Div:
    name = f"ingestion-{status.id}"
    if status.state == FAILED:
        return parts.notice("bad", html.B(status.name), f" was not loaded: {status.message}", id=name)
    if status.state == DONE:
        link = dcc.Link("look at it", href=f"/mag-refinement?metagenome={status.metagenome_id}")
        return parts.notice("good", html.B(status.name), " is loaded: ", link, id=name)
    done = _STEPS.index(status.step) if status.step in _STEPS else 0
    return parts.progress(f"{status.name}: {status.step or 'waiting'}", (done + 0.5) / len(_STEPS), id=name)
