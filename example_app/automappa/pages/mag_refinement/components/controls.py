"""Controls of the refinement page: what is shown, how it is coloured, which embedding to compute."""

from typing import Any, get_args

from dash import dcc, html

from automappa.components import parts
from automappa.pages.mag_refinement.source import GC_COVERAGE, RANK_TITLES, View
from automappa.settings import EmbedMethod, NormMethod, get_settings

SHOW_SAVED, SHOW_MEDIANS, SHOW_LINKS = "saved", "medians", "links"
_METHOD_TITLES = {
    "pca": "PCA",
    "sksne": "t-SNE, started from a PCA",
    "bhsne": "Barnes-Hut t-SNE",
    "umap": "UMAP",
    "densmap": "densMAP",
}


def make_controls(view: View) -> html.Section:
    """Return the row of controls above the plots."""
    axes = [{"label": title, "value": name} for name, title in view.axes.items()]
    colors = [{"label": "cluster", "value": "cluster"}]
    colors += [{"label": title, "value": rank} for rank, title in RANK_TITLES.items()]
    fields = [
        parts.labelled("Axes", dcc.Dropdown(axes, GC_COVERAGE, id="axes", clearable=False, searchable=False)),
        parts.labelled(
            "Colour by", dcc.Dropdown(colors, "cluster", id="color-by", clearable=False, searchable=False)
        ),
        _make_coverage(view.highest_coverage),
        _make_options(view.n_links > 0),
    ]
    return html.Section(
        html.Div(fields, className="row top"), className="card", **parts.attributes(aria_label="View")
    )


def _make_coverage(highest: float | None) -> html.Div:
    top = 1.0 if highest is None else highest
    # A step that leaves room for a thousand places, rounded up so that the last contig is inside.
    end = float(f"{top * 1.001:.4g}")
    slider = dcc.RangeSlider(
        0,
        end,
        value=[0, end],
        id="coverage-range",
        marks=None,
        allow_direct_input=True,
        disabled=highest is None,
        updatemode="mouseup",
    )
    return parts.labelled("Coverage", slider, is_broad=True)


def _make_options(has_links: bool) -> html.Div:
    options = [
        {"label": "hide saved contigs", "value": SHOW_SAVED},
        {"label": "cluster medians", "value": SHOW_MEDIANS},
    ]
    if has_links:
        options.append({"label": "connections", "value": SHOW_LINKS})
    choices = dcc.Checklist(options, [SHOW_SAVED, SHOW_MEDIANS], id="view-options", className="choices")
    return html.Div([html.Span("Show", className="field-title"), choices], className="field options")


def make_embedding(view: View) -> html.Section:
    """Return the part that computes an embedding on the queue."""
    settings = get_settings()
    methods = [{"label": _METHOD_TITLES[name], "value": name} for name in get_args(EmbedMethod)]
    sizes = [{"label": f"{k}", "value": k} for k in range(3, 8)]
    norms = [{"label": name, "value": name} for name in get_args(NormMethod)]
    fields = [
        parts.labelled("Method", _make_choice("embed-method", methods, settings.embed_methods[-1])),
        parts.labelled("k", _make_choice("embed-k", sizes, max(3, settings.kmer_size))),
        parts.labelled("Normalisation", _make_choice("embed-norm", norms, settings.norm_method)),
    ]
    return parts.card(
        "k-mer embedding",
        html.Div(fields, className="stack"),
        html.Button("Compute on the queue", id="embed-start", className="primary wide"),
        html.Div(id="embed-progress"),
        note=f"Places {parts.count(view.n_contigs, 'contig')} by their k-mers, in the worker.",
    )


def _make_choice(id: str, options: Any, value: Any) -> dcc.Dropdown:
    return dcc.Dropdown(options, value, id=id, clearable=False, searchable=False)
